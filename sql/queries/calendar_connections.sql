-- name: insert_authorization
-- Send an owner on the way.
insert into calendar_authorizations (
    practice_id, state_hash, source, verifier, created_at, expires_at
)
values (:practice_id, :state_hash, :source, :verifier, :now, :expires_at);

-- name: take_authorization
-- Take the one return of a trip; nothing if it is unknown, returned before or too late.
update calendar_authorizations
set returned_at = :now
where
    practice_id = :practice_id
    and state_hash = :state_hash
    and source = :source
    and returned_at is null
    and expires_at > :now
returning practice_id;

-- name: get_verifier
-- Read the verifier of a trip that has returned and has no outcome yet.
select verifier
from calendar_authorizations
where
    practice_id = :practice_id
    and state_hash = :state_hash
    and returned_at is not null
    and outcome is null
for update;

-- name: end_authorization
-- Write down how a trip ended, and forget its verifier.
update calendar_authorizations
set outcome = :outcome, cause = :cause, verifier = null
where practice_id = :practice_id and state_hash = :state_hash and outcome is null;

-- name: delete_old_authorizations
-- Drop trips that began before a time, and sooner those that nobody came back from.
delete from calendar_authorizations
where
    created_at < :before
    or (returned_at is null and expires_at < :unreturned_before);

-- name: connect
-- Keep access to a practice's calendars; a new consent picks up where the last poll ended, unless
-- the practice had ended the last one itself: what took place since was not to be read.
insert into calendar_connections as known (practice_id, source, status, refresh_token, connected_at)
values (:practice_id, :source, 'connected', :refresh_token, :now)
on conflict (practice_id, source) do update
set
    status = 'connected',
    refresh_token = excluded.refresh_token,
    connected_at = excluded.connected_at,
    polled_until = case when known.reason = 'by_practice' then null else known.polled_until end,
    watched_since = case when known.reason = 'by_practice' then null else known.watched_since end,
    disconnected_at = null,
    reason = null,
    cause = null,
    resume_at = null,
    failing_since = null,
    last_error = null;

-- name: list_due
-- Connected calendars of practices that have not left, those that waited longest first.
select
    c.practice_id,
    c.source,
    c.refresh_token,
    c.polled_at,
    c.polled_until,
    c.watched_since,
    coalesce(p.timezone, :platform_zone) as zone,
    coalesce(s.send_delay_minutes, 120) as delay_minutes,
    c.sealed_calendars,
    c.fields,
    (
        select min(k.reread_from)
        from known_calendars as k
        where k.practice_id = c.practice_id and k.source = c.source
    ) as reread_from,
    (
        select min(t.occurred_at)
        from visit_tellings as t
        inner join visits as v
            on t.practice_id = v.practice_id and t.visit_id = v.id
        inner join review_requests as r
            on v.practice_id = r.practice_id and v.id = r.visit_id
        where
            t.practice_id = c.practice_id
            and t.source = c.source
            and v.canceled_at is null
            and t.occurred_at > :earliest
            and r.status in ('queued', 'delayed', 'sending')
            and r.sent_at is null
    ) as oldest_waiting_at
from calendar_connections as c
inner join practices as p on c.practice_id = p.id
left join settings as s on c.practice_id = s.practice_id
where
    c.source = :source
    and c.status = 'connected'
    and p.status <> 'canceled'
    and (c.resume_at is null or c.resume_at <= :now)
    and (not :only_new::boolean or c.polled_at is null or c.polled_at < c.connected_at)
order by c.polled_at nulls first, c.practice_id;

-- name: hold
-- Hold a connection that is as it was before its calendars were listed: access and choice are the
-- same, and no other poll has ended meanwhile, which may have read later.
select practice_id
from calendar_connections
where
    practice_id = :practice_id
    and source = :source
    and status = 'connected'
    and refresh_token = :token
    and polled_at is not distinct from :polled_at
    and sealed_calendars is not distinct from :sealed_calendars
    and fields = :fields
for update;

-- name: record_poll
-- A whole listing was read: move on.
update calendar_connections
set
    polled_until = greatest(polled_until, :until::timestamptz),
    watched_since = coalesce(watched_since, :since),
    polled_at = :now,
    resume_at = null,
    failing_since = null,
    last_error = null,
    cause = null,
    last_counts = :counts
where practice_id = :practice_id and source = :source;

-- name: rotate_token
-- Keep the refresh token to use next, unless consent was renewed or withdrawn meanwhile.
update calendar_connections
set refresh_token = :new_token
where
    practice_id = :practice_id
    and source = :source
    and status = 'connected'
    and refresh_token = :old_token;

-- name: record_failure
-- A poll came to nothing: the next one starts where this one did. Renewed consent has no part in it.
update calendar_connections
set
    polled_at = :now,
    resume_at = :resume_at,
    failing_since = coalesce(failing_since, :now),
    last_error = :error,
    cause = :cause
where
    practice_id = :practice_id
    and source = :source
    and status = 'connected'
    and refresh_token = :token
returning failing_since;

-- name: disconnect
-- Forget access that was withdrawn; only for the one who does it first, and not for renewed consent.
with known as (
    select practice_id, source, refresh_token
    from calendar_connections
    where
        practice_id = :practice_id
        and source = :source
        and status = 'connected'
        and (:token::text is null or refresh_token = :token)
    for update
)

update calendar_connections as c
set
    status = 'disconnected',
    refresh_token = null,
    disconnected_at = :now,
    reason = :reason,
    cause = :cause
from known
where c.practice_id = known.practice_id and c.source = known.source
returning known.refresh_token;

-- name: list_states
-- What the portal shows of a practice's calendars.
select
    k.name as source,
    c.status,
    c.polled_at,
    c.polled_until,
    c.failing_since,
    coalesce(c.last_counts, '{}') as last_counts,
    a.outcome as last_outcome,
    c.cause,
    a.cause as last_cause,
    (a.returned_at is not null and a.outcome is null and a.returned_at > :recently) as is_connecting
from visit_sources as k
left join calendar_connections as c on c.practice_id = :practice_id and k.name = c.source
left join lateral (
    select
        t.outcome,
        t.cause,
        t.returned_at
    from calendar_authorizations as t
    where t.practice_id = :practice_id and t.source = k.name and t.returned_at is not null
    order by t.returned_at desc
    limit 1
) as a on true
where k.is_calendar
order by k.name;

-- name: list_broken
-- Connections that only their owner can mend, and those that have failed for long.
select
    c.practice_id,
    c.source,
    coalesce(c.disconnected_at, c.failing_since) as since,
    coalesce(c.reason, c.last_error) as reason
from calendar_connections as c
inner join practices as p on c.practice_id = p.id
where
    p.status <> 'canceled'
    and (
        (c.status = 'disconnected' and c.reason <> 'by_practice')
        or c.failing_since < :failing_before
    )
order by since, c.practice_id, c.source;

-- name: lock_access
-- Let nobody else begin or end a practice's consent, the calls to its provider included.
select pg_advisory_lock(hashtextextended('calendar:' || :source || ':' || :practice_id::text, 0));

-- name: unlock_access
-- Let the next one do so.
select pg_advisory_unlock(hashtextextended('calendar:' || :source || ':' || :practice_id::text, 0));
