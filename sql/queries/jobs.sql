-- name: enqueue_job
-- Put one job into the outbox, unless its key was ever used.
insert into jobs (practice_id, type, payload, run_at, unique_key)
values (:practice_id, :type, :payload, :run_at, :unique_key)
on conflict (unique_key) do nothing
returning id;

-- name: bury_new_job
-- Write down what only a person may let go out, unless its key was ever used.
insert into jobs (
    practice_id, type, payload, run_at, unique_key, status, last_error, finished_at
)
values (:practice_id, :type, :payload, :now, :unique_key, 'dead', :error, :now)
on conflict (unique_key) do nothing
returning id;

-- name: enqueue_jobs
-- Put many jobs into the outbox, from one JSON array; keys that were ever used are left out.
insert into jobs (practice_id, type, payload, run_at, unique_key)
select
    practice_id,
    type,
    payload,
    run_at,
    unique_key
from jsonb_to_recordset(:rows) as row (
    practice_id uuid, type text, payload jsonb, run_at timestamptz, unique_key text
)
on conflict (unique_key) do nothing
returning id;

-- name: claim_due_jobs
-- Lease what is due, first the jobs of workers that did not come back.
with abandoned as (
    select id
    from jobs
    where
        status = 'running'
        and lease_until < :now
        and (:types::text[] is null or type = any(:types::text[]))
        and type <> all(:except_types::text[])
    order by lease_until
    limit :limit
    for update skip locked
),

queued as (
    select id
    from jobs
    where
        status = 'queued'
        and run_at <= :now
        and (:types::text[] is null or type = any(:types::text[]))
        and type <> all(:except_types::text[])
    order by run_at, id
    limit :limit
    for update skip locked
),

due as (
    select id from abandoned
    union all
    select id from queued
    limit :limit
)

update jobs
set
    status = 'running',
    attempts = attempts + 1,
    claimed_by = :worker,
    lease_until = :lease_until
from due
where jobs.id = due.id
returning
    jobs.id,
    jobs.practice_id,
    jobs.type,
    jobs.payload,
    jobs.attempts,
    jobs.failures,
    jobs.run_at;

-- name: finish_jobs
-- Mark jobs done that this worker still holds.
update jobs
set
    status = 'done',
    finished_at = :now,
    claimed_by = null,
    lease_until = null
where id = any(:ids) and claimed_by = :worker and status = 'running';

-- name: retry_job
-- Give a failed job another time, if this worker still holds it.
update jobs
set
    status = 'queued',
    run_at = :run_at,
    failures = failures + 1,
    last_error = :error,
    claimed_by = null,
    lease_until = null
where id = :id and claimed_by = :worker and status = 'running';

-- name: defer_jobs
-- Put jobs off that did not fail, if this worker still holds them.
update jobs
set
    status = 'queued',
    run_at = later.run_at,
    attempts = greatest(attempts - 1, 0),
    claimed_by = null,
    lease_until = null
from jsonb_to_recordset(:rows) as later (id bigint, run_at timestamptz)
where jobs.id = later.id and jobs.claimed_by = :worker and jobs.status = 'running';

-- name: bury_job
-- Give a job up, if this worker still holds it; a person who queues it again gives it a new life.
update jobs
set
    status = 'dead',
    failures = 0,
    last_error = :error,
    finished_at = :now,
    claimed_by = null,
    lease_until = null
where id = :id and claimed_by = :worker and status = 'running';

-- name: amend_job
-- Keep with a job what a later attempt must find again.
update jobs set payload = payload || :changes where id = :id;

-- name: extend_leases
-- Keep jobs for longer that this worker still holds.
update jobs
set lease_until = :lease_until
where id = any(:ids) and claimed_by = :worker and status = 'running'
returning id;

-- name: cancel_jobs
-- Take unsent jobs of these requests, or of these patients' requests, out of the queue.
with targets as (
    select id
    from review_requests
    where
        practice_id = :practice_id
        and (id = any(:request_ids::uuid[]) or patient_id = any(:patient_ids::uuid[]))
),

keys as (
    select 'request:' || id as unique_key from targets
    union all
    select 'reminder:' || id from targets
    union all
    select 'fallback:' || id from targets
    union all
    select 'retry:' || id || ':' || number
    from targets
    cross join generate_series(1, 3) as number
)

update jobs
set
    status = 'done',
    last_error = 'canceled: ' || :reason,
    finished_at = :now
from keys
where
    jobs.unique_key = keys.unique_key
    and jobs.status = 'queued'
    and jobs.type = any(:types::text[])
returning jobs.id, jobs.type, (jobs.payload ->> 'review_request_id')::uuid as review_request_id;

-- name: take_back_jobs
-- Take out of the queue, and off a person's desk, what was to ask again in place of a lost text.
with keys as (
    select 'fallback:' || :review_request_id as unique_key
    union all
    select 'reminder:' || :review_request_id
    where :reminder_too
    union all
    select 'retry:' || :review_request_id || ':' || number
    from generate_series(1, 3) as number
)

update jobs
set
    status = 'done',
    last_error = 'canceled: ' || :reason,
    finished_at = :now
from keys
where
    jobs.unique_key = keys.unique_key
    and jobs.practice_id = :practice_id
    and jobs.status in ('queued', 'dead');

-- name: count_jobs
-- Count what is due, what is running and what was given up.
select
    count(*) filter (where status = 'queued' and run_at <= :now) as due,
    count(*) filter (where status = 'running' and lease_until < :now) as abandoned,
    count(*) filter (where status = 'dead') as dead
from jobs
where status <> 'done';

-- name: has_due_jobs
-- Tell whether a worker would find anything to claim.
select
    exists (
        select from jobs
        where
            status = 'queued'
            and run_at <= :now
            and (:types::text[] is null or type = any(:types::text[]))
            and type <> all(:except_types::text[])
    )
    or exists (
        select from jobs
        where
            status = 'running'
            and lease_until < :now
            and (:types::text[] is null or type = any(:types::text[]))
            and type <> all(:except_types::text[])
    ) as due;

-- name: delete_finished_jobs
-- Drop jobs done before a time that nothing refers to by key any more.
delete from jobs
where status = 'done' and finished_at < :before and unique_key is null;
