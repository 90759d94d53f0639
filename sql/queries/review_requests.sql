-- name: lock_patient
-- An opt-out, or a contact, that is being written is waited for, and one that comes later waits.
select pt.id
from patients as pt
inner join review_requests as rr on pt.practice_id = rr.practice_id and pt.id = rr.patient_id
where rr.practice_id = :practice_id and rr.id = :id
for share of pt;

-- name: lock_contacts
-- One sender at a time may look at, and write to, the contacts behind a request. A phone and an email
-- lock one by one, as another patient may share either; in order, so that nobody waits in a circle.
with contacts as materialized (
    select hashtextextended(rr.practice_id || contact.hash, 0) as key
    from review_requests as rr
    inner join patients as pt on rr.practice_id = pt.practice_id and rr.patient_id = pt.id
    cross join unnest(array[pt.phone_hash, pt.email_hash, pt.id::text]) as contact (hash)
    where rr.practice_id = :practice_id and rr.id = :id and contact.hash is not null
    order by key
)

select pg_advisory_xact_lock(key) from contacts;

-- name: lock_request
-- Nobody else changes the request until this transaction ends.
select id from review_requests
where practice_id = :practice_id and id = :id
for no key update;

-- name: get_requests
-- Requests with all that the send gate looks at, except what depends on the practice's local day.
select
    rr.practice_id,
    rr.id,
    rr.code,
    rr.patient_id,
    rr.visit_id,
    rr.channel,
    rr.status,
    rr.reason,
    rr.sent_at,
    rr.reminder_sent_at,
    rr.clicked_at,
    pt.first_name,
    case rr.channel when 'sms' then pt.phone_e164 else pt.email end as contact,
    case rr.channel when 'sms' then pt.phone_hash else pt.email_hash end as contact_hash,
    pt.email_hash is not null
    and pt.email is not null
    and not exists (
        select from suppressions as no_email
        where
            no_email.practice_id in (rr.practice_id, :platform_id)
            and no_email.contact_hash = pt.email_hash
            and no_email.channel = 'email'
    ) as has_email,
    pt.opted_out,
    v.occurred_at as visit_at,
    v.canceled_at is not null as visit_canceled,
    rr.created_at > v.occurred_at + interval '48 hours' as is_backlog,
    p.name as practice_name,
    p.phone as practice_phone,
    p.status as practice_status,
    p.timezone,
    coalesce(rr.locale, pt.locale, s.default_locale, 'en') as locale,
    s.review_link,
    coalesce(s.quiet_hours_start, '20:00') as quiet_hours_start,
    coalesce(s.quiet_hours_end, '09:00') as quiet_hours_end,
    coalesce(s.daily_cap, 50) as daily_cap,
    coalesce(s.cooldown_days, 180) as cooldown_days,
    coalesce(s.send_delay_minutes, 120) as send_delay_minutes,
    coalesce(s.sms_status, 'pending') as sms_status,
    s.monthly_budget_usd::float8 as monthly_budget_usd,
    s.onboarding_completed_at,
    s.paused_at,
    attested.id is not null as attested,
    suppressed.reason is not null as suppressed,
    excluded.contact_hash is not null as excluded,
    asked.last_asked_at,
    initial.created_at as initial_at,
    arrived.message_id is not null as has_arrived,
    reminder.message_id is not null as has_reminder
