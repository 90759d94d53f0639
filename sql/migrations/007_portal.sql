-- What the portal needs: visit lists that wait for a yes, limits of visitors who have not signed in.
set lock_timeout = '5s';

create table if not exists upload_previews (
    practice_id uuid not null,
    id uuid not null default gen_random_uuid(),
    file_name text not null,
    sealed_file text,
    sealed_rejects text,
    rejected integer not null default 0,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    constraint upload_previews_pkey primary key (practice_id, id),
    constraint upload_previews_practice_fkey foreign key (practice_id) references practices (id)
);
create index if not exists upload_previews_created_idx on upload_previews (created_at);
comment on table upload_previews is 'Visit lists shown to the owner before they are taken in; dropped within a day.';
comment on column upload_previews.sealed_file is 'AES-256-GCM ciphertext of the file; gone once it is confirmed.';
comment on column upload_previews.sealed_rejects is 'The rows not taken, with reasons, as ciphertext of a list to be mended.';

create table if not exists visitor_uses (
    action text not null,
    visitor_hash text not null,
    window_start timestamptz not null,
    used integer not null default 0,
    constraint visitor_uses_pkey primary key (action, visitor_hash, window_start)
);
create index if not exists visitor_uses_window_idx on visitor_uses (window_start);
comment on table visitor_uses is 'How often an address on the net did a limited thing in a window of time.';
comment on column visitor_uses.visitor_hash is 'Keyed hash of the address.';

alter table attestations add column if not exists statement text;
comment on column attestations.statement is 'The words that were agreed to, in the language they were read in.';

create index if not exists review_requests_created_idx on review_requests (practice_id, created_at);
create index if not exists inbound_messages_received_idx
    on inbound_messages (practice_id, received_at);
