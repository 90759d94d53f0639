-- name: apply_statuses
-- Apply stored delivery reports, many at a time: forward only, each first outcome written once.
-- A report whose message is not known yet stays unapplied, and so does one that says delivered of a
-- message reported lost before. Ranks say which status replaces which.
with reported as (
    select
        raw.id as raw_id,
        row.sid,
        row.status,
        row.state,
        row.rank,
        row.error_code,
        row.segments,
        row.price_usd,
        row.sender_hash,
        row.at
    from jsonb_to_recordset(:rows) as row (
        provider text,
        external_id text,
        sid text,
        status text,
        state text,
        rank integer,
        error_code text,
        segments integer,
        price_usd numeric,
        sender_hash text,
        at timestamptz
    )
    inner join raw_events as raw
        on row.provider = raw.provider and row.external_id = raw.external_id
    where raw.applied_at is null
),

held as materialized (
    -- As they are now, whoever changed them since this statement began.
    select m.practice_id, m.id, m.provider_msg_id, m.state
    from messages as m
    where m.provider_msg_id in (select sid from reported)
    order by m.practice_id, m.id
    for no key update
),

known as (
    select
        reported.*,
        held.practice_id,
        held.id as message_id
    from reported
    inner join held on reported.sid = held.provider_msg_id
    where not (reported.state = 'delivered' and held.state in ('undelivered', 'failed'))
),

best as (
    select distinct on (practice_id, message_id) *
    from known
    order by practice_id, message_id, rank desc, at
),

figures as (
    select
        practice_id,
        message_id,
        max(segments) as segments,
        max(price_usd) as price_usd,
        max(sender_hash) as sender_hash
    from known
    group by practice_id, message_id
),

moved as (
    update messages as m
    set
        provider_status = case
            when best.rank > coalesce((:ranks::jsonb ->> m.provider_status)::integer, 0)
                then best.status
            else m.provider_status
        end,
        state = case
            when m.state in ('delivered', 'undelivered', 'failed') then m.state
            when best.rank > coalesce((:ranks::jsonb ->> m.provider_status)::integer, 0)
                then coalesce(best.state, m.state)
            else m.state
        end,
        error_code = case
            when
                best.state in ('undelivered', 'failed')
                and m.state not in ('delivered', 'undelivered', 'failed')
                then coalesce(best.error_code, m.error_code)
            else m.error_code
        end,
        segments = coalesce(figures.segments, m.segments),
        price_usd = coalesce(figures.price_usd, m.price_usd),
        sender_hash = coalesce(m.sender_hash, figures.sender_hash),
        updated_at = :now
    from best
    inner join figures
        on best.practice_id = figures.practice_id and best.message_id = figures.message_id
    where
        m.practice_id = best.practice_id
        and m.id = best.message_id
        and (
            best.rank > coalesce((:ranks::jsonb ->> m.provider_status)::integer, 0)
            or figures.segments is not null
            or figures.price_usd is not null
            or (m.sender_hash is null and figures.sender_hash is not null)
        )
    returning
        m.practice_id,
        m.review_request_id,
        m.purpose,
        m.channel,
        m.provider_msg_id,
        m.provider_status,
        m.state,
        m.error_code,
        best.at
),

asked as (
    update review_requests as r
    set
        provider_status = moved.provider_status,
        send_error_code = coalesce(moved.error_code, r.send_error_code)
    from moved
    where
        r.practice_id = moved.practice_id
        and r.id = moved.review_request_id
        and r.provider_msg_id = moved.provider_msg_id
        and coalesce((:ranks::jsonb ->> moved.provider_status)::integer, 0)
        > coalesce((:ranks::jsonb ->> r.provider_status)::integer, 0)
    returning r.id
),

outcomes as (
    select distinct on (practice_id, review_request_id, outcome)
        practice_id,
        review_request_id,
        outcome,
        purpose,
        channel,
        error_code,
        at
    from (
        select
            moved.*,
            case state when 'delivered' then 'delivered' else 'failed' end as outcome
        from moved
        where
            state in ('delivered', 'undelivered', 'failed')
            and review_request_id is not null
            and purpose in ('initial', 'reminder')
    ) as ended
    order by practice_id, review_request_id, outcome, at
),

