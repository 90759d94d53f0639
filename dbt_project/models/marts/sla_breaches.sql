with events as (
    select * from {{ ref('stg_events') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

review_requests as (
    select * from {{ ref('stg_review_requests') }}
),

messages as (
    select * from {{ ref('stg_messages') }}
),

stripe_times as (
    select
        practice_id,
        event_type,
        {{ instant_of("payload ->> 'at'", 'occurred_at') }} as happened_at
    from events
    where event_type in ('stripe_checkout', 'stripe_checkout_at')
),

checkouts as (
    select
        practice_id,
        coalesce(
            min(happened_at) filter (where event_type = 'stripe_checkout_at'),
            min(happened_at)
        ) as checkout_at
    from stripe_times
    group by practice_id
),

-- What a carrier refused to take from this sender never left, and is no first request.
initial_messages as (
    select
        practice_id,
        review_request_id,
        min(created_at) filter (
            where state in ('accepted', 'delivered', 'undelivered')
            and coalesce(error_code, '') not in ({{ text_list(var('sender_blocked_codes')) }})
        ) as accepted_at
    from messages
    where purpose = 'initial' and review_request_id is not null
    group by practice_id, review_request_id
),

accepted_requests as (
    select
        review_requests.practice_id,
        greatest(review_requests.sent_at, initial_messages.accepted_at) as accepted_at
    from review_requests
    left join initial_messages using (practice_id, review_request_id)
    where initial_messages.review_request_id is null or initial_messages.accepted_at is not null
),

first_requests as (
    select
        practice_id,
        min(accepted_at) as first_request_at
    from accepted_requests
    where accepted_at <= {{ as_of() }}
    group by practice_id
),

timed as (
    select
        checkouts.practice_id,
        checkouts.checkout_at,
        {{ local_date('checkouts.checkout_at', 'clocks.zone') }} as checkout_on,
        first_requests.first_request_at,
        cast(
            extract(epoch from first_requests.first_request_at - checkouts.checkout_at) / 3600
            as numeric(12, 4)
        ) as hours_to_first_request,
        checkouts.checkout_at + interval '{{ var("sla_risk_hours") }} hours' as at_risk_from,
        checkouts.checkout_at + interval '{{ var("sla_hours") }} hours' as deadline_at
    from checkouts
    inner join clocks on checkouts.practice_id = clocks.practice_id
    left join first_requests on checkouts.practice_id = first_requests.practice_id
    where checkouts.checkout_at <= {{ as_of() }}
),

final as (
    select
        practice_id,
        checkout_at,
        checkout_on,
        first_request_at,
        hours_to_first_request,
        deadline_at,
        coalesce(first_request_at, {{ as_of() }}) > deadline_at as breached,
        first_request_at is null
        and {{ as_of() }} >= at_risk_from
        and {{ as_of() }} <= deadline_at as at_risk
    from timed
)

select * from final
