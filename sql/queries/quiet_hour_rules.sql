-- name: list_hour_rules
-- The state windows in force on a date: of every weekday, and of the dates that are not over anywhere.
select
    region,
    weekday,
    earliest,
    latest,
    on_date
from quiet_hour_rules
where
    (effective_from is null or effective_from <= :today)
    and (effective_to is null or effective_to >= :today)
    and (on_date is null or on_date >= :today::date - 1)
order by region, weekday, on_date;
