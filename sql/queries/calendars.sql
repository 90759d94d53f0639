-- name: list_connected
-- Practices that have connected a calendar of a provider and are still with us.
select distinct e.practice_id
from events as e
inner join practices as p on e.practice_id = p.id
where e.type = :event_type and p.status <> 'canceled'
order by e.practice_id;
