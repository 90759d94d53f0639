-- The stretches of time a practice is paid for, and the baselines of those that are over.
set lock_timeout = '5s';

create table if not exists paid_periods (
    practice_id uuid not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    begun_by text not null,
    session_id text,
    constraint paid_periods_pkey primary key (practice_id, started_at),
    constraint paid_periods_practice_fkey foreign key (practice_id) references practices (id),
    constraint paid_periods_end_after_start check (ended_at > started_at),
    constraint paid_periods_begun_by_known check (begun_by in ('checkout', 'payment', 'known'))
);
comment on table paid_periods is 'One row a stretch of time in which a practice was paid for, without a gap; each has promises of its own. Computed from billing_facts.';
comment on column paid_periods.started_at is 'Stripe''s time of the checkout or payment that began it.';
comment on column paid_periods.ended_at is 'Stripe''s time of the end of the last subscription, or of a whole refund or lost dispute; null while it goes on.';
comment on column paid_periods.begun_by is 'checkout; payment, where a refunded or canceled account was paid again without one; known, where a row said so before Stripe did.';
comment on column paid_periods.session_id is 'The checkout session that began it; null where none did.';

alter table practice_baselines add column if not exists source_place_id text;
alter table practice_baselines add column if not exists read_at timestamptz;
comment on table practice_baselines is 'The totals from which the thirty-day guarantee of the running paid period counts; set once a period.';
comment on column practice_baselines.read_at is 'When Google was asked; null in rows that are older than the column.';

create table if not exists former_baselines (
    practice_id uuid not null,
    baseline_date date not null,
    baseline_total integer not null,
    baseline_average numeric(3, 2),
    source_place_id text,
    read_at timestamptz,
    replaced_at timestamptz not null,
    constraint former_baselines_pkey primary key (practice_id, baseline_date),
    constraint former_baselines_practice_fkey foreign key (practice_id) references practices (id)
);
comment on table former_baselines is 'Baselines of paid periods that another has followed; what they promised is history.';
comment on column former_baselines.replaced_at is 'When the next period was known to have begun.';

alter table billing_facts add column if not exists previous_status text;
comment on column billing_facts.previous_status is 'Of a subscription before the change that the event tells of; null where it does not say.';
