-- name: get_credit_terms
-- Whom a credit goes to, and the price of one month as Stripe told it.
select
    p.stripe_customer_id as customer_id,
    coalesce((s.billing_json ->> 'unit_amount')::integer, :default_amount_cents) as amount_cents
from practices as p
left join settings as s on p.id = s.practice_id
where p.id = :practice_id and p.stripe_customer_id is not null;

-- name: record_credit
-- Keep the id of the balance entry beside the billing facts.
update settings
set billing_json
    = billing_json
    || jsonb_build_object('guarantee_credit_id', :credit_id::text, 'guarantee_credit_at', :at::text)
where practice_id = :practice_id;
