-- name: append_raw_event
-- Store what a provider said, once.
insert into raw_events (provider, external_id, type, payload, received_at)
values (:provider, :external_id, :type, :payload, :received_at)
on conflict (provider, external_id) do nothing
returning id;

-- name: append_raw_events
-- Store what a provider said, many at a time, each once.
insert into raw_events (provider, external_id, type, payload, received_at)
select
    provider,
    external_id,
    type,
    payload,
    received_at
from jsonb_to_recordset(:rows) as row (
    provider text, external_id text, type text, payload jsonb, received_at timestamptz
)
order by provider, external_id
on conflict (provider, external_id) do nothing;

-- name: lock_raw_event
-- Take one stored event that is not applied, waiting for whoever is applying it.
select id, provider, external_id, type, payload, received_at
from raw_events
where provider = :provider and external_id = :external_id and applied_at is null
for update;

-- name: get_raw_event
-- One stored event.
select id, provider, external_id, type, payload, received_at
from raw_events
where provider = :provider and external_id = :external_id;

-- name: claim_unapplied
-- Take stored events that are not applied, the least recently tried first.
select id, provider, external_id, type, payload, received_at
from raw_events
where applied_at is null and received_at >= coalesce(:since, '-infinity'::timestamptz)
order by tried_at nulls first, received_at, id
limit :limit
for update skip locked;

-- name: claim_waiting_stripe
-- Take Stripe events that came before the checkout of their customer or subscription.
select id, provider, external_id, type, payload, received_at
from raw_events
where
    provider = 'stripe'
    and applied_at is null
    and id <> :except_id
    and (
        payload #>> '{data,object,customer}' = :customer_id
        or payload #>> '{data,object,customer,id}' = :customer_id
        or payload #>> '{data,object,subscription}' = :subscription_id
        or payload #>> '{data,object,id}' = :subscription_id
    )
order by (payload ->> 'created')::numeric, id
for update skip locked;

-- name: mark_applied
-- Record that a stored event has had its effect.
update raw_events set applied_at = :now, error = :error, tried_at = null where id = :id;

-- name: mark_failed
-- Record why a stored event could not be applied yet.
update raw_events set error = :error, tried_at = :now where id = :id and applied_at is null;

-- name: has_unapplied
-- Tell whether anything is stored that was not tried since a time.
select exists (
    select from raw_events
    where applied_at is null and (tried_at is null or tried_at < :tried_before)
) as found;
