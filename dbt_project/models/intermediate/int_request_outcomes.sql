with review_requests as (
    select * from {{ ref('stg_review_requests') }}
),

sent_requests as (
    select * from {{ ref('int_sent_requests') }}
),

verdicts as (
    select * from {{ ref('int_send_verdicts') }}
),

-- Of two verdicts at one instant the one that ends the request is the last.
last_verdicts as (
    select distinct on (practice_id, review_request_key)
        practice_id,
        review_request_key,
        outcome,
        reason
    from verdicts
    where review_request_key is not null
    order by practice_id asc, review_request_key asc, occurred_at desc, outcome = 'delayed' asc
),

-- A status says what became of a request; where it is still open, the last verdict does.
decided as (
    select
        review_requests.practice_id,
        review_requests.review_request_id,
        review_requests.visit_id,
        review_requests.channel,
        review_requests.status,
        sent_requests.sent_at,
        last_verdicts.reason as last_reason,
        case
            when sent_requests.sent_at is not null or review_requests.status = 'sent' then 'sent'
            when review_requests.status in ('delayed', 'skipped', 'blocked')
                then review_requests.status
            when review_requests.status = 'failed' then 'skipped'
            else coalesce(last_verdicts.outcome, 'waiting')
        end as outcome
    from review_requests
    left join sent_requests using (practice_id, review_request_id)
    left join last_verdicts
        on
            review_requests.practice_id = last_verdicts.practice_id
            and cast(review_requests.review_request_id as text) = last_verdicts.review_request_key
),

matching_reasons as (
    select distinct on (decided.practice_id, decided.review_request_id)
        decided.practice_id,
        decided.review_request_id,
        verdicts.reason
    from decided
    inner join verdicts
        on
            decided.practice_id = verdicts.practice_id
            and cast(decided.review_request_id as text) = verdicts.review_request_key
            and decided.outcome = verdicts.outcome
    where verdicts.reason is not null
    order by
        decided.practice_id asc,
        decided.review_request_id asc,
        verdicts.occurred_at desc
),

final as (
    select
        decided.practice_id,
        decided.review_request_id,
        decided.visit_id,
        decided.channel,
        decided.sent_at,
        decided.outcome,
        case
            when decided.outcome in ('sent', 'waiting') then null
            when decided.status = 'failed' then 'carrier_error'
            else coalesce(matching_reasons.reason, decided.last_reason, 'unrecorded')
        end as reason
    from decided
    left join matching_reasons using (practice_id, review_request_id)
)

select * from final
