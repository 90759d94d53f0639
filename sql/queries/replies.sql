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

-- name: list_replies
-- What patients texted back, the latest first, with the name they go by in this practice.
select
    i.body,
    i.kind,
    i.received_at,
    (
        select p.first_name from patients as p
        where p.practice_id = i.practice_id and p.phone_hash = i.from_hash
        order by p.created_at desc
        limit 1
    ) as first_name
from inbound_messages as i
where i.practice_id = :practice_id and i.received_at > :since
order by i.received_at desc
limit 20;
