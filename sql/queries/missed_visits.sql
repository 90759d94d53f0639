-- name: find_waiting
-- Visits of these patients on these days whose request waits, or is being sent: that may fail, and
-- be tried again. Who was seen at the desk did come.
with missed as materialized (
    select
        name_key,
        contact_hash,
        local_date
    from jsonb_to_recordset(:rows) as row (name_key text, contact_hash text, local_date date)
),

meant as materialized (
    select
        p.id,
        missed.local_date
    from missed
    inner join patients as p
        on missed.contact_hash = p.phone_hash and missed.name_key = p.name_key
    where p.practice_id = :practice_id
    union
    select
        p.id,
        missed.local_date
    from missed
    inner join patients as p
        on missed.contact_hash = p.email_hash and missed.name_key = p.name_key
    where p.practice_id = :practice_id
)

select v.id
from meant
inner join visits as v
    on meant.id = v.patient_id and meant.local_date = v.local_date
where
    v.practice_id = :practice_id
    and v.source <> 'frontdesk'
    and v.confirmed_at is null
    and v.canceled_at is null
    and exists (
        select from review_requests as r
        where
            r.practice_id = v.practice_id
            and r.visit_id = v.id
            and r.status in ('queued', 'delayed', 'sending')
            and r.sent_at is null
    );
