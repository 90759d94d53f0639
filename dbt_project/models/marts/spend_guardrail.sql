with practice_weeks as (
    select * from {{ ref('int_practice_weeks') }}
),

sms_messages as (
    select * from {{ ref('int_sms_messages') }}
),

spend_by_week as (
    select
        practice_id,
        week_start,
        sum(segments) as segments,
        sum(spend_usd) as spend_usd,
        sum(spend_usd) filter (where is_estimate) as estimated_usd
    from sms_messages
    group by practice_id, week_start
),

filled as (
    select
        practice_weeks.practice_id,
        practice_weeks.week_start,
        cast(coalesce(spend_by_week.segments, 0) as integer) as segments,
        cast(coalesce(spend_by_week.spend_usd, 0) as numeric(12, 5)) as spend_usd,
        cast(coalesce(spend_by_week.estimated_usd, 0) as numeric(12, 5)) as estimated_usd,
        cast({{ var('cost_guardrail_weekly_usd') }} as numeric(12, 5)) as threshold_usd
    from practice_weeks
    left join spend_by_week using (practice_id, week_start)
),

final as (
    select
        *,
        spend_usd > threshold_usd as breached
    from filled
)

select * from final
