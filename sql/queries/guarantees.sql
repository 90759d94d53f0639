-- name: get_credit_terms
-- Whom a credit goes to, and what was really paid for the month: by the period's first invoice that
-- was not free, else at the checkout, else as the price says.
select
    p.stripe_customer_id as customer_id,
    p.status <> 'canceled' as is_served,
    coalesce(
        paid.amount_cents,
        nullif((s.billing_json ->> 'amount_total')::integer, 0),
        (s.billing_json ->> 'unit_amount')::integer,
        :default_amount_cents
    ) as amount_cents,
    lower(coalesce(paid.currency, s.billing_json ->> 'currency', 'usd')) as currency,
    coalesce(
        (s.billing_json ->> 'guarantee_credit_at')::timestamptz >= :due_on::date, false
    ) as is_granted
from practices as p
left join settings as s on p.id = s.practice_id
left join lateral (
    select
        (raw.payload #>> '{data,object,amount_paid}')::integer as amount_cents,
        raw.payload #>> '{data,object,currency}' as currency
    from raw_events as raw
    where
        raw.provider = 'stripe'
        and raw.type = 'invoice.paid'
        and coalesce(
            raw.payload #>> '{data,object,customer,id}', raw.payload #>> '{data,object,customer}'
        ) = p.stripe_customer_id
        and raw.payload #>> '{data,object,billing_reason}' like 'subscription%'
        and raw.payload #>> '{data,object,amount_paid}' ~ '^[1-9][0-9]{0,8}$'
        and raw.payload ->> 'created' ~ '^[0-9]{1,11}$'
        and to_timestamp((raw.payload ->> 'created')::bigint) >= coalesce(
            (
                select max(period.started_at) from paid_periods as period
                where
                    period.practice_id = p.id
                    and (period.started_at at time zone 'UTC')::date <= :due_on
            ),
            '-infinity'
        ) - interval '1 hour'
    order by (raw.payload ->> 'created')::bigint
    limit 1
) as paid on true
where p.id = :practice_id;

-- name: record_credit
-- Keep the id of the balance entry beside the billing facts.
update settings
set billing_json
    = billing_json
    || jsonb_build_object('guarantee_credit_id', :credit_id::text, 'guarantee_credit_at', :at::text)
where practice_id = :practice_id;
