-- name: list_patients_phone_e164
-- Phones that are not sealed with the newest key, behind a place in the table.
select
    practice_id,
    id::text as key,
    phone_e164 as sealed
from patients
where
    (practice_id, id) > (:practice_id, :key::uuid)
    and not starts_with(phone_e164, :prefix)
order by practice_id, id
limit :most;

-- name: list_patients_email
-- Addresses that are not sealed with the newest key, behind a place in the table.
select
    practice_id,
    id::text as key,
    email as sealed
from patients
where
    (practice_id, id) > (:practice_id, :key::uuid)
    and not starts_with(email, :prefix)
order by practice_id, id
limit :most;

-- name: list_exclusions_contact
-- Contacts never to be asked that are not sealed with the newest key, behind a place in the table.
select
    practice_id,
    contact_hash as key,
    contact as sealed
from exclusions
where
    (practice_id, contact_hash) > (:practice_id, :key)
    and not starts_with(contact, :prefix)
order by practice_id, contact_hash
limit :most;

-- name: list_calendar_connections_refresh_token
-- Refresh tokens that are not sealed with the newest key, behind a place in the table.
select
    practice_id,
    source as key,
    refresh_token as sealed
from calendar_connections
where
    (practice_id, source) > (:practice_id, :key)
    and not starts_with(refresh_token, :prefix)
order by practice_id, source
limit :most;

-- name: list_calendar_connections_sealed_calendars
-- Choices of calendars that are not sealed with the newest key, behind a place in the table.
select
    practice_id,
    source as key,
    sealed_calendars as sealed
from calendar_connections
where
    (practice_id, source) > (:practice_id, :key)
    and not starts_with(sealed_calendars, :prefix)
order by practice_id, source
limit :most;

-- name: reseal_patients_phone_e164
-- The same phones under the newest key, unless they changed meanwhile.
update patients as p
set phone_e164 = row.resealed
from jsonb_to_recordset(:rows) as row (practice_id uuid, key uuid, sealed text, resealed text)
where p.practice_id = row.practice_id and p.id = row.key and p.phone_e164 = row.sealed;

-- name: reseal_patients_email
-- The same addresses under the newest key, unless they changed meanwhile.
update patients as p
set email = row.resealed
from jsonb_to_recordset(:rows) as row (practice_id uuid, key uuid, sealed text, resealed text)
where p.practice_id = row.practice_id and p.id = row.key and p.email = row.sealed;

-- name: reseal_exclusions_contact
-- The same contacts under the newest key, unless they changed meanwhile.
update exclusions as e
set contact = row.resealed
from jsonb_to_recordset(:rows) as row (practice_id uuid, key text, sealed text, resealed text)
where e.practice_id = row.practice_id and e.contact_hash = row.key and e.contact = row.sealed;

-- name: reseal_calendar_connections_refresh_token
-- The same tokens under the newest key, unless the provider handed out others meanwhile.
update calendar_connections as c
set refresh_token = row.resealed
from jsonb_to_recordset(:rows) as row (practice_id uuid, key text, sealed text, resealed text)
where c.practice_id = row.practice_id and c.source = row.key and c.refresh_token = row.sealed;

-- name: reseal_calendar_connections_sealed_calendars
-- The same choices under the newest key, unless the owner chose anew meanwhile.
update calendar_connections as c
set sealed_calendars = row.resealed
from jsonb_to_recordset(:rows) as row (practice_id uuid, key text, sealed text, resealed text)
where c.practice_id = row.practice_id and c.source = row.key and c.sealed_calendars = row.sealed;