from jsonb_to_recordset(:keys) as wanted (practice_id uuid, id uuid)
inner join review_requests as rr on wanted.practice_id = rr.practice_id and wanted.id = rr.id
inner join practices as p on rr.practice_id = p.id
left join settings as s on rr.practice_id = s.practice_id
inner join patients as pt on rr.practice_id = pt.practice_id and rr.patient_id = pt.id
inner join visits as v on rr.practice_id = v.practice_id and rr.visit_id = v.id
left join lateral (
    select a.id from attestations as a
    where a.practice_id = rr.practice_id
    limit 1
) as attested on true
left join lateral (
    -- Whose phone said STOP gets no email either, however late the address became known, and
    -- whatever a carrier says of the phone.
    select sup.reason from suppressions as sup
    where
        sup.practice_id in (rr.practice_id, :platform_id)
        and sup.contact_hash in (pt.phone_hash, pt.email_hash)
        and (
            sup.channel = rr.channel
            or (sup.channel = 'sms' and sup.reason = any(:lifted_by_start))
        )
    union all
    select 'stop' from patients as sharer
    where
        sharer.practice_id = rr.practice_id
        and sharer.phone_hash = pt.phone_hash
        and sharer.opted_out
    limit 1
) as suppressed on true
left join lateral (
    select ex.contact_hash from exclusions as ex
    where
        ex.practice_id = rr.practice_id
        and ex.contact_hash in (pt.phone_hash, pt.email_hash)
    limit 1
) as excluded on true
left join lateral (
    -- Whoever shares a contact is asked once between them, from before the provider answers.
    select max(asks.asked_at) as last_asked_at
    from (
        select
            greatest(
                case
                    when
                        other.status <> 'failed'
                        and coalesce(other.provider_status, '') not in ('failed', 'undelivered')
                        then other.sent_at
                end,
                m.created_at
            ) as asked_at
        from patients as twin
        inner join review_requests as other
            on twin.practice_id = other.practice_id and twin.id = other.patient_id
        left join messages as m
            on
                other.practice_id = m.practice_id
                and other.id = m.review_request_id
                and m.purpose = 'initial'
                and m.state in ('sending', 'accepted', 'delivered', 'unknown')
        where
            twin.practice_id = rr.practice_id
            and (
                twin.id = pt.id
                or twin.phone_hash = pt.phone_hash
                or twin.email_hash = pt.email_hash
            )
            and other.visit_id <> rr.visit_id
        union all
        select m.created_at
        from messages as m
        inner join review_requests as other
            on m.practice_id = other.practice_id and m.review_request_id = other.id
        where
            m.practice_id = rr.practice_id
            and m.recipient_hash in (pt.phone_hash, pt.email_hash)
            and m.purpose = 'initial'
            and m.state in ('sending', 'accepted', 'delivered', 'unknown')
            and other.visit_id <> rr.visit_id
    ) as asks
) as asked on true
left join lateral (
    select m.created_at from messages as m
    where
        m.practice_id = rr.practice_id
        and m.review_request_id = rr.id
        and m.purpose = 'initial'
        and m.state in ('sending', 'accepted', 'delivered', 'unknown')
    limit 1
) as initial on true
left join lateral (
    select m.id as message_id
    from review_requests as same
    inner join messages as m
        on
            same.practice_id = m.practice_id
            and same.id = m.review_request_id
            and m.purpose = 'initial'
            and m.state = 'delivered'
    where
        same.practice_id = rr.practice_id
        and same.patient_id = rr.patient_id
        and same.visit_id = rr.visit_id
    limit 1
) as arrived on true
left join lateral (
    select m.id as message_id from messages as m
    where
        m.practice_id = rr.practice_id
        and m.review_request_id = rr.id
        and m.purpose = 'reminder'
        and m.state in ('sending', 'accepted', 'delivered', 'unknown')
    limit 1
) as reminder on true;

-- name: count_daily_sends
-- SMS to patients in one practice-local day: as reserved, or, before the first, as sent.
select
    coalesce(
        (
            select d.sends from daily_sends as d
            where d.practice_id = :practice_id and d.local_date = :local_date
        ),
        (
            select
                count(*) filter (where rr.sent_at >= :day_start and rr.sent_at < :day_end)
                + count(*) filter (
                    where rr.reminder_sent_at >= :day_start and rr.reminder_sent_at < :day_end
                )
            from review_requests as rr
            where
                rr.practice_id = :practice_id
                and rr.channel = 'sms'
                and (rr.sent_at >= :day_start or rr.reminder_sent_at >= :day_start)
        )
    )::integer as sends;

-- name: count_fresh_waiting
-- Requests about visits told within two days, which a backlog lets go first.
select count(*) as waiting
from visits as v
inner join review_requests as rr on v.practice_id = rr.practice_id and v.id = rr.visit_id
where
    v.practice_id = :practice_id
    and v.occurred_at > :since
    and v.occurred_at <= :until
    and v.canceled_at is null
    and rr.created_at <= v.occurred_at + interval '48 hours'
    and rr.channel = 'sms'
    and rr.status in ('queued', 'delayed')
    and rr.sent_at is null;

