-- name: request_look
-- Ask for a look, unless one was asked for a moment ago and is still under way.
insert into calendar_looks as known (practice_id, source, requested_at)
values (:practice_id, :source, :now)
on conflict (practice_id, source) do update
set requested_at = excluded.requested_at, looked_at = null, sealed_findings = null, error = null
where known.looked_at is not null or known.requested_at < :stale_before
returning practice_id;

-- name: find_look
-- What was last asked for, if that is not too long ago.
select requested_at, sealed_findings, error
from calendar_looks
where practice_id = :practice_id and source = :source and requested_at > :kept_since;

-- name: finish_look
-- Keep what was found, or why nothing was, for the owner who waits.
update calendar_looks
set looked_at = :now, sealed_findings = :findings, error = :error
where practice_id = :practice_id and source = :source and looked_at is null;

-- name: delete_look
-- The owner has chosen.
delete from calendar_looks where practice_id = :practice_id and source = :source;

-- name: delete_old_looks
-- Forget what was asked for before a time.
delete from calendar_looks where requested_at < :before;

-- name: find_choice
-- What a practice has chosen, and whether it is connected.
select c.status = 'connected' as is_connected, c.refresh_token, c.sealed_calendars, c.fields
from calendar_connections as c
where c.practice_id = :practice_id and c.source = :source;

-- name: save_choice
-- Keep a choice of calendars and fields; what it shows beyond a day ago was not to be read.
update calendar_connections
set sealed_calendars = :calendars, fields = :fields, watched_since = null
where practice_id = :practice_id and source = :source;
