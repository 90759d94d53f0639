-- Practices as an outsider would insert them: contractual columns only, ids made of names.
-- The figures are asked for on Sunday 15 March 2026, 07:00 in Los Angeles; the clocks went forward
-- on the 8th, so the week before it began at 08:00 UTC and ended at 07:00 UTC.

insert into practices (id, name, timezone, status, created_at)
select md5(name)::uuid, name, timezone, 'active', created_at::timestamptz
from (
    values
    ('acme', 'America/Los_Angeles', '2026-02-10 18:00+00'),
    ('bright', null, '2026-03-13 14:00+00'),
    ('coral', 'America/New_York', '2026-03-15 02:00+00'),
    ('dune', 'America/Denver', '2026-02-12 18:00+00'),
    ('elm', 'America/Phoenix', '2026-02-13 18:00+00'),
    ('fern', 'Nowhere/Else', '2026-02-20 18:00+00'),
    ('gold', 'America/Los_Angeles', '2026-03-01 18:00+00'),
    ('hill', 'America/Los_Angeles', '2026-03-01 18:00+00')
) as made (name, timezone, created_at);

insert into practices (id, name, timezone, created_at)
select md5('peer' || n)::uuid, 'peer' || n, 'UTC', '2026-02-01 00:00+00'::timestamptz
from generate_series(1, 8) as n;

insert into settings (practice_id, sms_status, onboarding_completed_at)
values (md5('acme')::uuid, 'ready', '2026-02-10 18:02+00');

create temporary table asked (
    practice text,
    visit text,
    request text,
    channel text,
    status text,
    sent_at timestamptz,
    provider_status text,
    clicked_at timestamptz
) on commit drop;

insert into asked values
('acme', 'v-first', 'r-first', 'sms', 'sent', '2026-02-12 17:59:00+00', 'delivered', null),
('acme', 'v0', 'r0', 'sms', 'sent', '2026-03-08 07:59:59+00', 'delivered', null),
('acme', 'v1', 'r1', 'sms', 'sent', '2026-03-08 08:00:00+00', 'sent', null),
('acme', 'v2', 'r2', 'sms', 'sent', '2026-03-10 17:00:00+00', 'delivered', null),
('acme', 'v3', 'r3', 'sms', 'sent', '2026-03-11 17:00:00+00', 'delivered', '2026-03-15 13:00:00+00'),
('acme', 'v4', 'r4', 'email', 'sent', '2026-03-15 06:59:59+00', null, null),
('acme', 'v5', 'r5', 'sms', 'sent', '2026-03-15 07:00:00+00', 'delivered', null),
('acme', 'v6', 'r6', 'sms', 'delayed', null, null, null),
('acme', 'v7', 'r7', 'sms', 'skipped', null, null, null),
('acme', 'v8', 'r8', 'sms', 'blocked', null, null, null),
('acme', 'v9', 'r9', 'sms', 'queued', null, null, null),
('acme', 'v10', 'r10-sms', 'sms', 'failed', null, null, null),
('acme', 'v10', 'r10-email', 'email', 'sent', '2026-03-12 17:00:00+00', null, null),
('bright', 'v-blocked', 'r-blocked', 'sms', 'sent', '2026-03-14 14:00:00+00', 'undelivered', null),
('dune', 'v-late', 'r-late', 'sms', 'sent', '2026-02-14 18:00:01+00', 'delivered', null),
('elm', 'v-just', 'r-just', 'sms', 'sent', '2026-02-15 18:00:00+00', 'delivered', null);

insert into patients (practice_id, id, first_name, phone_hash)
select distinct md5(practice)::uuid, md5('patient of ' || visit)::uuid, 'Ana', 'phone of ' || visit
from asked;

insert into visits (practice_id, id, patient_id, occurred_at, source, source_id)
select distinct
    md5(practice)::uuid,
    md5(visit)::uuid,
    md5('patient of ' || visit)::uuid,
    '2026-03-07 20:00+00'::timestamptz,
    'csv',
    visit
from asked;

