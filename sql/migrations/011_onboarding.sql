-- What an owner sees before anything is saved: her own text's link, and the place behind a review link.
set lock_timeout = '5s';

alter table practices
    add column if not exists proof_code text not null generated always as (
        substr(translate(encode(sha256(uuid_send(id)), 'base64'), '+/', 'pq'), 1, 10)
    ) stored;
create unique index if not exists practices_proof_code_idx on practices (proof_code);
comment on column practices.proof_code is 'The tracking code of the owner''s own text: made of the id, so that showing it writes nothing; opening it counts for nothing.';

create table if not exists place_lookups (
    practice_id uuid not null,
    place_id text not null,
    asked_at timestamptz not null,
    answered_at timestamptz,
    name text,
    total_reviews integer,
    average_rating numeric(3, 2),
    error text,
    constraint place_lookups_pkey primary key (practice_id, place_id),
    constraint place_lookups_practice_fkey foreign key (practice_id) references practices (id)
);
create index if not exists place_lookups_asked_idx on place_lookups (asked_at);
comment on table place_lookups is 'Places that owners asked about by pasting a review link; shown for an hour, dropped within a day.';
comment on column place_lookups.error is 'Google''s code where it did not tell of the place.';
