-- name: list_today
-- What became of the requests that were made, sent or decided on today.
select status, reason, count(*)::integer as requests
from review_requests
where
    practice_id = :practice_id
    and coalesce(sent_at, created_at) >= :day_start
    and coalesce(sent_at, created_at) < :day_end
group by status, reason
order by status, reason nulls first;

-- name: count_month
-- The last thirty days in three figures.
select
    (
        select count(*) from review_requests
        where practice_id = :practice_id and sent_at > :since
    )::integer as sent_30d,
    (
        select count(*) from review_requests
        where practice_id = :practice_id and sent_at > :since and clicked_at is not null
    )::integer as clicked_30d,
    (
        select count(*) from events
        where
            practice_id = :practice_id
            and type in ('stop', 'unsubscribed')
            and occurred_at > :since
    )::integer as opt_outs_30d;

-- name: list_sources
-- Which sources told of visits.
select source, count(*)::integer as visits_30d, max(created_at) as last_at
from visits
where practice_id = :practice_id and created_at > :since
group by source
order by source;