insert into review_requests (
    practice_id, id, code, patient_id, visit_id, channel, status, sent_at, provider_status, clicked_at
)
select
    md5(practice)::uuid,
    md5(request)::uuid,
    request,
    md5('patient of ' || visit)::uuid,
    md5(visit)::uuid,
    channel,
    status,
    sent_at,
    provider_status,
    clicked_at
from asked;

-- A duplicate that one source told of and nobody was asked about.
insert into visits (practice_id, id, patient_id, occurred_at, source, source_id)
values (
    md5('acme')::uuid, md5('v11')::uuid, md5('patient of v9')::uuid, '2026-03-01 20:00+00', 'gcal', 'v11'
);

insert into engagements (practice_id, review_request_id, event, occurred_at)
select md5('acme')::uuid, md5(request)::uuid, event, '2026-03-12 20:00+00'::timestamptz
from (
    values ('r1', 'delivered'), ('r1', 'clicked'), ('r2', 'delivered'), ('r10-sms', 'failed')
) as became (request, event);

insert into messages (
    practice_id, review_request_id, purpose, channel, state, error_code, segments, price_usd, created_at
)
select
    md5(practice)::uuid,
    md5(request)::uuid,
    purpose,
    channel,
    state,
    error_code,
    segments,
    price_usd,
    created_at::timestamptz
from (
    values
    ('acme', 'r-first', 'initial', 'sms', 'delivered', null, 2, 0.0166, '2026-02-12 17:59+00'),
    ('acme', 'r0', 'initial', 'sms', 'delivered', null, 2, null, '2026-03-08 07:59:59+00'),
    ('acme', 'r1', 'initial', 'sms', 'delivered', null, 2, 0.0166, '2026-03-08 08:00:00+00'),
    ('acme', 'r2', 'initial', 'sms', 'delivered', null, 2, -0.0166, '2026-03-10 17:00:00+00'),
    ('acme', 'r3', 'initial', 'sms', 'delivered', null, 1, null, '2026-03-11 17:00:00+00'),
    ('acme', 'r4', 'initial', 'email', 'accepted', null, null, null, '2026-03-15 06:59:59+00'),
    ('acme', 'r5', 'initial', 'sms', 'delivered', null, 1, null, '2026-03-15 07:00:00+00'),
    ('acme', 'r10-sms', 'initial', 'sms', 'failed', '30006', 2, null, '2026-03-12 16:00:00+00'),
    ('acme', null, 'proof', 'sms', 'delivered', null, 1, null, '2026-03-09 18:00:00+00'),
    ('bright', 'r-blocked', 'initial', 'sms', 'undelivered', '30034', 1, null, '2026-03-14 14:00:00+00')
) as written (practice, request, purpose, channel, state, error_code, segments, price_usd, created_at);

-- 63 segments are $0.7119, 61 are $0.6893: the guardrail stands at $0.70.
insert into messages (practice_id, purpose, channel, state, segments, created_at)
select md5('gold')::uuid, 'proof', 'sms', 'accepted', 1, '2026-03-10 18:00+00'::timestamptz
from generate_series(1, 63)
union all
select md5('hill')::uuid, 'proof', 'sms', 'accepted', 1, '2026-03-10 18:00+00'::timestamptz
from generate_series(1, 61);

insert into messages (purpose, channel, state, segments, created_at)
values ('alert', 'sms', 'accepted', 1, '2026-03-10 18:00+00');

