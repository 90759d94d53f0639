-- name: record_read
-- These calendars were read to the end; one that had been set aside is read back once more.
insert into known_calendars as known (practice_id, source, calendar_hash, sealed_name, read_at)
select
    :practice_id,
    :source,
    told.calendar_hash,
    told.sealed_name,
    :now
from jsonb_to_recordset(:rows) as told (calendar_hash text, sealed_name text)
on conflict (practice_id, source, calendar_hash) do update
set
    sealed_name = excluded.sealed_name,
    read_at = excluded.read_at,
    reread_from = case when known.set_aside_at is null then null else known.unread_since end,
    unread_since = null,
    unread_polls = 0,
    cause = null,
    set_aside_at = null;

-- name: record_unread
-- These calendars could not be read whole.
insert into known_calendars as known (
    practice_id, source, calendar_hash, sealed_name, unread_since, unread_polls, cause
)
select
    :practice_id,
    :source,
    told.calendar_hash,
    told.sealed_name,
    :now,
    1,
    told.cause
from jsonb_to_recordset(:rows) as told (calendar_hash text, sealed_name text, cause text)
on conflict (practice_id, source, calendar_hash) do update
set
    sealed_name = excluded.sealed_name,
    unread_since = coalesce(known.unread_since, excluded.unread_since),
    unread_polls = known.unread_polls + 1,
    cause = excluded.cause;

-- name: record_missing
-- Calendars that were met before and not this time, but for those that the practice has left out.
update known_calendars
set
    unread_since = coalesce(unread_since, :now),
    unread_polls = unread_polls + 1,
    cause = :cause
where
    practice_id = :practice_id
    and source = :source
    and calendar_hash <> all(:met::text [])
    and (:chosen::text [] is null or calendar_hash = any(:chosen));

-- name: forget_left_out
-- Calendars that the practice has chosen to leave out are nobody's trouble.
delete from known_calendars
where practice_id = :practice_id and source = :source and calendar_hash <> all(:chosen::text []);

-- name: set_aside
-- Calendars out of reach for so many polls and so long: the others no longer wait for them.
update known_calendars
set set_aside_at = :now
where
    practice_id = :practice_id
    and source = :source
    and set_aside_at is null
    and unread_polls >= :fewest_polls
    and unread_since <= :unread_before
    and cause <> :never
returning cause;

-- name: count_lagging
-- Calendars whose entries are still to be read from where they were left.
select count(*) as lagging
from known_calendars
where
    practice_id = :practice_id
    and source = :source
    and unread_since is not null
    and set_aside_at is null;

-- name: list_unread
-- What the portal shows of calendars out of reach, the longest first.
select source, sealed_name, cause, unread_since, set_aside_at is not null as is_set_aside
from known_calendars
where practice_id = :practice_id and unread_since is not null
order by unread_since, calendar_hash;
