-- The audit derives opt-outs by itself; its days cannot hold more than the weeks around them.
{{ config(meta={"dagster": {"ref": {"name": "opt_out_audit"}}}) }}

with weeks as (
    select
        digest.practice_id,
        sum(digest.opt_outs) as opt_outs,
        sum(digest.sent) as sent
    from {{ ref('weekly_digest') }} as digest
    inner join {{ ref('int_practice_clocks') }} as clocks
        on digest.practice_id = clocks.practice_id
    where digest.week_end >= clocks.as_of_date - {{ var('audit_days') }}
    group by digest.practice_id
)

select
    audit.practice_id,
    audit.stops_7d,
    weeks.opt_outs,
    audit.sends_7d,
    weeks.sent
from {{ ref('opt_out_audit') }} as audit
left join weeks on audit.practice_id = weeks.practice_id
where audit.stops_7d > coalesce(weeks.opt_outs, 0) or audit.sends_7d > coalesce(weeks.sent, 0)
