-- Every visit has one outcome: what came in is sent, delayed, skipped, blocked or waiting.
{{ config(meta={"dagster": {"ref": {"name": "visit_outcomes"}}}) }}

with visits as (
    select
        practice_id,
        count(*) as visits
    from {{ ref('stg_visits') }}
    group by practice_id
),

outcomes as (
    select
        practice_id,
        count(*) filter (where outcome = 'sent') as sent,
        count(*) filter (where outcome = 'delayed') as delayed,
        count(*) filter (where outcome = 'skipped') as skipped,
        count(*) filter (where outcome = 'blocked') as blocked,
        count(*) filter (where outcome = 'waiting') as waiting
    from {{ ref('visit_outcomes') }}
    group by practice_id
)

select
    visits.practice_id,
    visits.visits,
    outcomes.sent,
    outcomes.delayed,
    outcomes.skipped,
    outcomes.blocked,
    outcomes.waiting
from visits
left join outcomes on visits.practice_id = outcomes.practice_id
where
    visits.visits
    is distinct from outcomes.sent
    + outcomes.delayed
    + outcomes.skipped
    + outcomes.blocked
    + outcomes.waiting
