-- name: list_known
-- Visits that these entries stand for, or that are still waiting to be asked about.
select
    v.id,
    t.source_id,
    t.occurred_at,
    t.is_first,
    case when t.is_first then v.calendar_hash else s.calendar_hash end as calendar_hash,
    v.canceled_at is not null as is_off,
    v.canceled_at is not null and coalesce(v.canceled_by, :source) = :source as may_return,
    p.phone_hash,
    p.email_hash,
    coalesce(
        bool_or(r.status in ('queued', 'delayed', 'sending') and r.sent_at is null), false
    ) as is_waiting
from visit_tellings as t
inner join visits as v on t.practice_id = v.practice_id and t.visit_id = v.id
inner join patients as p on v.practice_id = p.practice_id and v.patient_id = p.id
left join visit_sightings as s
    on t.practice_id = s.practice_id and t.source = s.source and t.source_id = s.source_id
left join review_requests as r on v.practice_id = r.practice_id and v.id = r.visit_id
where
    t.practice_id = :practice_id
    and t.source = :source
    and (t.source_id = any(:source_ids) or (t.occurred_at > :since and t.occurred_at <= :until))
group by
    v.practice_id, v.id, t.source_id, t.occurred_at, t.is_first, s.calendar_hash, p.practice_id,
    p.id;

-- name: cancel_visits
-- Their source no longer holds these visits: end what was waiting to be sent about them.
with canceled as (
    update visits
    set canceled_at = :now, canceled_by = :source
    where
        practice_id = :practice_id
        and id = any(:visit_ids::uuid[])
        and canceled_at is null
        and confirmed_at is null
    returning id
)

update review_requests
set status = 'skipped', reason = 'visit_canceled'
from canceled
where
    review_requests.practice_id = :practice_id
    and review_requests.visit_id = canceled.id
    and review_requests.status in ('queued', 'delayed')
    and review_requests.sent_at is null
returning review_requests.id;

-- name: move_visit
-- The entry was shifted after it had become, or met, a visit; not onto a day that has one of this patient.
update visits
set
    source_id = case when source = :source then :source_id else source_id end,
    occurred_at = :occurred_at,
    local_date = :local_date
where
    practice_id = :practice_id
    and id = :visit_id
    and not exists (
        select from visits as other
        where
            other.practice_id = :practice_id
            and other.patient_id = visits.patient_id
            and other.local_date = :local_date
            and other.id <> visits.id
    )
returning id;

-- name: confirm_visit
-- The front desk saw the patient: no source calls the visit off from now on.
update visits
set confirmed_at = coalesce(confirmed_at, :now)
where practice_id = :practice_id and id = :visit_id;

-- name: hold_requests
-- Wait for a worker that is about to end a request of this visit, by a cancellation it has read.
select id from review_requests
where practice_id = :practice_id and visit_id = :visit_id
for no key update;

-- name: revive_visit
-- The entry is back, and over: what was ended because it had gone waits again. What another source
-- knows, that nobody came, is undone only by who saw the patient.
with revived as (
    update visits
    set canceled_at = null, canceled_by = null
    where
        practice_id = :practice_id
        and id = :visit_id
        and canceled_at is not null
        and (coalesce(canceled_by, :source) = :source or confirmed_at is not null)
    returning id
)

update review_requests
set status = 'queued', reason = null, not_before = null
from revived
where
    review_requests.practice_id = :practice_id
    and review_requests.visit_id = revived.id
    and review_requests.status = 'skipped'
    and review_requests.reason = 'visit_canceled'
    and review_requests.sent_at is null
returning review_requests.id;

-- name: requeue_jobs
-- The jobs of requests that wait again, whoever ended them: the cancellation, or a worker whose gate
-- had heard of it.
update jobs
set status = 'queued', run_at = :run_at, attempts = 0, last_error = null, finished_at = null
from review_requests as told
inner join review_requests as first_told
    on told.practice_id = first_told.practice_id and told.visit_id = first_told.visit_id
where
    told.practice_id = :practice_id
    and told.id = any(:request_ids::uuid[])
    and jobs.unique_key in ('request:' || told.id, 'fallback:' || first_told.id)
    and jobs.status = 'done';

-- name: record_sightings
-- Entries of visits that another source told first. Whom the front desk saw is beyond calling off.
insert into visit_sightings (practice_id, source, source_id, visit_id, occurred_at)
select
    v.practice_id,
    :source,
    told.source_id,
    v.id,
    told.occurred_at
from jsonb_to_recordset(:rows) as told (source_id text, visit_id uuid, occurred_at timestamptz)
inner join visits as v on told.visit_id = v.id
where v.practice_id = :practice_id and v.source not in (:source, 'frontdesk')
on conflict (practice_id, source, source_id) do update
    set visit_id = excluded.visit_id, occurred_at = excluded.occurred_at;

-- name: place_entries
-- In which calendar the entries stand that visits were made of, or met by.
with told as (
    select calendar_hash, source_id
    from jsonb_to_recordset(:rows) as row (source_id text, calendar_hash text)
),

first_told as (
    update visits
    set calendar_hash = told.calendar_hash
    from told
    where
        visits.practice_id = :practice_id
        and visits.source = :source
        and visits.source_id = told.source_id
        and visits.calendar_hash is distinct from told.calendar_hash
)

update visit_sightings
set calendar_hash = told.calendar_hash
from told
where
    visit_sightings.practice_id = :practice_id
    and visit_sightings.source = :source
    and visit_sightings.source_id = told.source_id
    and visit_sightings.calendar_hash is distinct from told.calendar_hash;
