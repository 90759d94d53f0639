-- Rows of which a list leaves open whether their visit took place: the office may say that they came.
set lock_timeout = '5s';

create table if not exists doubtful_visits (
    practice_id uuid not null,
    source text not null,
    source_id text not null,
    reason text not null,
    told text not null default '',
    sealed text not null,
    occurred_at timestamptz not null,
    created_at timestamptz not null,
    constraint doubtful_visits_pkey primary key (practice_id, source, source_id),
    constraint doubtful_visits_practice_fkey foreign key (practice_id) references practices (id),
    constraint doubtful_visits_source_fkey foreign key (source) references visit_sources (name),
    constraint doubtful_visits_reason_known check (
        reason in ('status_unknown', 'status_open', 'status_missing', 'time_unclear')
    )
);
comment on table doubtful_visits is 'Nobody is asked about these unless the office says that they came; forgotten after thirty days.';
comment on column doubtful_visits.source_id is 'Keyed hash, as visits.source_id would be.';
comment on column doubtful_visits.told is 'The status its list gives; blank where that could name somebody.';
comment on column doubtful_visits.sealed is 'First name, contact and language as ciphertext.';
