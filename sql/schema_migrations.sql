-- Where it is written down which migrations were applied, and the schemas that others fill.
create table if not exists schema_migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
);
create schema if not exists analytics;
create schema if not exists dagster;
