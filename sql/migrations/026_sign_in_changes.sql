-- New sign-in addresses that wait to be confirmed there.
set lock_timeout = '5s';

create table if not exists sign_in_changes (
    practice_id uuid not null,
    token_hash text not null,
    email text not null,
    requested_at timestamptz not null,
    expires_at timestamptz not null,
    confirmed_at timestamptz,
    constraint sign_in_changes_pkey primary key (practice_id, token_hash),
    constraint sign_in_changes_practice_fkey foreign key (practice_id) references practices (id),
    constraint sign_in_changes_token_hash_key unique (token_hash)
);
comment on table sign_in_changes is 'Addresses that a practice wants to sign in by; the one before signs in until the new one is confirmed by the link mailed to it.';
comment on column sign_in_changes.token_hash is 'Hash of the token in that link.';
comment on column sign_in_changes.email is 'The new address, in lower case.';
comment on column sign_in_changes.expires_at is 'The link opens nothing afterwards.';
comment on column sign_in_changes.confirmed_at is 'When the button behind it was pressed; null if it was not, or another change came after it.';
