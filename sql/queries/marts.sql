-- name: list_sla_states
-- The 48-hour promise of each practice, as of the marts.
select
    practice_id,
    checkout_at,
    first_request_at,
    hours_to_first_request,
    deadline_at,
    ended_at,
    breached,
    at_risk
from analytics.sla_breaches
where breached or at_risk
order by practice_id;

-- name: list_spend_breaches
-- Weeks in which a practice's texts cost more than the guardrail.
select
    practice_id,
    week_start,
    segments,
    spend_usd,
    threshold_usd
from analytics.spend_guardrail
where breached and week_start >= :since
order by practice_id, week_start;

-- name: list_failed_guarantees
-- Promises of ten reviews that failed, of former paid periods too: a check may come after a return.
select
    practice_id,
    promise_number,
    baseline_date,
    baseline_total,
    latest_total,
    reviews_added,
    due_on
from analytics.guarantee_history
where status = 'failed'
order by practice_id, due_on;

-- name: count_benchmarks
-- Practices of a month with and without enough peers to be compared with.
select
    count(*) filter (where peer_percentile is not null) as compared,
    count(*) filter (where peer_percentile is null) as without_peers
from analytics.benchmark_velocity
where month = :month;

-- name: limit_lock_wait
-- Wait for a lock no longer than this.
select set_config('lock_timeout', :longest, false);

-- name: lock_builds
-- Keep other builds out until the connection ends.
select pg_advisory_lock(hashtextextended('dbt build', 0));
