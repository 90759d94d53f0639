-- What was stopped on a carrier's word, and is let go when the word turns out to be wrong.
set lock_timeout = '5s';

alter table settings add column if not exists carrier_blocked_at timestamptz;
alter table settings add column if not exists carrier_blocked_since timestamptz;
comment on column settings.carrier_blocked_at is 'When carriers'' codes blocked the sender. Null: they did not, or an operator has moved it since.';
comment on column settings.carrier_blocked_since is 'sms_status_at as it was before that block, and is again if the block is taken back. Null: never moved.';
