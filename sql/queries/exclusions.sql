-- name: add_exclusion
-- Put a contact on the practice's list, where there is room.
insert into exclusions (practice_id, contact_hash, contact, created_at)
select
    :practice_id,
    :contact_hash,
    :contact,
    :now
where (select count(*) from exclusions where practice_id = :practice_id) < :most
on conflict (practice_id, contact_hash) do update set contact = excluded.contact
returning contact_hash;

-- name: remove_exclusion
-- Take a contact off the practice's list.
delete from exclusions
where practice_id = :practice_id and contact_hash = :contact_hash;

-- name: list_exclusions
-- The practice's list, newest first.
select
    contact_hash,
    contact
from exclusions
where practice_id = :practice_id
order by created_at desc, contact_hash;
