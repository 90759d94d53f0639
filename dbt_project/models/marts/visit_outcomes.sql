with visits as (
    select * from {{ ref('stg_visits') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

request_outcomes as (
    select * from {{ ref('int_request_outcomes') }}
),

verdicts as (
    select * from {{ ref('int_send_verdicts') }}
),

request_counts as (
    select
        practice_id,
        visit_id,
        cast(count(*) filter (where channel = 'sms') as integer) as sms_requests,
        cast(count(*) filter (where channel = 'email') as integer) as email_requests,
        min(sent_at) as sent_at
    from request_outcomes
    group by practice_id, visit_id
),

-- What is furthest along speaks for the visit: any channel sent makes it sent.
leading_requests as (
    select distinct on (practice_id, visit_id)
        practice_id,
        visit_id,
        outcome,
        reason
    from request_outcomes
    order by
        practice_id asc,
        visit_id asc,
        array_position(array['sent', 'delayed', 'waiting', 'blocked', 'skipped'], outcome) asc,
        channel desc,
        review_request_id asc
),

-- A visit that never became a request may have been refused as a visit.
visit_verdicts as (
    select distinct on (practice_id, visit_key)
        practice_id,
        visit_key,
        outcome,
        coalesce(reason, 'unrecorded') as reason
    from verdicts
    where visit_key is not null
    order by practice_id asc, visit_key asc, occurred_at desc, outcome = 'delayed' asc
),

final as (
    select
        visits.practice_id,
        visits.visit_id,
        visits.patient_id,
        visits.visit_source,
        visits.occurred_at,
        {{ local_date('visits.occurred_at', 'clocks.zone') }} as visited_on,
        coalesce(request_counts.sms_requests, 0) as sms_requests,
        coalesce(request_counts.email_requests, 0) as email_requests,
        request_counts.sent_at,
        coalesce(leading_requests.outcome, visit_verdicts.outcome, 'waiting') as outcome,
        case
            when leading_requests.outcome is not null then leading_requests.reason
            else visit_verdicts.reason
        end as reason
    from visits
    inner join clocks on visits.practice_id = clocks.practice_id
    left join request_counts
        on
            visits.practice_id = request_counts.practice_id
            and visits.visit_id = request_counts.visit_id
    left join leading_requests
        on
            visits.practice_id = leading_requests.practice_id
            and visits.visit_id = leading_requests.visit_id
    left join visit_verdicts
        on
            visits.practice_id = visit_verdicts.practice_id
            and cast(visits.visit_id as text) = visit_verdicts.visit_key
)

select * from final
