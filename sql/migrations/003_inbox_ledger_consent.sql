-- The inbox of raw events, the ledger of outbound messages, tokens, opt-outs, and stored decisions.
set lock_timeout = '5s';

create table if not exists raw_events (
    id bigint generated always as identity,
    provider text not null,
    external_id text not null,
    type text not null,
    payload jsonb not null,
    received_at timestamptz not null default now(),
    applied_at timestamptz,
    error text,
    constraint raw_events_pkey primary key (id),
    constraint raw_events_external_id_key unique (provider, external_id)
);
create index if not exists raw_events_unapplied_idx on raw_events (received_at, id) where applied_at is null;
comment on table raw_events is 'Append-only inbox: what a provider said, stored before it is acted on.';
comment on column raw_events.payload is 'The verified body; phones and message texts inside are encrypted.';
comment on column raw_events.error is 'Why the last attempt to apply it failed; cleared when applied.';

create table if not exists messages (
    practice_id uuid not null default '00000000-0000-0000-0000-000000000000',
    id uuid not null default gen_random_uuid(),
    review_request_id uuid,
    purpose text not null,
    channel text not null,
    provider_msg_id text,
    state text not null default 'sending',
    error_code text,
    segments integer,
    price_usd numeric(10, 5),
    created_at timestamptz not null default now(),
    job_id bigint,
    recipient text,
    recipient_hash text,
    body_hash text,
    provider_status text,
    accepted_at timestamptz,
    updated_at timestamptz not null default now(),
    tenant_id uuid generated always as (
        nullif(practice_id, '00000000-0000-0000-0000-000000000000'::uuid)
    ) stored,
    constraint messages_pkey primary key (practice_id, id),
    constraint messages_practice_fkey foreign key (tenant_id) references practices (id),
    constraint messages_review_request_fkey
        foreign key (practice_id, review_request_id) references review_requests (practice_id, id),
    constraint messages_provider_msg_id_key unique (provider_msg_id),
    constraint messages_purpose_known check (
        purpose in (
            'initial', 'reminder', 'proof', 'nudge', 'magic_link', 'digest', 'alert', 'confirmation',
            'notice'
        )
    ),
    constraint messages_channel_known check (channel in ('sms', 'email')),
    constraint messages_state_known check (
        state in ('sending', 'accepted', 'delivered', 'undelivered', 'failed', 'unknown')
    )
);
create unique index if not exists messages_one_request_purpose_idx
    on messages (practice_id, review_request_id, purpose)
    where review_request_id is not null and state not in ('failed', 'undelivered');
create index if not exists messages_recipient_idx on messages (recipient_hash, created_at);
create index if not exists messages_job_idx on messages (job_id) where job_id is not null;
create index if not exists messages_created_idx on messages (practice_id, created_at);
comment on table messages is 'Every outbound SMS and email, committed before the provider is called.';
comment on column messages.state is 'sending until the provider answers; unknown where nobody can say.';
comment on column messages.recipient is 'Encrypted address, for looking an uncertain message up at the provider.';
comment on column messages.body_hash is 'Keyed hash of the text, for the same look-up; bodies are not kept.';
comment on column messages.provider_status is 'The provider''s own word for it, never moved backwards.';
comment on column messages.price_usd is 'As billed by the provider, positive; null until known.';

create table if not exists magic_links (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    token_hash text not null,
    purpose text not null default 'onboard',
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    started_at timestamptz,
    used_at timestamptz,
    constraint magic_links_pkey primary key (practice_id, id),
    constraint magic_links_practice_fkey foreign key (practice_id) references practices (id),
    constraint magic_links_token_hash_key unique (token_hash)
);
comment on table magic_links is 'Portal links sent by email; only the hash of a token is kept.';
comment on column magic_links.started_at is 'When a person first opened the page with it.';
comment on column magic_links.used_at is 'When onboarding was saved with it; it opens nothing afterwards.';

create table if not exists portal_sessions (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    token_hash text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint portal_sessions_pkey primary key (practice_id, id),
    constraint portal_sessions_practice_fkey foreign key (practice_id) references practices (id),
    constraint portal_sessions_token_hash_key unique (token_hash)
);
comment on table portal_sessions is 'Signed-in browsers of a practice; thirty days, revocable.';

create table if not exists frontdesk_tokens (
    practice_id uuid not null,
    token_hash text not null,
    created_at timestamptz not null default now(),
    constraint frontdesk_tokens_pkey primary key (practice_id),
    constraint frontdesk_tokens_practice_fkey foreign key (practice_id) references practices (id),
    constraint frontdesk_tokens_token_hash_key unique (token_hash)
);
comment on table frontdesk_tokens is 'The one bearer token of a practice''s reception; issuing another replaces it.';

