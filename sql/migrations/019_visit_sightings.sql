-- By which entry a calendar knows a visit that another source told first: if it goes, the visit is off.
set lock_timeout = '5s';

create table if not exists visit_sightings (
    practice_id uuid not null,
    source text not null,
    source_id text not null,
    visit_id uuid not null,
    occurred_at timestamptz not null,
    constraint visit_sightings_pkey primary key (practice_id, source, source_id),
    constraint visit_sightings_visit_fkey foreign key (practice_id, visit_id)
    references visits (practice_id, id) on delete cascade,
    constraint visit_sightings_source_known check (source in ('gcal', 'outlook'))
);
create index if not exists visit_sightings_visit_idx on visit_sightings (practice_id, visit_id);
create index if not exists visit_sightings_occurred_idx on visit_sightings (practice_id, source, occurred_at);
comment on table visit_sightings is 'Calendar entries of a patient and day that another source had told of: the same visit, seen again.';
comment on column visit_sightings.occurred_at is 'When the entry ended, as its calendar has it.';

create or replace view visit_tellings as
select practice_id, source, source_id, id as visit_id, occurred_at, true as is_first
from visits
union all
select practice_id, source, source_id, visit_id, occurred_at, false as is_first
from visit_sightings;
comment on view visit_tellings is 'Every source''s word on a visit that could be taken back: the first, which made the visit, and calendars'' later ones.';
