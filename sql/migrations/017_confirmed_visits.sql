-- A visit that a calendar called off and the front desk saw all the same.
set lock_timeout = '5s';

alter table visits add column if not exists confirmed_at timestamptz;
comment on column visits.confirmed_at is 'When the front desk saw a patient whose visit had been called off: no source calls it off again.';
