-- name: drop_others
-- Let go of periods that, by what is known by now, never began then.
delete from paid_periods
where practice_id = :practice_id and not started_at = any(:starts::timestamptz[]);

-- name: save_periods
-- Keep each stretch of time a practice was paid for, as it is known by now.
insert into paid_periods as kept (practice_id, started_at, ended_at, begun_by, session_id)
select
    :practice_id,
    started_at,
    ended_at,
    begun_by,
    session_id
from jsonb_to_recordset(:rows) as row (
    started_at timestamptz, ended_at timestamptz, begun_by text, session_id text
)
on conflict (practice_id, started_at) do update
set
    ended_at = excluded.ended_at,
    begun_by = excluded.begun_by,
    session_id = excluded.session_id
where
    (kept.ended_at, kept.begun_by, kept.session_id)
    is distinct from (excluded.ended_at, excluded.begun_by, excluded.session_id);

-- name: list_periods
-- When a practice was paid for, oldest first.
select
    started_at,
    ended_at,
    begun_by,
    session_id
from paid_periods
where practice_id = :practice_id
order by started_at;

-- name: retire_baseline
-- Make history of a baseline that was read before the running period began.
with retired as (
    delete from practice_baselines
    where
        practice_id = :practice_id
        and coalesce(read_at, (baseline_date + 1)::timestamp at time zone 'UTC') < :started_at
    returning *
)

insert into former_baselines (
    practice_id,
    baseline_date,
    baseline_total,
    baseline_average,
    source_place_id,
    read_at,
    replaced_at
)
select
    practice_id,
    baseline_date,
    baseline_total,
    baseline_average,
    source_place_id,
    read_at,
    :now
from retired
on conflict (practice_id, baseline_date) do nothing;

-- name: list_without_periods
-- Practices of which Stripe has told, and whose periods nobody has computed.
select distinct facts.practice_id
from billing_facts as facts
where not exists (select from paid_periods as p where p.practice_id = facts.practice_id)
order by facts.practice_id;
