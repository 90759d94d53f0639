-- Whom a practice never wants asked: its staff, their families, minors who have a phone of their own.
set lock_timeout = '5s';

create table if not exists exclusions (
    practice_id uuid not null,
    contact_hash text not null,
    contact text not null,
    created_at timestamptz not null,
    constraint exclusions_pkey primary key (practice_id, contact_hash),
    constraint exclusions_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table exclusions is 'Contacts that the practice itself keeps from being asked; unlike an opt-out, it may take them off.';
comment on column exclusions.contact_hash is 'Keyed hash of the E.164 phone or lower-case email; a patient with either is not asked at all.';
comment on column exclusions.contact is 'The phone or email, sealed, for the practice''s own list.';
