-- name: lock_migrations
-- One process migrates at a time; any number that nobody else uses.
select pg_advisory_xact_lock(1684369012);

-- name: list_applied
-- What was applied, and what it was then.
select name, checksum from schema_migrations;

-- name: record_applied
-- A migration has been applied.
insert into schema_migrations (name, checksum) values (:name, :checksum);
