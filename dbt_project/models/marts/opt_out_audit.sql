-- Re-derived from raw facts on purpose: shares nothing with what decides or counts sends.
with practices as (
    select * from {{ ref('stg_practices') }}
),

patients as (
    select * from {{ ref('stg_patients') }}
),

review_requests as (
    select * from {{ ref('stg_review_requests') }}
),

messages as (
    select * from {{ ref('stg_messages') }}
),

engagements as (
    select * from {{ ref('stg_engagements') }}
),

events as (
    select * from {{ ref('stg_events') }}
),

patient_contacts as (
    select
        practice_id,
        patient_id,
        phone_hash as contact_hash
    from patients
    where phone_hash is not null
    union all
    select
        practice_id,
        patient_id,
        email_hash as contact_hash
    from patients
    where email_hash is not null
),

-- The all-zero practice is the platform: a STOP to it is a STOP to everybody.
consent_events as (
    select
        patient_contacts.practice_id,
        patient_contacts.patient_id,
        events.event_type as word,
        events.occurred_at as said_at
    from events
    inner join patient_contacts
        on
            patient_contacts.contact_hash = events.payload ->> 'contact_hash'
            and events.practice_id in (
                patient_contacts.practice_id,
                cast('00000000-0000-0000-0000-000000000000' as uuid)
            )
    where events.event_type in ('stop', 'start', 'unsubscribed')
),

-- Three witnesses of an opt-out: the event, the patient's row, the request's engagement.
consent_words as (
    select * from consent_events
    union all
    select
        practice_id,
        patient_id,
        'stop' as word,
        opted_out_at as said_at
    from patients
    where opted_out and opted_out_at is not null
    union all
    select
        engagements.practice_id,
        review_requests.patient_id,
        'stop' as word,
        engagements.occurred_at as said_at
    from engagements
    inner join review_requests using (practice_id, review_request_id)
    where engagements.engagement_type = 'stopped'
),

patient_messages as (
    select
        messages.practice_id,
        messages.message_id,
        messages.channel,
        messages.created_at,
        review_requests.patient_id
    from messages
    inner join review_requests using (practice_id, review_request_id)
    where messages.purpose in ('initial', 'reminder')
),

-- An unsubscription ends email only, and no START by text lifts it; of two words at one instant the
-- opt-out stands.
last_words as (
    select distinct on (patient_messages.practice_id, patient_messages.message_id)
        patient_messages.practice_id,
        patient_messages.message_id,
        consent_words.word
    from patient_messages
    inner join consent_words
        on
            patient_messages.practice_id = consent_words.practice_id
            and patient_messages.patient_id = consent_words.patient_id
            and patient_messages.created_at > consent_words.said_at
    where consent_words.word <> 'unsubscribed' or patient_messages.channel = 'email'
    order by
        patient_messages.practice_id asc,
        patient_messages.message_id asc,
        consent_words.word = 'unsubscribed' desc,
        consent_words.said_at desc,
        consent_words.word = 'start' asc
),

sends_after_stop as (
    select
        practice_id,
        count(*) as sends_after_stop
    from last_words
    where word <> 'start'
    group by practice_id
),

-- Repeating STOP opts nobody out a second time.
opt_outs as (
    select
        practice_id,
        occurred_at,
        event_type,
        lag(event_type) over (
            partition by
                practice_id,
                coalesce(payload ->> 'contact_hash', cast(event_id as text))
            order by occurred_at, event_type
        ) as previous_type
    from events
    where event_type in ('stop', 'start')
),

stops as (
    select
        practice_id,
        count(*) as stops_7d
    from opt_outs
    where
        event_type = 'stop'
        and previous_type is distinct from 'stop'
        and occurred_at > {{ as_of() }} - interval '{{ var("audit_days") }} days'
        and occurred_at <= {{ as_of() }}
    group by practice_id
),

accepted_messages as (
    select
        practice_id,
        review_request_id,
        min(created_at) as accepted_at
    from messages
    where purpose = 'initial' and state in ('accepted', 'delivered', 'undelivered')
    group by practice_id, review_request_id
),

sends as (
    select
        review_requests.practice_id,
        count(*) as sends_7d
    from review_requests
    left join accepted_messages using (practice_id, review_request_id)
    where
        coalesce(review_requests.sent_at, accepted_messages.accepted_at)
        > {{ as_of() }} - interval '{{ var("audit_days") }} days'
        and coalesce(review_requests.sent_at, accepted_messages.accepted_at) <= {{ as_of() }}
    group by review_requests.practice_id
),

final as (
    select
        practices.practice_id,
        cast(coalesce(stops.stops_7d, 0) as integer) as stops_7d,
        cast(coalesce(sends.sends_7d, 0) as integer) as sends_7d,
        cast(
            coalesce(stops.stops_7d, 0) / cast(nullif(sends.sends_7d, 0) as numeric)
            as numeric(9, 4)
        ) as opt_out_rate,
        cast(coalesce(sends_after_stop.sends_after_stop, 0) as integer) as sends_after_stop
    from practices
    left join stops using (practice_id)
    left join sends using (practice_id)
    left join sends_after_stop using (practice_id)
)

select * from final
