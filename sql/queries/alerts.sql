-- name: lock_alerts
-- One evaluation of the alerts at a time.
select pg_advisory_xact_lock(hashtextextended('alerts', 0));

-- name: list_open_alerts
-- Alerts whose last word is that they were raised.
select
    practice_id,
    alert,
    occurred_at as raised_at
from (
    select distinct on (practice_id, payload ->> 'alert')
        practice_id,
        payload ->> 'alert' as alert,
        type,
        occurred_at
    from events
    where type in ('alert_raised', 'alert_cleared')
    order by practice_id asc, payload ->> 'alert' asc, occurred_at desc, ctid desc
) as last_words
where type = 'alert_raised'
order by practice_id, alert;

-- name: list_dead_jobs
-- Jobs that were given up, by type.
select
    type,
    count(*) as jobs
from jobs
where status = 'dead'
group by type
order by type;

-- name: count_overdue_jobs
-- Jobs that should be done by now.
select count(*) as jobs
from jobs
where status = 'queued' and run_at <= :now;

-- name: list_stop_spikes
-- Practices with many opt-outs in an hour.
select
    practice_id,
    count(*) as stops
from events
where type = 'stop' and occurred_at > :since and occurred_at <= :now
group by practice_id
having count(*) >= :threshold
order by practice_id;

-- name: list_webhook_failures
-- Requests that the web app failed, by route.
select
    route,
    count(*) as failures
from webhook_failures
where occurred_at > :since and occurred_at <= :now
group by route
order by route;

-- name: list_blocked_senders
-- Practices whose texts the carriers refuse.
select s.practice_id
from settings as s
inner join practices as p on s.practice_id = p.id
where s.sms_status = 'blocked' and p.status in ('active', 'past_due')
order by s.practice_id;

-- name: list_pending_senders
-- Practices that are live and whose texts nobody has let out yet, with the requests that wait for it.
select
    s.practice_id,
    (
        select count(*)::integer from review_requests as rr
        where
            rr.practice_id = s.practice_id
            and rr.status = 'delayed'
            and rr.reason = 'sms_not_ready'
    ) as waiting
from settings as s
inner join practices as p on s.practice_id = p.id
where
    s.sms_status = 'pending'
    and s.onboarding_completed_at <= :now
    and p.status in ('active', 'past_due')
order by s.practice_id;

-- name: list_living_names
-- The names of practices that we work for, however far they are.
select
    id as practice_id,
    name
from practices
where status <> 'canceled'
order by id;

-- name: list_unanswered_subscriptions
-- What SNS asked of us about topics since a time, the latest of each, unless reports of it came after.
select
    asked.payload ->> 'kind' as kind,
    asked.payload ->> 'topic' as topic,
    asked.occurred_at as asked_at
from (
    select distinct on (payload ->> 'topic') payload, occurred_at
    from events
    where type = 'sns_subscription' and occurred_at > :since and occurred_at <= :now
    order by payload ->> 'topic' asc, occurred_at desc
) as asked
where
    not exists (
        select from raw_events as raw
        where
            raw.provider = 'ses'
            and raw.type = 'Notification'
            and raw.received_at > asked.occurred_at
            and raw.payload ->> 'TopicArn' = asked.payload ->> 'topic'
    )
order by topic;

-- name: count_refused_emails
-- Emails that SES took and then did not send, by the code they failed by.
select
    error_code,
    count(*)::integer as messages
from messages
where
    channel = 'email'
    and state = 'failed'
    and provider_msg_id is not null
    and error_code in ('rejected', 'rendering_failure')
    and created_at > :since and created_at <= :now
group by error_code
order by error_code;

-- name: count_email_reputation
-- Emails of a week, and how many of them bounced or were called spam.
select
    (
        select count(*) from messages
        where
            channel = 'email'
            and state in ('accepted', 'delivered', 'undelivered')
            and created_at > :since and created_at <= :now
    ) as sent,
    count(*) filter (where type = 'email_bounced') as bounced,
    count(*) filter (where type = 'email_complained') as complained
from events
where
    type in ('email_bounced', 'email_complained')
    -- SES sent none of these, as the address is on its list already, and does not count them either.
    and coalesce(payload ->> 'code', '') not in (
        'Permanent/OnAccountSuppressionList', 'OnAccountSuppressionList'
    )
    and occurred_at > :since and occurred_at <= :now;

-- name: list_review_drops
-- Places whose public total is below what it was within a week.
select
    latest.practice_id,
    latest.snapshot_date,
    latest.total_reviews as total,
    before.total_reviews as total_before
from (
    select distinct on (practice_id) practice_id, snapshot_date, total_reviews
    from review_snapshots
    where snapshot_date <= :today
    order by practice_id asc, snapshot_date desc
) as latest
inner join lateral (
    select max(s.total_reviews) as total_reviews
    from review_snapshots as s
    where
        s.practice_id = latest.practice_id
        and s.snapshot_date < latest.snapshot_date
        and s.snapshot_date >= latest.snapshot_date - 7
) as before on latest.total_reviews < before.total_reviews
where latest.snapshot_date >= :today - 7
order by latest.practice_id;

-- name: list_uncertain_messages
-- Messages of which nobody can say whether they went out, by practice.
select
    practice_id,
    count(*) as messages
from messages
where state = 'unknown'
group by practice_id
order by practice_id;

-- name: list_raised_events
-- Practices with an event of a type since a time, the latest of each.
select distinct on (practice_id)
    practice_id,
    payload,
    occurred_at
from events
where type = :type and occurred_at > :since and occurred_at <= :now
order by practice_id asc, occurred_at desc;
