-- name: insert_magic_link
-- Make a link known that is about to be mailed; the same link again changes nothing.
insert into magic_links (practice_id, token_hash, purpose, created_at, expires_at)
values (:practice_id, :token_hash, :purpose, :now, :expires_at)
on conflict (token_hash) do nothing;

-- name: find_magic_link
-- What became of a link.
select practice_id, token_hash, created_at, expires_at, started_at, used_at
from magic_links
where token_hash = :token_hash;

-- name: lock_magic_link
-- The same, held until the transaction ends.
select practice_id, token_hash, created_at, expires_at, started_at, used_at
from magic_links
where token_hash = :token_hash
for update;

-- name: mark_started
-- A person has opened the page with it for the first time.
update magic_links set started_at = :now where token_hash = :token_hash and started_at is null;

-- name: mark_used
-- It has done its work and opens nothing any more.
update magic_links set used_at = :now where token_hash = :token_hash and used_at is null;
