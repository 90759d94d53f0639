-- name: lock_identity
-- Let one transaction at a time look for, and then make, what has this identity.
select pg_advisory_xact_lock(hashtextextended(:key, 0));

-- name: get_practice
-- A practice with what it chose.
select
    p.id,
    p.name,
    p.phone,
    p.email,
    p.city,
    p.timezone,
    p.status,
    p.stripe_customer_id,
    p.stripe_subscription_id,
    p.stripe_state_at,
    p.source_place_id,
    p.proof_code,
    s.review_link,
    s.quiet_hours_start,
    s.quiet_hours_end,
    coalesce(s.daily_cap, 50) as daily_cap,
    coalesce(s.default_locale, 'en') as default_locale,
    coalesce(s.cooldown_days, 180) as cooldown_days,
    coalesce(s.send_delay_minutes, 120) as send_delay_minutes,
    coalesce(s.frontdesk_daily_quota, 500) as frontdesk_daily_quota,
    coalesce(s.sms_status, 'pending') as sms_status,
    s.monthly_budget_usd,
    s.digest_email,
    s.data_source,
    s.onboarding_completed_at,
    s.paused_at
from practices as p
left join settings as s on p.id = s.practice_id
where p.id = :practice_id;

-- name: find_by_customer
-- The practice that a Stripe customer is.
select id from practices where stripe_customer_id = :customer_id;

-- name: find_by_subscription
-- The practice that a Stripe subscription pays for.
select id from practices where stripe_subscription_id = :subscription_id;

-- name: find_returning
-- A practice that comes back under its address: of the same name, or one that has left.
select p.id
from practices as p
cross join lateral (
    select
        regexp_replace(lower(p.name), '\W', '', 'g')
        = regexp_replace(lower(:name), '\W', '', 'g') as bears_the_name
) as compared
where lower(p.email) = lower(:email) and (compared.bears_the_name or p.status = 'canceled')
order by compared.bears_the_name desc, p.created_at desc, p.id
limit 1;

-- name: list_by_email
-- The practices that an address may sign in to; that of the weekly report only without another.
select distinct p.id, coalesce(s.default_locale, 'en') as default_locale
from practices as p
left join settings as s on p.id = s.practice_id
where lower(coalesce(p.email, s.digest_email)) = lower(:email)
order by p.id
limit 20;

-- name: insert_practice
-- A practice that has just paid.
insert into practices (id, name, phone, email, city, timezone, status, created_at, provisioned_at)
values (:id, :name, :phone, :email, :city, :timezone, 'provisioning', :now, :now);

-- name: complete_practice
-- A known practice that pays again keeps what it told us itself.
update practices
set
    email = coalesce(email, :email),
    phone = coalesce(phone, :phone),
    city = coalesce(city, :city),
    timezone = coalesce(timezone, :timezone)
where id = :id;

-- name: list_canceled
-- Practices that nobody pays for any more.
select id from practices where status = 'canceled';

-- name: upsert_billing
-- What the business needs of the checkout, and settings to start from.
insert into settings (practice_id, sms_status, billing_json, digest_email)
values (:practice_id, :sms_status, :billing_json, :digest_email)
on conflict (practice_id) do update
set
    billing_json = settings.billing_json || excluded.billing_json,
    digest_email = coalesce(settings.digest_email, excluded.digest_email);

-- name: lock_account
-- Hold a practice while its status is worked out.
select
    p.id,
    p.status,
    p.stripe_customer_id,
    p.stripe_subscription_id,
    p.stripe_state_at,
    s.onboarding_completed_at
from practices as p
left join settings as s on p.id = s.practice_id
where p.id = :id
for update of p;

-- name: save_account
-- Where a practice stands as of a Stripe event's time, and by which subscription.
update practices
set
    status = :status,
    subscription_status = :subscription_status,
    stripe_customer_id = coalesce(:customer_id, stripe_customer_id),
    stripe_subscription_id = coalesce(:subscription_id, stripe_subscription_id),
    stripe_state_at = :state_at
where id = :id;

-- name: fill_email
-- Stripe knows an address where the checkout told none.
update practices set email = :email where id = :id and email is null;

-- name: set_paused
-- A practice pauses all sending, or resumes it.
update settings set paused_at = :paused_at where practice_id = :practice_id;
