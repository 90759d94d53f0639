-- name: append_fact
-- Keep what an event says of a practice, once.
insert into billing_facts (
    practice_id,
    external_id,
    kind,
    status,
    customer_id,
    subscription_id,
    subject_id,
    about_at,
    occurred_at,
    previous_status
)
values (
    :practice_id,
    :external_id,
    :kind,
    :status,
    :customer_id,
    :subscription_id,
    :subject_id,
    :about_at,
    :occurred_at,
    :previous_status
)
on conflict (practice_id, external_id) do nothing;

-- name: list_facts
-- All that was said of a practice.
select
    external_id,
    kind,
    status,
    occurred_at,
    customer_id,
    subscription_id,
    subject_id,
    about_at,
    previous_status
from billing_facts
where practice_id = :practice_id;

-- name: find_practice
-- The practice that a session, a subscription or else a customer was ever known for.
select practice_id
from billing_facts
where
    (kind = 'checkout' and subject_id = :session_id)
    or subscription_id = :subscription_id
    or customer_id = :customer_id
order by
    coalesce(kind = 'checkout' and subject_id = :session_id, false) desc,
    coalesce(subscription_id = :subscription_id, false) desc,
    occurred_at desc
limit 1;

-- name: find_charge
-- Whose charge or payment it was and when it was made, as other events about it have told.
select
    coalesce(
        payload #>> '{data,object,customer,id}', payload #>> '{data,object,customer}'
    ) as customer_id,
    case
        when
            payload #>> '{data,object,id}' in (:charge_id, :payment_intent_id)
            and payload #>> '{data,object,created}' ~ '^[0-9]{1,11}$'
            then to_timestamp((payload #>> '{data,object,created}')::bigint)
    end as charged_at
from raw_events
where
    provider = 'stripe'
    and payload #>> '{data,object,customer}' is not null
    and (
        payload #>> '{data,object,id}' in (:charge_id, :payment_intent_id)
        or payload #>> '{data,object,charge}' = :charge_id
        or payload #>> '{data,object,payment_intent}' = :payment_intent_id
    )
order by charged_at nulls last, id desc
limit 1;

-- name: list_witnesses
-- What Stripe has said of the invoice, or the checkout, that a charge or payment was for: it names
-- them, or is named by an invoice payment that names them. The newest word first.
with named as (
    select raw.payload #>> '{data,object,invoice}' as invoice_id
    from raw_events as raw
    where
        raw.provider = 'stripe'
        and raw.type like 'invoice\_payment.%'
        and (
            raw.payload #>> '{data,object,payment,payment_intent}' = :payment_intent_id
            or raw.payload #>> '{data,object,payment,charge}' = :charge_id
        )
    union all
    select :invoice_id::text as invoice_id
)

select raw.payload #> '{data,object}' as witness
from raw_events as raw
where
    raw.provider = 'stripe'
    and (
        (
            raw.type like 'invoice.%'
            and (
                raw.payload #>> '{data,object,id}' in (select invoice_id from named)
                or :charge_id in (
                    raw.payload #>> '{data,object,charge}',
                    raw.payload #>> '{data,object,charge,id}'
                )
                or :payment_intent_id in (
                    raw.payload #>> '{data,object,payment_intent}',
                    raw.payload #>> '{data,object,payment_intent,id}'
                )
                or (
                    :payment_intent_id::text is not null
                    and raw.payload #> '{data,object,payments,data}'
                    @> jsonb_build_array(
                        jsonb_build_object(
                            'payment',
                            jsonb_build_object('payment_intent', :payment_intent_id::text)
                        )
                    )
                )
            )
        )
        or (
            raw.type like 'checkout.session.%'
            and (
                coalesce(
                    raw.payload #>> '{data,object,invoice,id}',
                    raw.payload #>> '{data,object,invoice}'
                ) in (select invoice_id from named)
                or :payment_intent_id in (
                    raw.payload #>> '{data,object,payment_intent}',
                    raw.payload #>> '{data,object,payment_intent,id}'
                )
            )
        )
    )
order by raw.id desc;

-- name: find_charge_object
-- A charge as Stripe last told it; what events about it that lack its invoice need.
select payload #> '{data,object}' as charge
from raw_events
where
    provider = 'stripe'
    and type like 'charge.%'
    and payload #>> '{data,object,object}' is distinct from 'dispute'
    and payload #>> '{data,object,id}' = :charge_id
order by (payload #> '{data,object}') ? 'invoice' desc, id desc
limit 1;

-- name: list_known_sessions
-- Those of some checkout sessions that have provisioned a practice, or been held.
select distinct payload ->> 'session_id' as session_id
from events
where
    type in ('stripe_checkout', 'checkout_held')
    and payload ->> 'session_id' = any(:session_ids::text[]);

-- name: list_unpaid_sessions
-- Sessions that were complete and not paid when we last heard of them.
select distinct raw.payload #>> '{data,object,id}' as session_id
from raw_events as raw
where
    raw.provider = 'stripe'
    and raw.type = 'checkout.session.completed'
    and raw.payload #>> '{data,object,payment_status}' = 'unpaid'
    and raw.received_at >= :since
    and raw.payload #>> '{data,object,id}' is not null
    and not exists (
        select from events
        where
            events.type = 'stripe_checkout'
            and events.payload ->> 'session_id' = raw.payload #>> '{data,object,id}'
    )
order by session_id;

-- name: list_subscriptions
-- What is thought of each subscription of each practice, and as of when.
select
    p.id as practice_id,
    s.subscription_id,
    s.status,
    p.stripe_state_at as state_at
from practice_subscriptions as s
inner join practices as p on s.practice_id = p.id
union all
select
    p.id as practice_id,
    p.stripe_subscription_id as subscription_id,
    coalesce(
        p.subscription_status, case p.status when 'provisioning' then 'active' else p.status end
    ) as status,
    p.stripe_state_at as state_at
from practices as p
where
    p.stripe_subscription_id is not null
    and not exists (
        select from practice_subscriptions as s
        where s.practice_id = p.id and s.subscription_id = p.stripe_subscription_id
    )
order by practice_id, subscription_id;
