-- Calendars that practices have connected, and visits that turn out not to have taken place.
set lock_timeout = '5s';

create table if not exists calendar_connections (
    practice_id uuid not null,
    source text not null,
    status text not null default 'connected',
    refresh_token text,
    connected_at timestamptz not null,
    disconnected_at timestamptz,
    reason text,
    polled_until timestamptz,
    polled_at timestamptz,
    resume_at timestamptz,
    failing_since timestamptz,
    last_error text,
    last_counts jsonb not null default '{}',
    constraint calendar_connections_pkey primary key (practice_id, source),
    constraint calendar_connections_practice_fkey foreign key (practice_id) references practices (id),
    constraint calendar_connections_source_known check (source in ('gcal', 'outlook')),
    constraint calendar_connections_status_known check (status in ('connected', 'disconnected')),
    constraint calendar_connections_token_while_connected
        check ((status = 'connected') = (refresh_token is not null))
);
create index if not exists calendar_connections_polled_idx
    on calendar_connections (source, practice_id) where status = 'connected';
comment on table calendar_connections is 'One row a practice and provider: whether its calendars can be read, and up to when they were.';
comment on column calendar_connections.refresh_token is 'AES-256-GCM ciphertext; gone once disconnected. Access tokens are not kept.';
comment on column calendar_connections.reason is 'Why it is disconnected: the provider''s code, or revoked_by_owner.';
comment on column calendar_connections.polled_until is 'Entries that ended before this time have been read; moves only when all pages of all calendars were.';
comment on column calendar_connections.resume_at is 'The provider asked to be left alone until then.';
comment on column calendar_connections.failing_since is 'First of the failed polls since the last good one.';
comment on column calendar_connections.last_counts is 'Of the last good poll: entries read, visits, and why the others are none. Counts only.';

create table if not exists calendar_authorizations (
    practice_id uuid not null,
    state_hash text not null,
    source text not null,
    verifier text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    returned_at timestamptz,
    outcome text,
    constraint calendar_authorizations_pkey primary key (practice_id, state_hash),
    constraint calendar_authorizations_practice_fkey foreign key (practice_id) references practices (id),
    constraint calendar_authorizations_source_known check (source in ('gcal', 'outlook'))
);
comment on table calendar_authorizations is 'Trips of owners to a provider''s consent page; each comes back once, within ten minutes.';
comment on column calendar_authorizations.verifier is 'AES-256-GCM ciphertext of the PKCE verifier; gone once there is an outcome.';
comment on column calendar_authorizations.outcome is 'connected, or the code of what went wrong; null while under way.';

alter table visits add column if not exists canceled_at timestamptz;
comment on column visits.canceled_at is 'When its source no longer held it; the gate then refuses to ask about it.';
create index if not exists visits_occurred_idx on visits (practice_id, occurred_at);
