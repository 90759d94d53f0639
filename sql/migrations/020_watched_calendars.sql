-- Since when a calendar has been read without a gap: so far, and no further, late entries are looked for.
set lock_timeout = '5s';

alter table calendar_connections add column if not exists watched_since timestamptz;
comment on column calendar_connections.watched_since is 'Whatever ended after this has been read. Null: not read yet, or other calendars were chosen since.';
