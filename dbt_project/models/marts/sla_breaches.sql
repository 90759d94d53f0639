with periods as (
    select * from {{ ref('int_paid_periods') }}
),

review_requests as (
    select * from {{ ref('stg_review_requests') }}
),

messages as (
    select * from {{ ref('stg_messages') }}
),

running as (
    select
        *,
        started_at + interval '{{ var("sla_hours") }} hours' as deadline_at
    from periods
    where is_latest and has_checkout
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

-- A request of a former period keeps no promise of this one. One to its last second counts.
first_requests as (
    select
        running.practice_id,
        min(accepted_requests.accepted_at) as first_request_at
    from running
    inner join accepted_requests on running.practice_id = accepted_requests.practice_id
    where
        accepted_requests.accepted_at <= {{ as_of() }}
        and (running.period_number = 1 or accepted_requests.accepted_at >= running.started_at)
        and (running.ended_at is null or accepted_requests.accepted_at <= running.ended_at)
    group by running.practice_id
),

timed as (
    select
        running.practice_id,
        running.started_at as checkout_at,
        running.started_on as checkout_on,
        first_requests.first_request_at,
        cast(
            extract(epoch from first_requests.first_request_at - running.started_at) / 3600
            as numeric(12, 4)
        ) as hours_to_first_request,
        running.deadline_at,
        running.is_ended,
        running.ended_at,
        case
            when first_requests.first_request_at is not null
                then first_requests.first_request_at > running.deadline_at
            when running.is_ended then coalesce(running.ended_at > running.deadline_at, false)
            else {{ as_of() }} > running.deadline_at
        end as breached,
        extract(epoch from {{ as_of() }} - running.started_at) / 3600 as hours_waited
    from running
    left join first_requests on running.practice_id = first_requests.practice_id
),

final as (
    select
        practice_id,
        checkout_at,
        checkout_on,
        first_request_at,
        hours_to_first_request,
        deadline_at,
        ended_at,
        case
            when breached then 'breached'
            when first_request_at is not null then 'kept'
            when is_ended then 'ended'
            {%- for hours in var('sla_risk_steps') | sort(reverse=true) %}
                when hours_waited >= {{ hours }} then 'risk_{{ hours }}'
            {%- endfor %}
            else 'ok'
        end as risk_state,
        breached,
        first_request_at is null
        and not is_ended
        and not breached
        and hours_waited >= {{ var('sla_risk_steps') | min }} as at_risk
    from timed
)

select * from final
