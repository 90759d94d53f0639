-- Which calendars a practice lets us read, where names and contacts stand in them, and looks at both.
set lock_timeout = '5s';

alter table calendar_connections add column if not exists sealed_calendars text;
alter table calendar_connections add column if not exists fields jsonb not null default '{}';
comment on column calendar_connections.sealed_calendars is 'AES-256-GCM ciphertext of the ids of the chosen calendars; null: all that the account keeps.';
comment on column calendar_connections.fields is 'Where name, phone and email stand in an entry; {} is where most offices write them.';

create table if not exists calendar_looks (
    practice_id uuid not null,
    source text not null,
    requested_at timestamptz not null,
    looked_at timestamptz,
    sealed_findings text,
    error text,
    constraint calendar_looks_pkey primary key (practice_id, source),
    constraint calendar_looks_practice_fkey foreign key (practice_id) references practices (id),
    constraint calendar_looks_source_known check (source in ('gcal', 'outlook'))
);
create index if not exists calendar_looks_requested_idx on calendar_looks (requested_at);
comment on table calendar_looks is 'What an owner chooses calendars by: dropped once chosen, and within the hour in any case.';
comment on column calendar_looks.sealed_findings is 'AES-256-GCM ciphertext: names of calendars, and of coming entries what could be taken, contacts masked. No titles.';
comment on column calendar_looks.error is 'Why the calendars could not be read: a provider''s code, or our name for it.';
