-- name: get_reply
-- What a patient texted, and their first name where the phone is one patient's alone.
select
    i.body,
    i.kind,
    i.received_at,
    (
        select min(pt.first_name)
        from patients as pt
        where pt.practice_id = i.practice_id and pt.phone_hash = i.from_hash
        having count(*) = 1
    ) as first_name
from inbound_messages as i
where i.practice_id = :practice_id and i.id = :id;
