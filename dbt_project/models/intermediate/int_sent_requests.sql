with review_requests as (
    select * from {{ ref('stg_review_requests') }}
),

messages as (
    select * from {{ ref('stg_messages') }}
),

engagements as (
    select * from {{ ref('stg_engagements') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

message_facts as (
    select
        practice_id,
        review_request_id,
        min(created_at) filter (
            where purpose = 'initial' and state in ('accepted', 'delivered', 'undelivered')
        ) as first_accepted_at,
        bool_or(state = 'delivered') as is_delivered
    from messages
    where review_request_id is not null and purpose in ('initial', 'reminder')
    group by practice_id, review_request_id
),

engagement_facts as (
    select
        practice_id,
        review_request_id,
        bool_or(engagement_type = 'delivered') as is_delivered,
        bool_or(engagement_type = 'clicked') as is_clicked
    from engagements
    group by practice_id, review_request_id
),

requests as (
    select
        review_requests.practice_id,
        review_requests.review_request_id,
        review_requests.patient_id,
        review_requests.visit_id,
        review_requests.channel,
        coalesce(review_requests.sent_at, message_facts.first_accepted_at) as sent_at,
        coalesce(engagement_facts.is_delivered, false)
        or coalesce(message_facts.is_delivered, false)
        or coalesce(review_requests.provider_status = 'delivered', false) as is_delivered,
        coalesce(engagement_facts.is_clicked, false)
        or review_requests.clicked_at is not null as is_clicked
    from review_requests
    left join message_facts using (practice_id, review_request_id)
    left join engagement_facts using (practice_id, review_request_id)
),

final as (
    select
        requests.*,
        {{ local_date('requests.sent_at', 'clocks.zone') }} as sent_on,
        {{ week_start(local_date('requests.sent_at', 'clocks.zone')) }} as week_start
    from requests
    inner join clocks on requests.practice_id = clocks.practice_id
    where requests.sent_at <= {{ as_of() }}
)

select * from final
