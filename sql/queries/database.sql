-- name: limit_session
-- Ends what takes longer, now and in later transactions of this connection.
select
    set_config('statement_timeout', :statement, false) as statement_timeout,
    set_config('lock_timeout', :lock, false) as lock_timeout,
    set_config('idle_in_transaction_session_timeout', :idle, false) as idle_timeout;

-- name: limit_transaction
-- Gives this transaction other limits than its connection has.
select
    set_config('statement_timeout', :statement, true) as statement_timeout,
    set_config('lock_timeout', :lock, true) as lock_timeout,
    set_config('idle_in_transaction_session_timeout', :idle, true) as idle_timeout;

-- name: try_write
-- Writes a row, to be rolled back: a standby, a read-only database and a full disk refuse it.
insert into webhook_failures (occurred_at, route, status)
values (now(), '/readyz', 503);
