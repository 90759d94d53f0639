-- What Stripe has said about each practice's standing, so that its status is the same in any order.
set lock_timeout = '5s';

create table if not exists billing_facts (
    practice_id uuid not null,
    external_id text not null,
    kind text not null,
    status text not null,
    customer_id text,
    subscription_id text,
    subject_id text,
    about_at timestamptz,
    occurred_at timestamptz not null,
    constraint billing_facts_pkey primary key (practice_id, external_id),
    constraint billing_facts_practice_fkey foreign key (practice_id) references practices (id),
    constraint billing_facts_kind_known check (
        kind in ('known', 'checkout', 'subscription', 'invoice', 'refund', 'dispute')
    )
);
create index if not exists billing_facts_subscription_idx
    on billing_facts (subscription_id) where subscription_id is not null;
create index if not exists billing_facts_customer_idx
    on billing_facts (customer_id) where customer_id is not null;
create index if not exists billing_facts_checkout_idx
    on billing_facts (subject_id) where kind = 'checkout';
comment on table billing_facts is 'One row a Stripe event that bears on a practice''s status, which is computed from all of them.';
comment on column billing_facts.external_id is 'The id of the raw event; known:… for what a row said before Stripe did.';
comment on column billing_facts.status is 'What the event says of its subject, in our words.';
comment on column billing_facts.subject_id is 'The checkout session, or the dispute.';
comment on column billing_facts.about_at is 'When the session was opened, or the charge made, that this is about.';
comment on column billing_facts.occurred_at is 'Stripe''s own time of the event; arrival does not count.';

alter table practices add column if not exists subscription_status text;
comment on column practices.subscription_status is 'Of the subscription alone: active, past_due, paused or canceled; null until Stripe has said.';
