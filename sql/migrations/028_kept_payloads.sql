-- What providers said is kept for ninety days after it was applied, and what would act for its reader not at all.
set lock_timeout = '5s';

alter table raw_events add column if not exists emptied_at timestamptz;
comment on column raw_events.emptied_at is 'When its payload was cut down to ids, long after it was applied; null while it is as it was stored.';
create index if not exists raw_events_kept_idx on raw_events (applied_at)
where applied_at is not null and emptied_at is null;

update raw_events
set payload = payload - array['Token', 'SubscribeURL', 'UnsubscribeURL', 'Message']
where provider = 'ses' and payload ? 'Token';