create table if not exists attestations (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    version text not null,
    accepted_name text not null,
    accepted_at timestamptz not null,
    ip_hash text,
    constraint attestations_pkey primary key (practice_id, id),
    constraint attestations_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table attestations is 'A person''s statement that the practice has its patients'' consent to be texted.';

create table if not exists suppressions (
    practice_id uuid not null default '00000000-0000-0000-0000-000000000000',
    contact_hash text not null,
    channel text not null,
    reason text not null,
    created_at timestamptz not null default now(),
    tenant_id uuid generated always as (
        nullif(practice_id, '00000000-0000-0000-0000-000000000000'::uuid)
    ) stored,
    constraint suppressions_pkey primary key (practice_id, contact_hash, channel),
    constraint suppressions_practice_fkey foreign key (tenant_id) references practices (id),
    constraint suppressions_channel_known check (channel in ('sms', 'email'))
);
comment on table suppressions is 'Who must not be contacted, by whom, on which channel; START deletes, events keep the history.';
comment on column suppressions.practice_id is 'All-zero: no practice may contact them.';
comment on column suppressions.reason is 'stop, unsubscribe, complaint, bounce, carrier_code …';

create table if not exists send_decisions (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    review_request_id uuid not null,
    purpose text not null,
    decision text not null,
    reason text,
    until timestamptz,
    inputs jsonb not null,
    decided_at timestamptz not null,
    constraint send_decisions_pkey primary key (practice_id, id),
    constraint send_decisions_practice_fkey foreign key (practice_id) references practices (id),
    constraint send_decisions_review_request_fkey
        foreign key (practice_id, review_request_id) references review_requests (practice_id, id),
    constraint send_decisions_decision_known check (decision in ('send', 'defer', 'refuse'))
);
create index if not exists send_decisions_request_idx
    on send_decisions (practice_id, review_request_id, decided_at);
comment on table send_decisions is 'Each verdict of the send gate with everything it was computed from.';

create table if not exists daily_sends (
    practice_id uuid not null,
    local_date date not null,
    sends integer not null default 0,
    cap_reached_at timestamptz,
    constraint daily_sends_pkey primary key (practice_id, local_date),
    constraint daily_sends_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table daily_sends is 'SMS to patients reserved in one practice-local day; the daily cap is held here.';

create table if not exists frontdesk_usage (
    practice_id uuid not null,
    local_date date not null,
    used integer not null default 0,
    limited_at timestamptz,
    constraint frontdesk_usage_pkey primary key (practice_id, local_date),
    constraint frontdesk_usage_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table frontdesk_usage is 'Front-desk visits accepted in one practice-local day; the quota is held here.';

create table if not exists rate_limits (
    practice_id uuid not null,
    action text not null,
    window_start timestamptz not null,
    used integer not null default 0,
    constraint rate_limits_pkey primary key (practice_id, action, window_start),
    constraint rate_limits_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table rate_limits is 'How often a practice did a limited thing in a window of time.';

create table if not exists inbound_messages (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    provider_msg_id text not null,
    from_hash text not null,
    body text,
    kind text not null,
    received_at timestamptz not null,
    constraint inbound_messages_pkey primary key (practice_id, id),
    constraint inbound_messages_practice_fkey foreign key (practice_id) references practices (id),
    constraint inbound_messages_once_key unique (practice_id, provider_msg_id)
);
comment on table inbound_messages is 'What patients texted back, for the practice''s home page.';
comment on column inbound_messages.body is 'AES-256-GCM ciphertext.';
comment on column inbound_messages.kind is 'stop, start, help or other.';

alter table visits add column if not exists local_date date;
alter table visits add column if not exists created_at timestamptz not null default now();
create unique index if not exists visits_patient_local_date_idx
    on visits (practice_id, patient_id, local_date);
comment on column visits.local_date is 'The practice-local day of the visit: one visit a patient and day.';

alter table patients add column if not exists name_key text;
alter table patients add column if not exists created_at timestamptz not null default now();
create unique index if not exists patients_phone_name_idx
    on patients (practice_id, phone_hash, name_key) where phone_hash is not null;
comment on column patients.name_key is 'First name folded for matching: two people on one phone stay two patients.';

alter table settings add column if not exists paused_at timestamptz;
alter table settings add column if not exists data_source text;
alter table practices add column if not exists stripe_state_at timestamptz;
alter table practices add column if not exists provisioned_at timestamptz;
comment on column settings.paused_at is 'Set while the practice has paused all sending itself.';
comment on column practices.stripe_state_at is 'Time of the Stripe event that last set the status; older events do not move it.';

create table if not exists quiet_hour_rules (
    region text not null,
    weekday integer not null,
    earliest time not null,
    latest time not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint quiet_hour_rules_pkey primary key (region, weekday, effective_from),
    constraint quiet_hour_rules_weekday_range check (weekday between 0 and 6),
    constraint quiet_hour_rules_window check (earliest < latest)
);
comment on table quiet_hour_rules is 'Lawful local hours by state and weekday (0 Monday), with source and dates.';
