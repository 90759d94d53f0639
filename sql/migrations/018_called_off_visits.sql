-- Who called a visit off: a calendar that still shows the entry does not undo what a list knows.
set lock_timeout = '5s';

alter table visits add column if not exists canceled_by text;
comment on column visits.canceled_by is 'The source that called the visit off. Null where none did, or one did before this was kept.';
