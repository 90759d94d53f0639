-- name: list_contact_facts
-- What is on record about contacts that keeps them from being asked, and when a message asked them.
select
    contact_hash,
    case when reason = any(:lifted_by_start) then 'stop' else 'suppressed' end as kind,
    channel,
    null::timestamptz as asked_at
from suppressions
where
    practice_id in (:practice_id, :platform_id)
    and contact_hash = any(string_to_array(:hashes, ','))
union all
select
    contact_hash,
    'excluded',
    null,
    null
from exclusions
where practice_id = :practice_id and contact_hash = any(string_to_array(:hashes, ','))
union all
select
    recipient_hash,
    'asked',
    null,
    max(created_at)
from messages
where
    practice_id = :practice_id
    and recipient_hash = any(string_to_array(:hashes, ','))
    and purpose = 'initial'
    and state in ('sending', 'accepted', 'delivered', 'unknown')
group by recipient_hash;

-- name: list_patient_facts
-- Patients who are these, or share one of these contacts, and when each was asked last, as the gate
-- counts it: from before the provider answers, and not what did not arrive.
with twins as (
    select id from patients
    where practice_id = :practice_id and id = any(:patient_ids)
    union
    select id from patients
    where practice_id = :practice_id and phone_hash = any(string_to_array(:hashes, ','))
    union
    select id from patients
    where practice_id = :practice_id and email_hash = any(string_to_array(:hashes, ','))
)

select
    pt.id,
    pt.phone_hash,
    pt.email_hash,
    pt.opted_out,
    max(
        greatest(
            case
                when
                    rr.status <> 'failed'
                    and coalesce(rr.provider_status, '') not in ('failed', 'undelivered')
                    then rr.sent_at
            end,
            m.created_at
        )
    ) as asked_at
from twins
inner join patients as pt on twins.id = pt.id and pt.practice_id = :practice_id
left join review_requests as rr on pt.practice_id = rr.practice_id and pt.id = rr.patient_id
left join messages as m
    on
        rr.practice_id = m.practice_id
        and rr.id = m.review_request_id
        and m.purpose = 'initial'
        and m.state in ('sending', 'accepted', 'delivered', 'unknown')
group by pt.id, pt.phone_hash, pt.email_hash, pt.opted_out;

-- name: list_waiting_asks
-- Messages to a practice's patients that wait for their turn, in the order in which they come up.
select
    j.run_at,
    j.type = 'send_reminder' as is_reminder,
    (j.payload ->> 'review_request_id')::uuid as request_id
from jobs as j
where
    j.practice_id = :practice_id
    and j.status in ('queued', 'running')
    and j.type in ('send_request', 'send_reminder')
    and j.payload ? 'review_request_id'
order by j.run_at, j.id
limit :limit;
