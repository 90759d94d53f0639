-- The outbox, message templates, reviews and their snapshots, and the columns fulfillment needs.
set lock_timeout = '5s';

alter table settings
    add column if not exists billing_json jsonb not null default '{}',
    add column if not exists frontdesk_daily_quota integer not null default 500,
    add column if not exists cooldown_days integer not null default 180,
    add column if not exists send_delay_minutes integer not null default 120,
    add column if not exists sms_status text not null default 'pending',
    add column if not exists digest_email text,
    add column if not exists onboarding_completed_at timestamptz;
comment on column settings.billing_json is 'What the business needs of the Stripe checkout; never card data.';
comment on column settings.frontdesk_daily_quota is 'Most front-desk visits accepted in one practice-local day.';
comment on column settings.cooldown_days is 'Days in which one phone or email is asked only once.';
comment on column settings.send_delay_minutes is 'Least minutes between the end of a visit and its request.';
comment on column settings.sms_status is 'Carrier registration (A2P 10DLC): only ready sends SMS, else email is used.';

create table if not exists jobs (
    id bigint generated always as identity,
    practice_id uuid,
    type text not null,
    payload jsonb not null default '{}',
    status text not null default 'queued',
    run_at timestamptz not null default now(),
    attempts integer not null default 0,
    last_error text,
    unique_key text,
    claimed_by text,
    lease_until timestamptz,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint jobs_pkey primary key (id),
    constraint jobs_practice_fkey foreign key (practice_id) references practices (id),
    constraint jobs_unique_key_key unique (unique_key),
    constraint jobs_status_known check (status in ('queued', 'running', 'done', 'dead'))
);
create index if not exists jobs_due_idx on jobs (run_at, id) where status = 'queued';
create index if not exists jobs_lease_idx on jobs (lease_until) where status = 'running';
create index if not exists jobs_practice_idx on jobs (practice_id, type) where status in ('queued', 'running');
comment on table jobs is 'The outbox: what must be done, written with the change that caused it.';
comment on column jobs.run_at is 'Not before this time.';
comment on column jobs.attempts is 'Claims so far, the current one included.';
comment on column jobs.last_error is 'Error class and provider code of the last failed attempt; no personal data.';
comment on column jobs.unique_key is 'Enqueued once for ever under this key.';
comment on column jobs.lease_until is 'While running: another worker may take the job after this time.';

create table if not exists templates (
    id uuid not null default gen_random_uuid(),
    name text not null,
    locale text not null,
    channel text not null,
    subject text,
    body text not null,
    provider_template_id text,
    status text not null default 'approved',
    body_html text,
    gloss_en text,
    updated_at timestamptz not null default now(),
    constraint templates_pkey primary key (id),
    constraint templates_name_locale_channel_key unique (name, locale, channel),
    constraint templates_locale_known check (locale in ('en', 'es')),
    constraint templates_channel_known check (channel in ('sms', 'email')),
    constraint templates_status_known check (status in ('draft', 'approved', 'retired'))
);
comment on table templates is 'Wording of every message by purpose, language and channel.';
comment on column templates.name is 'The purpose it serves: initial, reminder, proof, nudge, magic_link, digest, alert, confirmation …';
comment on column templates.gloss_en is 'English meaning of a Spanish text: carriers require it at campaign registration.';
comment on column templates.provider_template_id is 'Twilio Content SID, used when present.';

alter table review_requests
    add column if not exists template_id uuid,
    add column if not exists locale text,
    add column if not exists send_error_code text,
    add column if not exists reminder_sent_at timestamptz,
    add column if not exists reason text,
    add column if not exists not_before timestamptz,
    add column if not exists created_at timestamptz not null default now();
do $$
begin
    if not exists (select from pg_constraint where conname = 'review_requests_template_fkey') then
        alter table review_requests
            add constraint review_requests_template_fkey foreign key (template_id) references templates (id);
    end if;
    if not exists (select from pg_constraint where conname = 'review_requests_status_known') then
        alter table review_requests
            add constraint review_requests_status_known check (
                status in ('queued', 'delayed', 'sending', 'sent', 'failed', 'skipped', 'blocked')
            );
    end if;
end
$$;
comment on column review_requests.status is 'queued, delayed until not_before, sending, sent, or ended: failed, skipped, blocked.';
comment on column review_requests.reason is 'Why it is delayed, skipped, blocked or failed.';
comment on column review_requests.not_before is 'Earliest send as last decided.';

create table if not exists reviews (
    practice_id uuid not null,
    source text not null default 'google',
    source_place_id text not null,
    external_review_id text not null,
    author_name text,
    rating integer,
    text text,
    url text,
    published_at timestamptz,
    fetched_at timestamptz not null default now(),
    deleted_at timestamptz,
    constraint reviews_pkey primary key (practice_id, source, source_place_id, external_review_id),
    constraint reviews_practice_fkey foreign key (practice_id) references practices (id),
    constraint reviews_rating_range check (rating between 1 and 5)
);
comment on table reviews is 'Public Google reviews, as last fetched; text and author are purged after 30 days.';
comment on column reviews.deleted_at is 'When a complete listing no longer held it.';

create table if not exists review_snapshots (
    practice_id uuid not null,
    snapshot_date date not null,
    total_reviews integer not null,
    average_rating numeric(3, 2),
    one_star integer,
    two_star integer,
    three_star integer,
    four_star integer,
    five_star integer,
    constraint review_snapshots_pkey primary key (practice_id, snapshot_date),
    constraint review_snapshots_practice_fkey foreign key (practice_id) references practices (id),
    constraint review_snapshots_total_not_negative check (total_reviews >= 0)
);
comment on table review_snapshots is 'The place''s public totals on one practice-local date.';
comment on column review_snapshots.one_star is 'Null where the source gives no distribution.';

create table if not exists practice_baselines (
    practice_id uuid not null,
    baseline_date date not null,
    baseline_total integer not null,
    baseline_average numeric(3, 2),
    constraint practice_baselines_pkey primary key (practice_id),
    constraint practice_baselines_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table practice_baselines is 'The totals from which the thirty-day guarantee counts; set once.';
