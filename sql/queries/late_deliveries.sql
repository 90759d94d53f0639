-- name: correct_loss
-- A message that was reported lost has arrived; the report counts as applied, and its outcome is told.
-- Where another message is under way in its place, both stand.
with corrected as (
    update messages as m
    set
        state = 'delivered',
        provider_status = :status,
        error_code = null,
        segments = coalesce(:segments, m.segments),
        price_usd = coalesce(:price_usd::numeric, m.price_usd),
        replaced_at = case
            when exists (
                select from messages as other
                where
                    other.practice_id = m.practice_id
                    and other.review_request_id = m.review_request_id
                    and other.purpose = m.purpose
                    and other.id <> m.id
                    and other.state not in ('failed', 'undelivered')
            ) then :now::timestamptz
        end,
        updated_at = :now
    where m.provider_msg_id = :sid and m.state in ('failed', 'undelivered')
    returning m.practice_id, m.review_request_id, m.purpose, m.channel
),

engaged as (
    insert into engagements (practice_id, review_request_id, event, occurred_at)
    select
        practice_id,
        review_request_id,
        'delivered',
        :at::timestamptz
    from corrected
    where review_request_id is not null and purpose in ('initial', 'reminder')
    on conflict (practice_id, review_request_id, event) do nothing
    returning practice_id, review_request_id
)

insert into events (practice_id, type, payload, occurred_at)
select
    corrected.practice_id,
    'delivered',
    jsonb_build_object(
        'review_request_id', corrected.review_request_id,
        'purpose', corrected.purpose,
        'channel', corrected.channel
    ),
    :at::timestamptz
from corrected
inner join engaged
    on
        corrected.practice_id = engaged.practice_id
        and corrected.review_request_id = engaged.review_request_id
returning id;

-- name: restore_request
-- The request has arrived by the message that was taken for lost.
update review_requests
set
    status = 'sent',
    reason = null,
    not_before = null,
    send_error_code = null,
    provider_msg_id = :sid,
    provider_status = :status
where practice_id = :practice_id and id = :review_request_id;

-- name: end_emails_instead
-- Asks by email about the same visit that nothing has gone out of.
update review_requests as email
set status = 'skipped', reason = :reason, not_before = null
from review_requests as rr
where
    rr.practice_id = :practice_id
    and rr.id = :review_request_id
    and email.practice_id = rr.practice_id
    and email.patient_id = rr.patient_id
    and email.visit_id = rr.visit_id
    and email.id <> rr.id
    and email.channel = 'email'
    and email.sent_at is null
    and email.status in ('queued', 'delayed');

-- name: is_asked_by_email
-- Tell whether an email about the same visit has gone out, or is going.
select exists (
    select from review_requests as rr
    inner join review_requests as email
        on
            rr.practice_id = email.practice_id
            and rr.patient_id = email.patient_id
            and rr.visit_id = email.visit_id
            and email.channel = 'email'
    inner join messages as m
        on
            email.practice_id = m.practice_id
            and email.id = m.review_request_id
            and m.purpose = 'initial'
            and m.state in ('sending', 'accepted', 'delivered', 'unknown')
    where rr.practice_id = :practice_id and rr.id = :review_request_id
) as asked;

-- name: lift_carrier_suppression
-- The number takes texts: lifted is what no other text to it was lost by. A STOP stays.
with meant as materialized (
    select
        s.practice_id,
        s.contact_hash,
        s.channel,
        array(
            select told.reason
            from unnest(array_prepend(s.reason, s.also)) with ordinality as told (reason, place)
            where
                told.reason <> all(:reasons::text [])
                or exists (
                    select from messages as m
                    where
                        m.practice_id = s.practice_id
                        and m.recipient_hash = s.contact_hash
                        and m.channel = 'sms'
                        and m.state in ('failed', 'undelivered')
                        and 'carrier_' || m.error_code = told.reason
                )
            order by told.place
        ) as remaining
    from suppressions as s
    where
        s.practice_id = :practice_id
        and s.contact_hash = :recipient_hash
        and s.channel = 'sms'
        and array_prepend(s.reason, s.also) && :reasons::text []
    for update
),

freed as (
    delete from suppressions as s
    using meant
    where
        s.practice_id = meant.practice_id
        and s.contact_hash = meant.contact_hash
        and s.channel = meant.channel
        and meant.remaining = '{}'
)

update suppressions as s
set
    reason = meant.remaining[1],
    also = meant.remaining[2:]
from meant
where
    s.practice_id = meant.practice_id
    and s.contact_hash = meant.contact_hash
    and s.channel = meant.channel
    and meant.remaining <> '{}';
