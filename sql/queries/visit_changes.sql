-- name: list_known
-- Visits taken from these entries or still waiting to be asked about, and what they stand for.
select
    v.id,
    v.source_id,
    v.patient_id,
    v.occurred_at,
    v.canceled_at,
    p.phone_hash,
    p.email_hash,
    coalesce(bool_and(r.status in ('queued', 'delayed') and r.sent_at is null), false) as is_waiting
from visits as v
inner join patients as p on v.practice_id = p.practice_id and v.patient_id = p.id
left join review_requests as r on v.practice_id = r.practice_id and v.id = r.visit_id
where
    v.practice_id = :practice_id
    and v.source = :source
    and (v.source_id = any(:source_ids) or (v.occurred_at > :since and v.occurred_at <= :until))
group by v.practice_id, v.id, p.practice_id, p.id;

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
-- The entry was shifted after it had become a visit; not onto a day that has one of this patient.
update visits
set source_id = :source_id, occurred_at = :occurred_at, local_date = :local_date
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

-- name: revive_visit
-- The entry is back, and over: what was ended because it had gone is queued again. That nobody came,
-- as a list said, is undone only by who saw the patient.
with revived as (
    update visits
    set canceled_at = null, canceled_by = null, confirmed_at = :confirmed_at
    where
        practice_id = :practice_id
        and id = :visit_id
        and canceled_at is not null
        and (canceled_by is distinct from 'csv' or :confirmed_at::timestamptz is not null)
    returning id
),

requests as (
    update review_requests
    set status = 'queued', reason = null, not_before = null
    from revived
    where
        review_requests.practice_id = :practice_id
        and review_requests.visit_id = revived.id
        and review_requests.status = 'skipped'
        and review_requests.reason = 'visit_canceled'
        and review_requests.sent_at is null
    returning review_requests.id
)

update jobs
set status = 'queued', run_at = :run_at, attempts = 0, last_error = null, finished_at = null
from requests
where
    jobs.unique_key = 'request:' || requests.id
    and jobs.status = 'done'
    and jobs.last_error = 'canceled: visit_canceled'
returning jobs.id;
