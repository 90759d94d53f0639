-- All subscriptions of a practice, and second checkouts of living practices that wait for a person.
set lock_timeout = '5s';

create table if not exists practice_subscriptions (
    practice_id uuid not null,
    subscription_id text not null,
    customer_id text,
    status text not null,
    started_at timestamptz,
    constraint practice_subscriptions_pkey primary key (practice_id, subscription_id),
    constraint practice_subscriptions_practice_fkey foreign key (practice_id) references practices (id),
    constraint practice_subscriptions_status_known check (
        status in ('active', 'past_due', 'paused', 'canceled')
    )
);
comment on table practice_subscriptions is 'One row a subscription that pays for a practice; it is served while any of them is.';
comment on column practice_subscriptions.status is 'Of this subscription alone, computed from billing_facts.';
comment on column practice_subscriptions.started_at is 'Stripe''s time of its checkout; null where it was known before any.';

insert into practice_subscriptions (practice_id, subscription_id, customer_id, status)
select
    id,
    stripe_subscription_id,
    stripe_customer_id,
    coalesce(subscription_status, case status when 'provisioning' then 'active' else status end)
from practices
where stripe_subscription_id is not null
on conflict (practice_id, subscription_id) do nothing;

create table if not exists held_checkouts (
    practice_id uuid not null,
    session_id text not null,
    external_id text not null,
    subscription_id text,
    customer_id text,
    held_at timestamptz not null,
    decided_at timestamptz,
    decision text,
    decided_by text,
    constraint held_checkouts_pkey primary key (practice_id, session_id),
    constraint held_checkouts_practice_fkey foreign key (practice_id) references practices (id),
    constraint held_checkouts_decision_known check (decision in ('accepted', 'refused', 'released')),
    constraint held_checkouts_decided_by_known check (decided_by in ('owner', 'operator', 'stripe'))
);
create index if not exists held_checkouts_open_idx on held_checkouts (subscription_id) where decided_at is null;
create index if not exists held_checkouts_session_idx on held_checkouts (session_id);
comment on table held_checkouts is 'One row a paid checkout in the name of a living practice that has another subscription.';
comment on column held_checkouts.external_id is 'The id of the raw event that told of it.';
comment on column held_checkouts.decision is 'accepted: attached; refused: never; released: the practice or this subscription had ended.';
comment on column held_checkouts.decided_by is 'The address on file (owner), the command line (operator), or what Stripe said (stripe).';
