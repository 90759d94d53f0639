-- name: add_suppressions
-- Let nothing go to these contacts any more. Each reason is kept; where a START could have lifted what
-- was there, and not what is new, the latter comes first.
insert into suppressions (practice_id, contact_hash, channel, reason, created_at)
select distinct on (practice_id, contact_hash, channel)
    practice_id,
    contact_hash,
    channel,
    reason,
    :now
from jsonb_to_recordset(:rows) as row (
    practice_id uuid, contact_hash text, channel text, reason text
)
order by practice_id, contact_hash, channel
on conflict (practice_id, contact_hash, channel) do update
    set
        reason = case
            when
                suppressions.reason = any(:lifted_by_start)
                and excluded.reason <> all(:lifted_by_start)
                then excluded.reason
            else suppressions.reason
        end,
        also = case
            when
                suppressions.reason = any(:lifted_by_start)
                and excluded.reason <> all(:lifted_by_start)
                then suppressions.also || suppressions.reason
            else suppressions.also || excluded.reason
        end
    where
        suppressions.reason <> excluded.reason
        and excluded.reason <> all(suppressions.also)
returning practice_id, contact_hash, channel, xmax = 0 as is_new;

-- name: list_stopped_anew
-- Practices that had to stop texting a number before, for another reason than its owner's word, and
-- have not heard STOP from it since it last said START, or at all.
select suppressions.practice_id
from suppressions
where
    suppressions.practice_id = any(:practice_ids::uuid[])
    and suppressions.contact_hash = :phone_hash
    and suppressions.channel = 'sms'
    and suppressions.reason <> 'stop'
    and not exists (
        select from inbound_messages as said
        where
            said.practice_id = suppressions.practice_id
            and said.from_hash = :phone_hash
            and said.kind = 'stop'
            and not exists (
                select from inbound_messages as later
                where
                    later.practice_id = said.practice_id
                    and later.from_hash = :phone_hash
                    and later.kind = 'start'
                    and later.received_at > said.received_at
            )
    );

-- name: is_suppressed
-- Tell whether a contact must not be written to, by this practice or by anybody.
select exists (
    select from suppressions
    where
        practice_id in (:practice_id, :platform_id)
        and contact_hash = :contact_hash
        and channel = :channel
) as suppressed;

-- name: lift_suppressions
-- Some reasons hold no more; a contact is free where no other is left. Names those that had one.
with meant as materialized (
    select
        practice_id,
        contact_hash,
        channel,
        array(
            select told.reason
            from unnest(array_prepend(reason, also)) with ordinality as told (reason, place)
            where told.reason <> all(:reasons::text [])
            order by told.place
        ) as remaining
    from suppressions
    where
        practice_id = any(:practice_ids::uuid [])
        and contact_hash = any(:contact_hashes)
        and array_prepend(reason, also) && :reasons::text []
    for update
),

freed as (
    delete from suppressions
    using meant
    where
        suppressions.practice_id = meant.practice_id
        and suppressions.contact_hash = meant.contact_hash
        and suppressions.channel = meant.channel
        and meant.remaining = '{}'
),

kept as (
    update suppressions
    set
        reason = meant.remaining[1],
        also = meant.remaining[2:]
    from meant
    where
        suppressions.practice_id = meant.practice_id
        and suppressions.contact_hash = meant.contact_hash
        and suppressions.channel = meant.channel
        and meant.remaining <> '{}'
)

select
    practice_id,
    contact_hash,
    channel,
    remaining = '{}' as is_free
from meant;

-- name: list_reasons
-- Why a practice does not write to a contact, be it the practice's own reason or everybody's.
select array_prepend(reason, also) as reasons
from suppressions
where practice_id in (:practice_id, :platform_id) and contact_hash = :contact_hash;

-- name: opt_patients_out
-- Mark the patients of these practices with this phone; names them all.
with targets as (
    select practice_id, id, opted_out
    from patients
    where phone_hash = :phone_hash and practice_id = any(:practice_ids::uuid[])
    order by practice_id, id
    for update
),

marked as (
    update patients
    set opted_out = true, opted_out_at = :now
    from targets
    where
        patients.practice_id = targets.practice_id
        and patients.id = targets.id
        and not targets.opted_out
    returning patients.id
)

select patients.practice_id, patients.id, patients.email_hash, patients.locale
from patients
inner join targets on patients.practice_id = targets.practice_id and patients.id = targets.id;

-- name: opt_patients_in
-- Take the mark off again; names the addresses that went out with it.
update patients
set opted_out = false, opted_out_at = null
where phone_hash = :phone_hash and practice_id = any(:practice_ids::uuid[])
returning practice_id, id, email_hash, locale;

-- name: stop_requests
-- Write down which request each patient was answering: the last one sent.
insert into engagements (practice_id, review_request_id, event, occurred_at)
select distinct on (practice_id, patient_id)
    practice_id,
    id,
    'stopped',
    :now::timestamptz
from review_requests
where
    practice_id = :practice_id
    and patient_id = any(:patient_ids::uuid[])
    and sent_at is not null
order by practice_id, patient_id, sent_at desc
on conflict (practice_id, review_request_id, event) do nothing;

-- name: skip_requests
-- End what was waiting to be sent to these patients; names the requests.
update review_requests
set status = 'skipped', reason = :reason
where
    practice_id = :practice_id
    and patient_id = any(:patient_ids::uuid[])
    and sent_at is null
    and status in ('queued', 'delayed')
returning id;

-- name: skip_contacts
-- End what was waiting to be sent to these contacts on their channel; names the requests.
with contacts as materialized (
    select
        contact_hash,
        channel
    from jsonb_to_recordset(:rows) as row (contact_hash text, channel text)
),

meant as materialized (
    select
        p.id,
        contacts.channel
    from contacts
    inner join patients as p on contacts.contact_hash = p.phone_hash
    where p.practice_id = :practice_id and contacts.channel = 'sms'
    union
    select
        p.id,
        contacts.channel
    from contacts
    inner join patients as p on contacts.contact_hash = p.email_hash
    where p.practice_id = :practice_id and contacts.channel = 'email'
)

update review_requests
set status = 'skipped', reason = :reason
from meant
where
    review_requests.practice_id = :practice_id
    and review_requests.patient_id = meant.id
    and review_requests.channel = meant.channel
    and review_requests.sent_at is null
    and review_requests.status in ('queued', 'delayed')
returning review_requests.id;

-- name: find_contact_by_prefix
-- The full hash of an address of this practice from the half that an unsubscribe link carries.
select hash
from (
    select email_hash as hash from patients
    where practice_id = :practice_id and email_hash like :prefix || '%'
    union
    select recipient_hash from messages
    where practice_id = :practice_id and recipient_hash like :prefix || '%' and channel = 'email'
) as known
limit 1;
