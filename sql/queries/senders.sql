-- name: open_settings
-- A practice that has no settings yet has its sender's state all the same.
insert into settings (practice_id)
select id from practices
where id = :practice_id and id <> :platform_id
on conflict (practice_id) do nothing;

-- name: lock_sms_status
-- Nobody else moves the practice's sender until this transaction ends.
select sms_status from settings where practice_id = :practice_id
for no key update;

-- name: set_sms_status
-- The practice's sender may send, waits for approval, or is blocked: an operator's word.
update settings
set
    sms_status = :sms_status,
    sms_status_at = :now,
    carrier_blocked_at = null,
    carrier_blocked_since = null
where practice_id = :practice_id;

-- name: block_by_carriers
-- The practice's sender is refused by carriers, which may turn out to be wrong.
update settings
set
    sms_status = 'blocked',
    sms_status_at = :now,
    carrier_blocked_at = :now,
    carrier_blocked_since = sms_status_at
where practice_id = :practice_id;

-- name: count_texts_of_block
-- By code, what the texts met that a carriers' block rests on, late reports included; null: nothing.
select
    m.error_code,
    count(*)::integer as texts
from settings as s
inner join messages as m on s.practice_id = m.practice_id
where
    s.practice_id = :practice_id
    and s.carrier_blocked_at is not null
    and m.channel = 'sms'
    and m.created_at >= coalesce(s.carrier_blocked_since, '-infinity')
    and (
        (m.provider_msg_id is not null and m.created_at >= s.carrier_blocked_at - interval '1 hour')
        or (
            m.error_code = any(:codes)
            and m.updated_at >= s.carrier_blocked_at - interval '1 hour'
        )
    )
group by m.error_code;

-- name: take_back_block
-- The sender is as it was before carriers' codes blocked it.
update settings
set
    sms_status = 'ready',
    sms_status_at = carrier_blocked_since,
    carrier_blocked_at = null,
    carrier_blocked_since = null
where practice_id = :practice_id and carrier_blocked_at is not null;

-- name: release_waiting
-- Let go at once, oldest visit first, what waited for the practice's sender.
with waiting as (
    select
        j.id as job_id,
        rr.id as request_id,
        row_number() over (order by v.occurred_at desc, j.id desc) as place
    from review_requests as rr
    inner join visits as v on rr.practice_id = v.practice_id and rr.visit_id = v.id
    inner join jobs as j
        on
            j.unique_key in (
                'request:' || rr.id,
                'retry:' || rr.id || ':1',
                'retry:' || rr.id || ':2',
                'retry:' || rr.id || ':3'
            )
            and j.status = 'queued'
            and j.run_at > :now
    where
        rr.practice_id = :practice_id
        and rr.status = 'delayed'
        and rr.reason = any(:reasons)
),

released as (
    update jobs
    set run_at = :now::timestamptz - waiting.place * interval '1 microsecond'
    from waiting
    where jobs.id = waiting.job_id and jobs.status = 'queued'
    returning waiting.request_id
)

update review_requests
set not_before = :now
from released
where review_requests.practice_id = :practice_id and review_requests.id = released.request_id
returning review_requests.id;
