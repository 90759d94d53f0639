-- name: insert_session
-- Sign a browser in.
insert into portal_sessions (practice_id, token_hash, created_at, expires_at)
values (:practice_id, :token_hash, :now, :expires_at);

-- name: find_session
-- Whose browser this is.
select practice_id
from portal_sessions
where token_hash = :token_hash and expires_at > :now and revoked_at is null;

-- name: revoke_session
-- Sign a browser out.
update portal_sessions
set revoked_at = :now
where token_hash = :token_hash and revoked_at is null;

-- name: revoke_sessions
-- Sign every browser of a practice out.
update portal_sessions
set revoked_at = :now
where practice_id = :practice_id and revoked_at is null;
