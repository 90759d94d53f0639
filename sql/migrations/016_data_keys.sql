-- Which keys this database was filled with: hashes under another key would find no opt-out.
set lock_timeout = '5s';

create table if not exists data_keys (
    purpose text not null,
    fingerprint text not null,
    first_used_at timestamptz not null default now(),
    constraint data_keys_pkey primary key (purpose),
    constraint data_keys_purpose_known check (purpose in ('hash'))
);
comment on table data_keys is 'Tells the keys in use from others; no key can be had from it.';
comment on column data_keys.fingerprint is 'Keyed hash of a fixed text; nothing runs with a key that gives another one.';
