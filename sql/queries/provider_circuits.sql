-- name: open_circuit
-- Let nothing more go out on a channel for now; where nothing does already, until later.
insert into provider_circuits (channel, code, opened_at, probe_at)
values (:channel, :code, :now, :probe_at)
on conflict (channel) do update
set code = excluded.code, probe_at = greatest(provider_circuits.probe_at, excluded.probe_at);

-- name: list_circuits
-- Channels on which nothing goes out for now.
select channel, code, opened_at, probe_at from provider_circuits
order by channel;

-- name: take_probe
-- One message may find out whether the account works again; the next one not before a while.
update provider_circuits set probe_at = :next_at
where channel = :channel and probe_at <= :now;

-- name: close_circuit
-- The provider takes messages again.
delete from provider_circuits where channel = :channel;