engaged as (
    insert into engagements (practice_id, review_request_id, event, occurred_at)
    select
        practice_id,
        review_request_id,
        outcome,
        at
    from outcomes
    on conflict (practice_id, review_request_id, event) do nothing
    returning practice_id, review_request_id, event
),

told as (
    insert into events (practice_id, type, payload, occurred_at)
    select
        outcomes.practice_id,
        outcomes.outcome,
        jsonb_strip_nulls(
            jsonb_build_object(
                'review_request_id', outcomes.review_request_id,
                'purpose', outcomes.purpose,
                'channel', outcomes.channel,
                'code', case outcomes.outcome
                    when 'failed' then coalesce(outcomes.error_code, 'unknown')
                end
            )
        ),
        outcomes.at
    from outcomes
    inner join engaged
        on
            outcomes.practice_id = engaged.practice_id
            and outcomes.review_request_id = engaged.review_request_id
            and outcomes.outcome = engaged.event
    returning id
)

update raw_events as raw
set applied_at = :now, error = null, tried_at = null
from known
where raw.id = known.raw_id
returning raw.id, raw.external_id;

-- name: find_failed_message
-- The message behind a failed delivery, with what its consequences need; nobody else changes it until
-- this transaction ends.
select
    m.practice_id,
    m.id,
    m.review_request_id,
    m.provider_msg_id,
    m.purpose,
    m.channel,
    m.recipient_hash,
    m.state,
    m.error_code,
    p.email_hash,
    p.opted_out,
    (
        r.provider_msg_id = m.provider_msg_id
        and r.reminder_sent_at is null
        and not exists (
            select from messages as reminder
            where
                reminder.practice_id = m.practice_id
                and reminder.review_request_id = m.review_request_id
                and reminder.purpose = 'reminder'
                and reminder.state in ('sending', 'accepted', 'delivered', 'unknown')
        )
        and not exists (
            select from messages as arrived
            where
                arrived.practice_id = m.practice_id
                and arrived.review_request_id = m.review_request_id
                and arrived.purpose = 'initial'
                and arrived.id <> m.id
                and arrived.state = 'delivered'
        )
    ) as decides_request
from messages as m
left join review_requests as r
    on m.practice_id = r.practice_id and m.review_request_id = r.id
left join patients as p on r.practice_id = p.practice_id and r.patient_id = p.id
where m.provider_msg_id = :sid
for no key update of m;

-- name: fail_request
-- The request itself did not arrive.
update review_requests
set status = 'failed', reason = 'carrier_error', send_error_code = :code
where
    practice_id = :practice_id
    and id = :review_request_id
    and provider_msg_id = :sid
    and status in ('sending', 'sent')
returning id;

-- name: repeat_request
-- The request's first message was lost on its way, and is sent again later.
update review_requests
set status = 'delayed', reason = :reason, not_before = :run_at, send_error_code = :code
where
    practice_id = :practice_id
    and id = :review_request_id
    and provider_msg_id = :sid
    and clicked_at is null
    and status in ('sending', 'sent');

-- name: count_lost_messages
-- How often a message of a request came to nothing by a carrier's own code.
select count(*)::integer as lost
from messages
where
    practice_id = :practice_id
    and review_request_id = :review_request_id
    and purpose = :purpose
    and state in ('failed', 'undelivered')
    and (
        provider_msg_id is not null
        or (error_code ~ '^[0-9]+$' and error_code <> all(:account_codes))
    );

-- name: count_failed_texts
-- A practice's texts of late, and those of them that met one code; none of before its sender was moved.
select
    count(*)::integer as texts,
    (count(*) filter (where m.error_code = :code))::integer as failed,
    coalesce(bool_or(m.id = :message_id), false) as is_of_late
from messages as m
left join settings as s on m.practice_id = s.practice_id
where
    m.practice_id = :practice_id
    and m.channel = 'sms'
    and (m.provider_msg_id is not null or m.id = :message_id)
    and (
        m.created_at >= :since
        or (m.error_code = :code and m.updated_at >= :since)
        or m.id = :message_id
    )
    and m.created_at >= coalesce(s.sms_status_at, '-infinity');

-- name: list_emails_of_phone
-- The email addresses of a practice's patients with this phone.
select distinct email_hash
from patients
where practice_id = :practice_id and phone_hash = :phone_hash and email_hash is not null;
