-- name: insert_change
-- Let a new address wait to be confirmed; those asked for before wait no longer.
with former as (
    update sign_in_changes set expires_at = :now
    where practice_id = :practice_id and confirmed_at is null and expires_at > :now
)

insert into sign_in_changes (practice_id, token_hash, email, requested_at, expires_at)
values (:practice_id, :token_hash, :email, :now, :expires_at);

-- name: find_change
-- The change that a link confirms, if it may still.
select practice_id, email
from sign_in_changes
where token_hash = :token_hash and confirmed_at is null and expires_at > :now
for update;

-- name: find_waiting_change
-- The address that waits to be confirmed, if one does.
select email
from sign_in_changes
where practice_id = :practice_id and confirmed_at is null and expires_at > :now
order by requested_at desc
limit 1;

-- name: confirm_change
-- Sign in by the new address from now on.
update sign_in_changes set confirmed_at = :now
where practice_id = :practice_id and token_hash = :token_hash;

-- name: replace_address
-- The practice's address; gives the one before.
update practices as p
set email = :email
from practices as before
where p.id = :practice_id and before.id = p.id
returning before.email as former;

-- name: revoke_other_sessions
-- Sign every browser of a practice out but this one.
update portal_sessions set revoked_at = :now
where practice_id = :practice_id and revoked_at is null and token_hash <> :kept;