insert into events (practice_id, type, payload, occurred_at)
select md5(practice)::uuid, type, payload::jsonb, occurred_at::timestamptz
from (
    values
    ('acme', 'stripe_checkout_at', '{"at": "2026-02-10T18:00:00+00:00"}', '2026-02-10 18:00:20+00'),
    ('bright', 'stripe_checkout_at', '{"at": "2026-03-13T13:59:59Z"}', '2026-03-13 14:00+00'),
    ('coral', 'stripe_checkout_at', '{}', '2026-03-15 02:00:00+00'),
    ('dune', 'stripe_checkout_at', '{}', '2026-02-12 18:00:00+00'),
    ('elm', 'stripe_checkout_at', '{}', '2026-02-13 18:00:00+00'),
    ('acme', 'stop', '{"contact_hash": "phone of v1"}', '2026-03-09 18:00+00'),
    ('acme', 'stop', '{"contact_hash": "phone of v1"}', '2026-03-10 18:00+00'),
    ('acme', 'stop', '{"contact_hash": "phone of v2"}', '2026-03-15 06:59:59+00'),
    ('acme', 'stop', '{}', '2026-03-12 18:00+00'),
    ('acme', 'stop', '{"contact_hash": "phone of v5"}', '2026-03-15 07:00:00+00')
) as happened (practice, type, payload, occurred_at);

insert into events (practice_id, type, payload, occurred_at)
select
    md5('acme')::uuid,
    type,
    jsonb_build_object('review_request_id', md5(request)::uuid, 'reason', reason),
    '2026-03-08 20:00+00'::timestamptz
from (
    values
    ('r6', 'send_delayed', 'quiet_hours'),
    ('r7', 'send_skipped', 'opted_out'),
    ('r8', 'repeat_send_blocked', 'cooldown')
) as decided (request, type, reason);

insert into events (practice_id, type, payload, occurred_at)
values (
    md5('acme')::uuid,
    'dedupe_skip',
    jsonb_build_object('visit_id', md5('v11')::uuid, 'reason', 'same_source_id'),
    '2026-03-01 20:00+00'
);

insert into events (type, payload, occurred_at)
values ('alert_raised', '{"alert": "queue_depth"}', '2026-03-10 18:00+00');

insert into practice_baselines (practice_id, baseline_date, baseline_total, baseline_average)
select md5(practice)::uuid, baseline_date::date, total, average
from (
    values
    ('acme', '2026-02-10', 95, 4.4),
    ('dune', '2026-02-12', 40, 4.0),
    ('elm', '2026-02-13', 40, 4.0),
    ('fern', '2026-02-20', 40, 4.0)
) as begun (practice, baseline_date, total, average);

insert into review_snapshots (practice_id, snapshot_date, total_reviews, average_rating)
select md5(practice)::uuid, snapshot_date::date, total, average
from (
    values
    ('acme', '2026-03-07', 100, 4.5),
    ('acme', '2026-03-12', 103, 4.6),
    ('acme', '2026-03-14', 105, 4.7),
    ('acme', '2026-03-15', 109, 4.8),
    ('acme', '2026-03-16', 999, 1.0),
    ('dune', '2026-03-14', 49, 4.1),
    ('dune', '2026-03-15', 60, 4.1),
    ('elm', '2026-03-14', 49, 4.1),
    ('fern', '2026-03-09', 50, 4.1)
) as seen (practice, snapshot_date, total, average);

insert into review_snapshots (practice_id, snapshot_date, total_reviews, average_rating)
select md5('peer' || n)::uuid, '2026-02-28'::date, 10, 4.0 from generate_series(1, 8) as n
union all
select md5('peer' || n)::uuid, '2026-03-10'::date, 10 + n, 4.0 from generate_series(1, 8) as n;

insert into reviews (
    practice_id, source_place_id, external_review_id, author_name, rating, text, url, published_at, deleted_at
)
select
    md5('acme')::uuid, 'place', author, author, rating, words, 'https://example.com/' || author,
    published_at::timestamptz, deleted_at::timestamptz
from (
    values
    ('Ana', 4, 'Kind people', '2026-03-15 06:59:59+00', null),
    ('Bo', 5, 'The best', '2026-03-08 08:00:00+00', null),
    ('Cy', 5, 'Last week', '2026-03-08 07:59:59+00', null),
    ('Di', 5, null, '2026-03-10 18:00:00+00', null),
    ('Ed', 3, 'So so', '2026-03-10 18:00:00+00', null),
    ('Flo', 5, 'Taken back', '2026-03-10 18:00:00+00', '2026-03-11 18:00:00+00')
) as published (author, rating, words, published_at, deleted_at);
