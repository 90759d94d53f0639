-- name: list_hour_rules
-- The state windows in force on a date.
select
    region,
    weekday,
    earliest,
    latest
from quiet_hour_rules
where effective_from <= :on_date and (effective_to is null or effective_to >= :on_date)
order by region, weekday;
