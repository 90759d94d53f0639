-- Texts that arrive although they were reported lost, and providers' accounts that take nothing.
set lock_timeout = '5s';

alter table messages add column if not exists replaced_at timestamptz;
comment on column messages.replaced_at is 'When it was reported as delivered after all, while another message was under way in its place. Null: no other was.';

drop index if exists messages_one_request_purpose_idx;
create unique index if not exists messages_one_request_purpose_idx
    on messages (practice_id, review_request_id, purpose)
    where
        review_request_id is not null
        and state not in ('failed', 'undelivered')
        and replaced_at is null;

alter table settings add column if not exists sms_status_at timestamptz;
comment on column settings.sms_status_at is 'When sms_status was last moved: what becomes of texts written before says nothing of the sender now. Null: never.';

create table if not exists provider_circuits (
    channel text not null,
    code text not null,
    opened_at timestamptz not null,
    probe_at timestamptz not null,
    constraint provider_circuits_pkey primary key (channel),
    constraint provider_circuits_channel_known check (channel in ('sms', 'email'))
);
comment on table provider_circuits is 'Channels on which nothing goes out for now, as the provider refuses our account; one row a channel, gone when a call succeeds.';
comment on column provider_circuits.code is 'The provider''s own code of the latest refusal.';
comment on column provider_circuits.opened_at is 'Since when.';
comment on column provider_circuits.probe_at is 'From then on one message may find out whether the account works again.';
