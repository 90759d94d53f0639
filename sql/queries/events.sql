-- name: append_event
-- Write down one thing that happened.
insert into events (practice_id, type, payload, ip_hash, ua_hash, occurred_at)
values (:practice_id, :type, :payload, :ip_hash, :ua_hash, :at);

-- name: append_events
-- Write down many things that happened, from one JSON array.
insert into events (practice_id, type, payload, ip_hash, ua_hash, occurred_at)
select
    practice_id,
    type,
    payload,
    ip_hash,
    ua_hash,
    at
from jsonb_to_recordset(:rows) as row (
    practice_id uuid, type text, payload jsonb, ip_hash text, ua_hash text, at timestamptz
);

-- name: has_event
-- Tell whether an event with this payload, or more than it, is on record.
select exists (
    select from events
    where practice_id = :practice_id and type = :type and payload @> :key
) as found;

-- name: lock_event_key
-- Let one writer at a time ask for and append an event that may exist only once.
select pg_advisory_xact_lock(hashtextextended(:key, 0));
