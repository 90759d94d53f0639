-- name: delete_before
-- Forget what nobody said yes to in time.
delete from upload_previews where created_at < :before;

-- name: insert_preview
-- Keep a list, sealed, until its owner says yes.
insert into upload_previews (
    practice_id, file_name, sealed_file, sealed_rejects, rejected, created_at
)
values (:practice_id, :file_name, :sealed_file, :sealed_rejects, :rejected, :now)
returning id;

-- name: delete_beyond
-- Forget a practice's oldest lists that wait, beyond so many or so many bytes; the newest stays.
with waiting as (
    select
        id,
        row_number() over newest_first as place,
        sum(octet_length(sealed_file) + coalesce(octet_length(sealed_rejects), 0))
            over newest_first as bytes
    from upload_previews
    where practice_id = :practice_id and sealed_file is not null
    window newest_first as (order by created_at desc, id asc)
)

delete from upload_previews
where
    practice_id = :practice_id
    and id in (
        select id from waiting
        where place > 1 and (place > :most or bytes > :most_bytes)
    );

-- name: find_preview
-- A list that this practice uploaded.
select id, file_name, sealed_file, sealed_rejects, rejected, created_at
from upload_previews
where practice_id = :practice_id and id = :id;

-- name: hold_preview
-- Hold a list that nobody has said yes to, until the transaction ends.
select id
from upload_previews
where practice_id = :practice_id and id = :id and sealed_file is not null
for update;

-- name: confirm_preview
-- Its rows are taken in; only those to be mended are kept a while.
update upload_previews
set sealed_file = null, confirmed_at = :now
where practice_id = :practice_id and id = :id;
