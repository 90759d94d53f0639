-- name: count_today
-- Requests that were made or sent on this day, and all that still wait, by what became of them.
select
    r.channel,
    r.status,
    r.reason,
    r.provider_status,
    r.send_error_code,
    count(*) as requests
from review_requests as r
where
    r.practice_id = :practice_id
    and (
        (r.sent_at >= :day_start and r.sent_at < :day_end)
        or (r.sent_at is null and r.created_at >= :day_start and r.created_at < :day_end)
        or (r.status in ('queued', 'delayed', 'sending') and r.created_at > :since)
    )
group by r.channel, r.status, r.reason, r.provider_status, r.send_error_code;

-- name: list_today
-- The first of those that count_today counts, the next to go in front.
select
    p.first_name,
    r.channel,
    r.status,
    r.reason,
    r.not_before,
    r.sent_at,
    r.provider_status,
    r.clicked_at,
    r.send_error_code
from review_requests as r
inner join patients as p on r.practice_id = p.practice_id and r.patient_id = p.id
where
    r.practice_id = :practice_id
    and (
        (r.sent_at >= :day_start and r.sent_at < :day_end)
        or (r.sent_at is null and r.created_at >= :day_start and r.created_at < :day_end)
        or (r.status in ('queued', 'delayed', 'sending') and r.created_at > :since)
    )
order by r.sent_at nulls last, r.not_before nulls last, r.created_at, r.id
limit 100;

-- name: count_month
-- The last thirty days in figures, and where the place's reviews stand.
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
    )::integer as opt_outs_30d,
    (
        select s.total_reviews from review_snapshots as s
        where s.practice_id = :practice_id
        order by s.snapshot_date desc
        limit 1
    ) as total_reviews,
    (
        select b.baseline_total from practice_baselines as b
        where b.practice_id = :practice_id
    ) as baseline_total;

-- name: list_sources
-- Which sources told of visits.
select source, count(*)::integer as visits_30d, max(created_at) as last_at
from visits
where practice_id = :practice_id and created_at > :since
group by source
order by source;

-- name: find_desk_issued
-- Since when the front desk's token is in use.
select created_at from frontdesk_tokens where practice_id = :practice_id;

-- name: find_place
-- What is known of the place that a practice's reviews are at.
select
    p.source_place_id as place_id,
    p.name,
    s.total_reviews,
    s.average_rating
from practices as p
inner join review_snapshots as s on p.id = s.practice_id
where p.id = :practice_id and p.source_place_id is not null
order by s.snapshot_date desc
limit 1;

-- name: has_marts
-- Whether the marts were ever built.
select
    to_regclass('analytics.weekly_digest') is not null
    and to_regclass('analytics.guarantees') is not null
    and to_regclass('analytics.visit_outcomes') is not null as built;
