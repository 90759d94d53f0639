-- What must never happen, once each.
drop index messages_one_request_purpose_idx;

insert into practices (id, name, timezone, created_at)
values (md5('acme')::uuid, 'acme', 'America/Los_Angeles', '2026-03-01 18:00+00');

insert into patients (practice_id, id, phone_hash)
values
(md5('acme')::uuid, md5('ana')::uuid, 'phone of ana'),
(md5('acme')::uuid, md5('bo')::uuid, 'phone of bo');

-- Two visits of one patient on one local day, which the writer took for two, as they are in UTC.
insert into visits (practice_id, id, patient_id, occurred_at, source, source_id, local_date)
values
(md5('acme')::uuid, md5('noon')::uuid, md5('ana')::uuid, '2026-03-09 19:00+00', 'csv', '1', '2026-03-09'),
(md5('acme')::uuid, md5('evening')::uuid, md5('ana')::uuid, '2026-03-10 01:00+00', 'gcal', '2', '2026-03-10');

-- One visit asked about twice by SMS, the second time asking somebody else; without a reason.
insert into review_requests (practice_id, id, code, patient_id, visit_id, channel, status)
values
(md5('acme')::uuid, md5('r1')::uuid, 'r1', md5('ana')::uuid, md5('noon')::uuid, 'sms', 'queued'),
(md5('acme')::uuid, md5('r2')::uuid, 'r2', md5('bo')::uuid, md5('noon')::uuid, 'sms', 'queued'),
(md5('acme')::uuid, md5('r3')::uuid, 'r3', md5('ana')::uuid, md5('evening')::uuid, 'sms', 'skipped');

insert into events (practice_id, type, payload, occurred_at)
values (md5('acme')::uuid, 'stop', '{"contact_hash": "phone of ana"}', '2026-03-10 18:00+00');

-- Sent twice, and after STOP.
insert into messages (practice_id, review_request_id, purpose, channel, state, segments, created_at)
values
(md5('acme')::uuid, md5('r1')::uuid, 'initial', 'sms', 'accepted', 1, '2026-03-10 17:00+00'),
(md5('acme')::uuid, md5('r1')::uuid, 'initial', 'sms', 'delivered', 1, '2026-03-10 19:00+00');
