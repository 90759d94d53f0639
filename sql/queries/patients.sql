-- name: list_by_contacts
-- The practice's patients behind any of these phones or addresses.
select
    id,
    first_name,
    name_key,
    phone_hash,
    email_hash,
    locale
from patients
where
    practice_id = :practice_id
    and (phone_hash = any(:phone_hashes) or email_hash = any(:email_hashes))
order by created_at, id;

-- name: insert_patients
-- Patients met for the first time.
insert into patients (
    practice_id,
    id,
    first_name,
    name_key,
    phone_e164,
    phone_hash,
    email,
    email_hash,
    locale,
    created_at
)
select
    :practice_id,
    id,
    first_name,
    name_key,
    phone_e164,
    phone_hash,
    email,
    email_hash,
    locale,
    :now
from jsonb_to_recordset(:rows::jsonb) as row (
    id uuid,
    first_name text,
    name_key text,
    phone_e164 text,
    phone_hash text,
    email text,
    email_hash text,
    locale text
);

-- name: fill_patients
-- What another visit tells of known patients fills what was blank, and changes nothing else.
update patients as p
set
    first_name = coalesce(nullif(p.first_name, ''), row.first_name),
    name_key = coalesce(nullif(p.name_key, ''), row.name_key),
    phone_e164 = coalesce(p.phone_e164, row.phone_e164),
    phone_hash = coalesce(p.phone_hash, row.phone_hash),
    email = coalesce(p.email, row.email),
    email_hash = coalesce(p.email_hash, row.email_hash),
    locale = coalesce(p.locale, row.locale)
from jsonb_to_recordset(:rows::jsonb) as row (
    id uuid,
    first_name text,
    name_key text,
    phone_e164 text,
    phone_hash text,
    email text,
    email_hash text,
    locale text
)
where p.practice_id = :practice_id and p.id = row.id;
