-- The visit sources as a table: a further one is a row, and an unknown one is refused everywhere.
set lock_timeout = '5s';

create table if not exists visit_sources (
    name text not null,
    is_calendar boolean not null,
    constraint visit_sources_pkey primary key (name)
);
comment on table visit_sources is 'Where visits come from; the same table stands in core/rules/visits/sources.py.';
comment on column visit_sources.is_calendar is 'Connected once and then polled; the others are told to us.';

insert into visit_sources (name, is_calendar)
values
('gcal', true),
('outlook', true),
('csv', false),
('frontdesk', false)
on conflict (name) do nothing;

alter table visits
drop constraint if exists visits_source_known,
drop constraint if exists visits_source_fkey,
add constraint visits_source_fkey foreign key (source) references visit_sources (name);

alter table visit_sightings
drop constraint if exists visit_sightings_source_known,
drop constraint if exists visit_sightings_source_fkey,
add constraint visit_sightings_source_fkey foreign key (source) references visit_sources (name);

alter table calendar_looks
drop constraint if exists calendar_looks_source_known,
drop constraint if exists calendar_looks_source_fkey,
add constraint calendar_looks_source_fkey foreign key (source) references visit_sources (name);

alter table calendar_connections
drop constraint if exists calendar_connections_source_known,
drop constraint if exists calendar_connections_source_fkey,
add constraint calendar_connections_source_fkey foreign key (source) references visit_sources (name);

alter table calendar_authorizations
drop constraint if exists calendar_authorizations_source_known,
drop constraint if exists calendar_authorizations_source_fkey,
add constraint calendar_authorizations_source_fkey foreign key (source) references visit_sources (name);
