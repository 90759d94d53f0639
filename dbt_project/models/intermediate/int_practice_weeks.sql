{{ config(materialized='table') }}

with clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

sent_requests as (
    select * from {{ ref('int_sent_requests') }}
),

sms_messages as (
    select * from {{ ref('int_sms_messages') }}
),

opt_outs as (
    select * from {{ ref('int_opt_outs') }}
),

review_totals as (
    select * from {{ ref('int_review_totals') }}
),

facts as (
    select
        practice_id,
        sent_on as happened_on
    from sent_requests
    union all
    select
        practice_id,
        created_on as happened_on
    from sms_messages
    union all
    select
        practice_id,
        stopped_on as happened_on
    from opt_outs
    union all
    select
        practice_id,
        observed_on as happened_on
    from review_totals
),

first_facts as (
    select
        practice_id,
        min(happened_on) as first_fact_on
    from facts
    group by practice_id
),

first_days as (
    select
        clocks.*,
        least(clocks.created_on, first_facts.first_fact_on) as first_day
    from clocks
    left join first_facts using (practice_id)
),

-- A practice made after as_of, with nothing before it either, still gets the last complete week.
bounded as (
    select
        *,
        case
            when first_day > as_of_date then as_of_week_start - 7
            else {{ week_start('first_day') }}
        end as first_week_start
    from first_days
),

final as (
    select
        bounded.practice_id,
        cast(weeks.first_instant as date) as week_start,
        cast(weeks.first_instant as date) + 6 as week_end,
        weeks.first_instant at time zone bounded.zone as starts_at,
        (weeks.first_instant + interval '7 days') at time zone bounded.zone as ends_at
    from bounded
    cross join lateral generate_series(
        cast(bounded.first_week_start as timestamp),
        cast(bounded.as_of_week_start as timestamp),
        interval '7 days'
    ) as weeks (first_instant)
)

select * from final
