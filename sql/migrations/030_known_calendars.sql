-- Each calendar of an account for itself: what was read of it, and which visits stand in it.
set lock_timeout = '5s';

create table if not exists known_calendars (
    practice_id uuid not null,
    source text not null,
    calendar_hash text not null,
    sealed_name text not null,
    read_at timestamptz,
    unread_since timestamptz,
    unread_polls integer not null default 0,
    cause text,
    set_aside_at timestamptz,
    reread_from timestamptz,
    constraint known_calendars_pkey primary key (practice_id, source, calendar_hash),
    constraint known_calendars_practice_fkey foreign key (practice_id) references practices (id),
    constraint known_calendars_source_fkey foreign key (source) references visit_sources (name)
);
comment on table known_calendars is 'Calendars that polls have met in an account, and how each of them fares. One row a practice, provider and calendar.';
comment on column known_calendars.calendar_hash is 'Keyed hash of the provider''s id, which may be an address.';
comment on column known_calendars.sealed_name is 'AES-256-GCM ciphertext of its name, for its owner.';
comment on column known_calendars.read_at is 'When it was last read to the end; null: never.';
comment on column known_calendars.unread_since is 'First of the polls in a row that could not read it whole; null while it is read.';
comment on column known_calendars.unread_polls is 'How many those are.';
comment on column known_calendars.cause is 'Why: a cause of core/rules/calendars/causes.py.';
comment on column known_calendars.set_aside_at is 'When it had been out of reach for so long that polls of the others stopped waiting for it.';
comment on column known_calendars.reread_from is 'It is back: the next poll looks back so far once.';

alter table visits add column if not exists calendar_hash text;
comment on column visits.calendar_hash is 'In which calendar its entry stands; null: in none, or not known.';
alter table visit_sightings add column if not exists calendar_hash text;
comment on column visit_sightings.calendar_hash is 'In which calendar the entry stands; null: not known.';

alter table calendar_connections add column if not exists cause text;
comment on column calendar_connections.cause is 'Why it cannot be read or is disconnected: a cause of core/rules/calendars/causes.py; null while all is well.';
alter table calendar_authorizations add column if not exists cause text;
comment on column calendar_authorizations.cause is 'Why a trip came to nothing: a cause of core/rules/calendars/causes.py.';
