-- name: list_practices_of_number
-- Whom a number may be answering: who texted it from the sender it answers to, or nobody knows from
-- which, the latest first; who texted it from another; then whose patient it is.
with texted as (
    select
        m.practice_id,
        max(m.created_at) as last_at,
        max(coalesce(m.accepted_at, m.created_at)) filter (
            where m.sender_hash is null or m.sender_hash = coalesce(:sender_hash, m.sender_hash)
        ) as answered_at
    from messages as m
    where m.recipient_hash = :phone_hash and m.channel = 'sms' and m.tenant_id is not null
    group by m.practice_id
),

known as (
    select p.practice_id, max(v.occurred_at) as visited_at
    from patients as p
    left join visits as v on p.practice_id = v.practice_id and p.id = v.patient_id
    where p.phone_hash = :phone_hash
    group by p.practice_id
)

select
    practices.id,
    practices.name,
    practices.phone,
    coalesce(settings.default_locale, 'en') as default_locale,
    texted.practice_id is not null as texted
from practices
left join texted on practices.id = texted.practice_id
left join known on practices.id = known.practice_id
left join settings on practices.id = settings.practice_id
where texted.practice_id is not null or known.practice_id is not null
order by
    texted.answered_at desc nulls last,
    texted.last_at desc nulls last,
    known.visited_at desc nulls last,
    practices.id;

-- name: lock_consent
-- What a phone says of being written to is heard one text after the other.
select pg_advisory_xact_lock(hashtextextended('consent:' || :phone_hash, 0));

-- name: has_stopped_since
-- Tell whether a STOP from this phone was heard after a time.
select exists (
    select from inbound_messages
    where
        practice_id = any(:practice_ids::uuid[])
        and received_at > :since
        and from_hash = :phone_hash
        and kind = 'stop'
) as has_stopped;

-- name: find_locale
-- The language that patients with this phone are written to in.
select locale
from patients
where practice_id = :practice_id and phone_hash = :phone_hash and locale is not null
order by created_at desc
limit 1;

-- name: insert_inbound
-- Keep what a patient wrote, for the practice to read.
insert into inbound_messages (
    practice_id, provider_msg_id, from_hash, body, kind, received_at
)
values (:practice_id, :provider_msg_id, :from_hash, :body, :kind, :now)
on conflict (practice_id, provider_msg_id) do nothing
returning id;

-- name: insert_confirmation
-- Enter into the ledger the one text that the answer to a webhook carries.
insert into messages (
    practice_id,
    purpose,
    channel,
    state,
    segments,
    recipient,
    recipient_hash,
    body_hash,
    created_at,
    accepted_at,
    updated_at
)
values (
    :practice_id,
    'confirmation',
    'sms',
    'accepted',
    :segments,
    :recipient,
    :recipient_hash,
    :body_hash,
    :now,
    :now,
    :now
)
returning id;
