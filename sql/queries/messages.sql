-- name: open_message
-- Write a message into the ledger before its provider is called; nothing if it is there already.
insert into messages (
    practice_id, review_request_id, purpose, channel, job_id, recipient, recipient_hash, body_hash,
    segments, state, created_at, updated_at
)
values (
    :practice_id, :review_request_id, :purpose, :channel, :job_id, :recipient, :recipient_hash,
    :body_hash, :segments, 'sending', :now, clock_timestamp()
)
on conflict do nothing
returning practice_id, id, review_request_id, purpose, channel, state, provider_msg_id, recipient,
    recipient_hash, body_hash, created_at, updated_at;

-- name: find_job_message
-- The latest ledger row that a job has written.
select
    practice_id,
    id,
    review_request_id,
    purpose,
    channel,
    state,
    provider_msg_id,
    recipient,
    recipient_hash,
    body_hash,
    created_at,
    updated_at
from messages
where job_id = :job_id
order by created_at desc, updated_at desc
limit 1;

-- name: list_jobs_in_doubt
-- Jobs with a message of which nobody knows whether it went out.
select distinct job_id
from messages
where job_id = any(:job_ids) and state in ('sending', 'unknown');

-- name: mark_accepted
-- Record once that the provider took a message, unless a later report was quicker.
update messages
set
    state = case when state in ('sending', 'unknown') then 'accepted' else state end,
    provider_msg_id = :provider_msg_id,
    provider_status = coalesce(provider_status, :provider_status),
    segments = coalesce(:segments, segments),
    price_usd = coalesce(:price_usd, price_usd),
    accepted_at = coalesce(accepted_at, :now),
    error_code = null,
    updated_at = :now
where practice_id = :practice_id and id = :id and provider_msg_id is null
returning state;

-- name: mark_failed
-- Record that a message was not taken: nobody bills it.
update messages
set
    state = 'failed',
    error_code = :code,
    segments = null,
    price_usd = null,
    updated_at = :now
where practice_id = :practice_id and id = :id and state in ('sending', 'unknown');

-- name: mark_unknown
-- Record that nobody can say whether a message went out.
update messages
set
    state = 'unknown',
    error_code = 'uncertain',
    updated_at = :now
where practice_id = :practice_id and id = :id and state = 'sending';

-- name: list_known_ids
-- Those of the provider's ids that the ledger holds already.
select provider_msg_id from messages where provider_msg_id = any(:provider_msg_ids);

-- name: list_unpriced
-- Texts that the provider has billed by now but has not yet told the price of, longest unasked first.
select
    practice_id,
    id,
    provider_msg_id
from messages
where
    price_usd is null
    and channel = 'sms'
    and provider_msg_id is not null
    and state in ('accepted', 'delivered', 'undelivered', 'failed')
    and created_at between :earliest and :latest
    and (price_checked_at is null or price_checked_at < :asked_before)
order by price_checked_at nulls first, created_at
limit :limit;

-- name: record_prices
-- Prices as the provider told them; null only notes that it was asked.
update messages as m
set
    price_usd = coalesce(m.price_usd, told.price_usd),
    segments = coalesce(told.segments, m.segments),
    price_checked_at = :now
from jsonb_to_recordset(:rows) as told (
    practice_id uuid, id uuid, price_usd numeric, segments integer
)
where m.practice_id = told.practice_id and m.id = told.id;
