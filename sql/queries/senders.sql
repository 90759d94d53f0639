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
-- The practice's sender may send, waits for approval, or is refused by carriers.
update settings set sms_status = :sms_status, sms_status_at = :now where practice_id = :practice_id;

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
