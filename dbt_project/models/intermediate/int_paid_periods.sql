with paid_periods as (
    select * from {{ ref('stg_paid_periods') }}
),

events as (
    select * from {{ ref('stg_events') }}
),

practices as (
    select * from {{ ref('stg_practices') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

stripe_times as (
    select
        practice_id,
        event_type,
        {{ instant_of("payload ->> 'at'", 'occurred_at') }} as happened_at
    from events
    where event_type in ('stripe_checkout', 'stripe_checkout_at')
),

-- Where no period is kept, events tell of one: from the first checkout to the last cancellation.
checkouts as (
    select
        practice_id,
        coalesce(
            min(happened_at) filter (where event_type = 'stripe_checkout_at'),
            min(happened_at)
        ) as started_at
    from stripe_times
    where not exists (
            select from paid_periods
            where paid_periods.practice_id = stripe_times.practice_id
        )
    group by practice_id
),

cancellations as (
    select
        events.practice_id,
        max(events.occurred_at) as ended_at
    from events
    inner join practices on events.practice_id = practices.practice_id
    where
        practices.status = 'canceled'
        and events.event_type = 'subscription_changed'
        and events.payload ->> 'to' = 'canceled'
    group by events.practice_id
),

known as (
    select
        practice_id,
        started_at,
        ended_at,
        begun_by <> 'known' as has_checkout
    from paid_periods
    union all
    select
        checkouts.practice_id,
        checkouts.started_at,
        cancellations.ended_at,
        true as has_checkout
    from checkouts
    left join cancellations on checkouts.practice_id = cancellations.practice_id
),

numbered as (
    select
        known.*,
        row_number() over periods as period_number,
        lead(known.started_at) over periods as next_started_at
    from known
    where known.started_at <= {{ as_of() }}
    window periods as (partition by known.practice_id order by known.started_at)
),

-- A status set by hand ends the last period at a time that nobody knows.
final as (
    select
        numbered.practice_id,
        numbered.period_number,
        numbered.started_at,
        {{ local_date('numbered.started_at', 'clocks.zone') }} as started_on,
        case when numbered.ended_at <= {{ as_of() }} then numbered.ended_at end as ended_at,
        case
            when numbered.ended_at <= {{ as_of() }}
                then {{ local_date('numbered.ended_at', 'clocks.zone') }}
        end as ended_on,
        coalesce(numbered.ended_at <= {{ as_of() }}, false)
        or (
            numbered.ended_at is null
            and numbered.next_started_at is null
            and practices.status = 'canceled'
        ) as is_ended,
        numbered.next_started_at,
        numbered.next_started_at is null as is_latest,
        numbered.has_checkout
    from numbered
    inner join clocks on numbered.practice_id = clocks.practice_id
    inner join practices on numbered.practice_id = practices.practice_id
)

select * from final
