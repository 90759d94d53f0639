-- Failures counted apart from claims, and what repeating texts and asking for prices look up.
set lock_timeout = '5s';

alter table jobs add column if not exists failures integer not null default 0;
comment on column jobs.failures is 'Attempts that failed; a worker that died with the job is a claim only.';

alter table messages add column if not exists price_checked_at timestamptz;
comment on column messages.price_checked_at is 'When the provider was last asked for the price; null until then.';

create index if not exists messages_request_idx
    on messages (practice_id, review_request_id, purpose) where review_request_id is not null;
create index if not exists messages_unpriced_idx
    on messages (price_checked_at nulls first, created_at)
    where price_usd is null and channel = 'sms' and provider_msg_id is not null;