-- name: reserve_daily_send
-- Take one of the day's sends, unless the cap is reached.
insert into daily_sends (practice_id, local_date, sends)
values (:practice_id, :local_date, :sends_today + 1)
on conflict (practice_id, local_date) do update
set sends = daily_sends.sends + 1
where daily_sends.sends < :daily_cap
returning sends;

-- name: sum_spend
-- What a practice's SMS of a time cost; what the provider never took cost nothing.
select
    coalesce(
        sum(coalesce(m.price_usd, m.segments * :segment_cost_usd::numeric)), 0
    )::float8 as spend_usd
from messages as m
where
    m.practice_id = :practice_id
    and m.channel = 'sms'
    and m.created_at >= :since
    and m.created_at < :until
    and (m.state <> 'failed' or m.provider_msg_id is not null)
    and coalesce(m.provider_status, '') <> 'canceled';

-- name: release_daily_send
-- Give back the send that a message had reserved which did not go out.
update daily_sends as d
set sends = d.sends - 1
from practices as p
where
    d.practice_id = :practice_id
    and p.id = d.practice_id
    and d.local_date = (:at::timestamptz at time zone p.timezone)::date
    and d.sends > 0;

-- name: mark_cap_reached
-- Note the first time in a day that the cap held something back.
insert into daily_sends (practice_id, local_date, sends, cap_reached_at)
values (:practice_id, :local_date, :sends_today, :now)
on conflict (practice_id, local_date) do update
set cap_reached_at = excluded.cap_reached_at
where daily_sends.cap_reached_at is null
returning local_date;

-- name: mark_request_sending
-- The request is about to be handed to a provider.
update review_requests
set
    status = 'sending',
    reason = null,
    not_before = null,
    template_id = :template_id,
    locale = :locale,
    send_error_code = null
where practice_id = :practice_id and id = :id;

-- name: mark_request_sent
-- A provider has taken the request's first message. One that arrived before it, having been taken
-- for lost, stays the one that the request stands by.
update review_requests as rr
set
    status = 'sent',
    reason = null,
    not_before = null,
    sent_at = coalesce(rr.sent_at, :now),
    provider_msg_id = case
        when arrived.provider_msg_id is null then :provider_msg_id else rr.provider_msg_id
    end,
    provider_status = case
        when arrived.provider_msg_id is not null then rr.provider_status
        when rr.provider_msg_id = :provider_msg_id
            then coalesce(rr.provider_status, :provider_status)
        else :provider_status
    end,
    send_error_code = null
from (
    select max(m.provider_msg_id) as provider_msg_id
    from messages as m
    where
        m.practice_id = :practice_id
        and m.review_request_id = :id
        and m.purpose = 'initial'
        and m.replaced_at is not null
) as arrived
where rr.practice_id = :practice_id and rr.id = :id
returning rr.sent_at;

-- name: mark_reminder_sent
-- A provider has taken the request's reminder.
update review_requests
set reminder_sent_at = coalesce(reminder_sent_at, :now)
where practice_id = :practice_id and id = :id;

-- name: hold_requests
-- What was put off or refused; what was sent is left as it is, unless it is being sent again.
update review_requests as rr
set
    status = held.status,
    reason = held.reason,
    not_before = held.not_before,
    send_error_code = coalesce(held.code, rr.send_error_code)
from jsonb_to_recordset(:rows) as held (
    practice_id uuid, id uuid, status text, reason text, not_before timestamptz, code text
)
where
    rr.practice_id = held.practice_id
    and rr.id = held.id
    and (rr.sent_at is null or rr.status in ('delayed', 'sending'));

-- name: make_email_request
-- The request by email about the same visit, if there is none.
insert into review_requests (
    practice_id, id, code, patient_id, visit_id, channel, status, locale, created_at
)
select
    practice_id,
    gen_random_uuid(),
    :code,
    patient_id,
    visit_id,
    'email',
    'queued',
    locale,
    :now
from review_requests
where practice_id = :practice_id and id = :id
on conflict do nothing;

-- name: find_email_request
-- The request by email about the same visit. A statement of its own: it sees what somebody else has
-- made while the one before waited.
select email.id
from review_requests as rr
inner join review_requests as email
    on
        rr.practice_id = email.practice_id
        and rr.patient_id = email.patient_id
        and rr.visit_id = email.visit_id
        and email.channel = 'email'
where rr.practice_id = :practice_id and rr.id = :id;
