-- name: lock_practice
-- Let one intake of a practice run at a time, so that it may match patients by reading first.
select pg_advisory_xact_lock(hashtextextended('intake:' || :practice_id::text, 0));

-- name: list_known
-- Visits that have one of these keys in their source, or belong to one of these patients.
select
    id,
    patient_id,
    local_date,
    occurred_at,
    source,
    source_id
from visits
where practice_id = :practice_id and source = :source and source_id = any(:source_ids)
union
select
    v.id,
    v.patient_id,
    v.local_date,
    v.occurred_at,
    v.source,
    v.source_id
from visits as v
inner join unnest(:patient_ids::uuid[]) as wanted (patient_id)
    on v.patient_id = wanted.patient_id
where v.practice_id = :practice_id;

-- name: insert_visits
-- Visits heard of for the first time: of each one request, the job that sends it, and an event,
-- which bears the visit's id.
with told as materialized (
    select
        id,
        patient_id,
        occurred_at,
        local_date,
        source_id,
        code,
        channel,
        locale,
        request_id,
        job_key
    from jsonb_to_recordset(:rows::jsonb) as row (
        id uuid,
        patient_id uuid,
        request_id uuid,
        job_key text,
        occurred_at timestamptz,
        local_date date,
        source_id text,
        code text,
        channel text,
        locale text
    )
),

seen as (
    insert into visits (
        practice_id, id, patient_id, occurred_at, source, source_id, local_date, created_at
    )
    select
        :practice_id,
        id,
        patient_id,
        occurred_at,
        :source,
        source_id,
        local_date,
        :now
    from told
),

asked as (
    insert into review_requests (
        practice_id, id, code, patient_id, visit_id, channel, locale, status, created_at
    )
    select
        :practice_id,
        request_id,
        code,
        patient_id,
        id,
        channel,
        locale,
        'queued',
        :now
    from told
),

queued as (
    insert into jobs (practice_id, type, payload, run_at, unique_key)
    select
        :practice_id,
        :job_type,
        jsonb_build_object('review_request_id', request_id),
        greatest(:now, occurred_at + make_interval(mins => :delay_minutes)),
        job_key
    from told
)

insert into events (practice_id, id, type, payload, occurred_at)
select
    :practice_id,
    id,
    :event_type,
    jsonb_build_object('source', :source::text, 'visit_id', id),
    :now
from told;

-- name: record_duplicates
-- Write down that a visit was left out, once for each source key and reason.
insert into events (practice_id, type, payload, occurred_at)
select
    :practice_id,
    'dedupe_skip',
    jsonb_build_object('reason', reason, 'source', :source::text, 'source_id', source_id),
    :now
from (
    select distinct reason, source_id
    from jsonb_to_recordset(:rows) as row (reason text, source_id text)
) as told
where
    not exists (
        select from events as e
        where
            e.practice_id = :practice_id
            and e.type = 'dedupe_skip'
            and e.payload ->> 'source_id' = told.source_id
            and e.payload ->> 'source' = :source
            and e.payload ->> 'reason' = told.reason
    );
