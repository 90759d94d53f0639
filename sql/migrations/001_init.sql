-- Practices, their patients and visits, the requests made of them, and the event log.
set lock_timeout = '5s';

create table if not exists practices (
    id uuid not null default gen_random_uuid(),
    name text not null,
    phone text,
    email text,
    city text,
    timezone text,
    status text not null default 'provisioning',
    stripe_customer_id text,
    stripe_subscription_id text,
    source_place_id text,
    created_at timestamptz not null default now(),
    constraint practices_pkey primary key (id),
    constraint practices_stripe_customer_id_key unique (stripe_customer_id),
    constraint practices_stripe_subscription_id_key unique (stripe_subscription_id),
    constraint practices_status_known
        check (status in ('provisioning', 'active', 'past_due', 'canceled'))
);
comment on table practices is 'One row a paying dental office: the tenant.';
comment on column practices.timezone is 'IANA zone name; null until the checkout address or the portal tells it.';
comment on column practices.status is 'Follows the Stripe subscription: only active sends; provisioning until onboarded.';
comment on column practices.source_place_id is 'Google place_id, the one Places value that may be kept for good.';

create table if not exists settings (
    practice_id uuid not null,
    review_link text,
    quiet_hours_start time not null default '20:00',
    quiet_hours_end time not null default '09:00',
    daily_cap integer not null default 50,
    default_locale text not null default 'en',
    constraint settings_pkey primary key (practice_id),
    constraint settings_practice_fkey foreign key (practice_id) references practices (id),
    constraint settings_daily_cap_range check (daily_cap between 0 and 1000),
    constraint settings_default_locale_known check (default_locale in ('en', 'es'))
);
comment on table settings is 'What a practice chose at onboarding; one row a practice.';
comment on column settings.quiet_hours_start is 'Local time from which nothing is sent; may wrap midnight.';
comment on column settings.quiet_hours_end is 'Local time from which sending is allowed again.';
comment on column settings.daily_cap is 'Most SMS to patients in one practice-local day.';

create table if not exists patients (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    first_name text,
    phone_e164 text,
    phone_hash text,
    email text,
    email_hash text,
    locale text,
    opted_out boolean not null default false,
    opted_out_at timestamptz,
    constraint patients_pkey primary key (practice_id, id),
    constraint patients_practice_fkey foreign key (practice_id) references practices (id),
    constraint patients_locale_known check (locale in ('en', 'es'))
);
create index if not exists patients_phone_hash_idx on patients (phone_hash) where phone_hash is not null;
create index if not exists patients_email_hash_idx on patients (email_hash) where email_hash is not null;
comment on table patients is 'First name and contact of a practice''s patient; nothing clinical.';
comment on column patients.phone_e164 is 'AES-256-GCM ciphertext of the E.164 number, bound to practice and column.';
comment on column patients.phone_hash is 'Keyed hash of the E.164 number: what joins and opt-outs compare.';
comment on column patients.email is 'AES-256-GCM ciphertext of the lower-cased address.';
comment on column patients.email_hash is 'Keyed hash of the lower-cased address.';

create table if not exists visits (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    patient_id uuid not null,
    occurred_at timestamptz not null,
    source text not null,
    source_id text not null,
    constraint visits_pkey primary key (practice_id, id),
    constraint visits_practice_fkey foreign key (practice_id) references practices (id),
    constraint visits_patient_fkey
        foreign key (practice_id, patient_id) references patients (practice_id, id),
    constraint visits_source_id_key unique (practice_id, source, source_id),
    constraint visits_source_known check (source in ('gcal', 'outlook', 'csv', 'frontdesk'))
);
comment on table visits is 'A finished appointment, from whichever source told of it first.';
comment on column visits.occurred_at is 'When the appointment ended; 17:00 local where the source gives no time.';
comment on column visits.source_id is 'The source''s own key: event id, row fingerprint, or front-desk key.';

create table if not exists review_requests (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    code text not null,
    patient_id uuid not null,
    visit_id uuid not null,
    channel text not null,
    status text not null default 'queued',
    sent_at timestamptz,
    provider_msg_id text,
    provider_status text,
    clicked_at timestamptz,
    constraint review_requests_pkey primary key (practice_id, id),
    constraint review_requests_practice_fkey foreign key (practice_id) references practices (id),
    constraint review_requests_patient_fkey
        foreign key (practice_id, patient_id) references patients (practice_id, id),
    constraint review_requests_visit_fkey
        foreign key (practice_id, visit_id) references visits (practice_id, id),
    constraint review_requests_code_key unique (code),
    constraint review_requests_once_key unique (practice_id, patient_id, visit_id, channel),
    constraint review_requests_channel_known check (channel in ('sms', 'email'))
);
create index if not exists review_requests_visit_idx on review_requests (practice_id, visit_id);
create index if not exists review_requests_sent_idx on review_requests (practice_id, sent_at);
comment on table review_requests is 'Asks one patient, about one visit, on one channel.';
comment on column review_requests.code is 'The public part of the tracking link, /r/{code}.';
comment on column review_requests.clicked_at is 'First click by a person; link previewers and scanners do not count.';

create table if not exists engagements (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    review_request_id uuid not null,
    event text not null,
    occurred_at timestamptz not null default now(),
    constraint engagements_pkey primary key (practice_id, id),
    constraint engagements_practice_fkey foreign key (practice_id) references practices (id),
    constraint engagements_review_request_fkey
        foreign key (practice_id, review_request_id) references review_requests (practice_id, id),
    constraint engagements_once_key unique (practice_id, review_request_id, event),
    constraint engagements_event_known check (event in ('delivered', 'failed', 'clicked', 'stopped'))
);
comment on table engagements is 'What became of a request: the first of each kind, by whichever message.';

create table if not exists events (
    practice_id uuid not null default '00000000-0000-0000-0000-000000000000',
    id uuid not null default gen_random_uuid(),
    type text not null,
    payload jsonb not null default '{}',
    ip_hash text,
    ua_hash text,
    occurred_at timestamptz not null default now(),
    tenant_id uuid generated always as (
        nullif(practice_id, '00000000-0000-0000-0000-000000000000'::uuid)
    ) stored,
    constraint events_pkey primary key (practice_id, id),
    constraint events_practice_fkey foreign key (tenant_id) references practices (id)
);
create index if not exists events_type_idx on events (practice_id, type, occurred_at);
create index if not exists events_occurred_idx on events (type, occurred_at);
comment on table events is 'Append-only log of everything that happened; the all-zero practice_id is the platform itself.';
comment on column events.payload is 'Facts without personal data; a skip, delay or block carries reason, a failure carries code.';
comment on column events.tenant_id is 'practice_id, or null for the platform: what the foreign key checks.';
