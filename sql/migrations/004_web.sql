-- What the web app needs: requests it failed, when a raw event was last tried, patients by email.
set lock_timeout = '5s';

create table if not exists webhook_failures (
    id bigint generated always as identity,
    occurred_at timestamptz not null,
    route text not null,
    status integer not null,
    constraint webhook_failures_pkey primary key (id)
);
create index if not exists webhook_failures_occurred_idx on webhook_failures (occurred_at);
comment on table webhook_failures is 'Requests that the web app answered 5xx, one row each; feeds the alarm webhook_5xx.';
comment on column webhook_failures.route is 'The route''s template, never the address asked for.';

alter table raw_events add column if not exists tried_at timestamptz;
comment on column raw_events.tried_at is 'Last attempt to apply it that did not succeed; the least recently tried go first.';

create index if not exists patients_email_name_idx
    on patients (practice_id, email_hash, name_key) where email_hash is not null;
create index if not exists practices_email_idx on practices (lower(email));
create index if not exists messages_review_request_idx
    on messages (practice_id, review_request_id) where review_request_id is not null;
