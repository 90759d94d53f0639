-- name: hold_checkout
-- Keep a checkout that waits for a person, once.
insert into held_checkouts (
    practice_id, session_id, external_id, subscription_id, customer_id, held_at
)
values (:practice_id, :session_id, :external_id, :subscription_id, :customer_id, :now)
on conflict (practice_id, session_id) do nothing;

-- name: list_open
-- What waits in the name of a practice, the first held first.
select practice_id, session_id, external_id, held_at
from held_checkouts
where practice_id = :practice_id and decided_at is null
order by held_at, session_id;

-- name: list_all_open
-- What waits for a person, in the name of any practice.
select practice_id, session_id, external_id, held_at
from held_checkouts
where decided_at is null
order by held_at, session_id;

-- name: find_open_by_subscription
-- What waits that a subscription was bought by.
select practice_id, session_id, external_id, held_at
from held_checkouts
where subscription_id = :subscription_id and decided_at is null
order by held_at
limit 1;

-- name: find_by_session
-- What was held of a checkout session, decided or not.
select practice_id, session_id, external_id, held_at
from held_checkouts
where session_id = :session_id
order by decided_at nulls first
limit 1;

-- name: decide
-- Settle what waits, once.
update held_checkouts
set decided_at = :now, decision = :decision, decided_by = :decided_by
where practice_id = :practice_id and session_id = :session_id and decided_at is null;

-- name: withdraw_notice
-- Ask nobody any more about what is settled.
delete from jobs where unique_key = :unique_key and status = 'queued';

-- name: list_foreign
-- Paid checkouts that are none of ours, as they were put on record.
select distinct
    payload ->> 'session_id' as session_id,
    payload ->> 'reason' as reason
from events
where
    practice_id = :platform_id
    and type = 'checkout_held'
    and occurred_at > :since
    and occurred_at <= :now
    and payload ->> 'session_id' is not null
order by session_id, reason;

-- name: has_ended
-- Tell whether Stripe has said already that a subscription is over, which nobody could place.
select exists (
    select from raw_events
    where
        provider = 'stripe'
        and applied_at is null
        and type = 'customer.subscription.deleted'
        and payload #>> '{data,object,id}' = :subscription_id
) as found;

-- name: save_subscription
-- How one subscription of a practice stands.
insert into practice_subscriptions (practice_id, subscription_id, customer_id, status, started_at)
values (:practice_id, :subscription_id, :customer_id, :status, :started_at)
on conflict (practice_id, subscription_id) do update
set
    customer_id = coalesce(excluded.customer_id, practice_subscriptions.customer_id),
    status = excluded.status,
    started_at = excluded.started_at;

-- name: has_subscription
-- Tell whether a subscription is one of a practice's.
select exists (
    select from practice_subscriptions
    where practice_id = :practice_id and subscription_id = :subscription_id
) as found;
