-- name: append_decisions
-- Keep verdicts of the send gate with everything they were computed from.
insert into send_decisions (
    practice_id, review_request_id, purpose, decision, reason, until, inputs, decided_at
)
select
    practice_id,
    review_request_id,
    purpose,
    decision,
    reason,
    until,
    inputs,
    decided_at
from jsonb_to_recordset(:rows) as row (
    practice_id uuid,
    review_request_id uuid,
    purpose text,
    decision text,
    reason text,
    until timestamptz,
    inputs jsonb,
    decided_at timestamptz
);

-- name: list_last_decisions
-- The last verdict about each of these messages.
select distinct on (d.practice_id, d.review_request_id)
    d.practice_id,
    d.review_request_id,
    d.decision,
    d.reason,
    d.until
from jsonb_to_recordset(:keys) as wanted (practice_id uuid, id uuid)
inner join send_decisions as d
    on wanted.practice_id = d.practice_id and wanted.id = d.review_request_id
where d.purpose = :purpose
order by d.practice_id, d.review_request_id, d.decided_at desc, d.ctid desc;

-- name: list_decisions
-- Verdicts reached since a time, for computing them again.
select
    practice_id,
    id,
    review_request_id,
    purpose,
    decision,
    reason,
    until,
    inputs
from send_decisions
where decided_at >= :since
order by decided_at, id;
