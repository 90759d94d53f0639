-- name: save_practice
-- What the portal form says about the practice itself.
update practices
set
    name = coalesce(:name, name),
    phone = coalesce(:phone, phone),
    email = coalesce(:email, email),
    timezone = :timezone,
    source_place_id = coalesce(:source_place_id, source_place_id),
    status = case status when 'provisioning' then 'active' else status end
where id = :practice_id;

-- name: save_settings
-- What the practice chose; the first completion is the one that counts.
insert into settings as s (
    practice_id,
    review_link,
    quiet_hours_start,
    quiet_hours_end,
    daily_cap,
    default_locale,
    cooldown_days,
    send_delay_minutes,
    digest_email,
    data_source,
    sms_status,
    onboarding_completed_at
)
values (
    :practice_id,
    :review_link,
    :quiet_hours_start,
    :quiet_hours_end,
    :daily_cap,
    :default_locale,
    coalesce(:cooldown_days, 180),
    coalesce(:send_delay_minutes, 120),
    :digest_email,
    :data_source,
    :sms_status,
    :now
)
on conflict (practice_id) do update
set
    review_link = excluded.review_link,
    quiet_hours_start = excluded.quiet_hours_start,
    quiet_hours_end = excluded.quiet_hours_end,
    daily_cap = excluded.daily_cap,
    default_locale = excluded.default_locale,
    cooldown_days = coalesce(:cooldown_days, s.cooldown_days),
    send_delay_minutes = coalesce(:send_delay_minutes, s.send_delay_minutes),
    digest_email = coalesce(:digest_email, s.digest_email),
    data_source = coalesce(:data_source, s.data_source),
    onboarding_completed_at = coalesce(s.onboarding_completed_at, :now);

-- name: set_monthly_budget
-- What a practice's texts may cost in a month at most; null is no limit. What waits for the next
-- month is judged again now.
with changed as (
    update settings
    set monthly_budget_usd = :usd
    where
        practice_id = :practice_id
        and monthly_budget_usd is distinct from :usd::numeric
    returning practice_id
),

waiting as (
    select
        job.id,
        verdict.reason
    from changed
    inner join jobs as job on changed.practice_id = job.practice_id
    cross join lateral (
        select decision.reason from send_decisions as decision
        where
            decision.practice_id = job.practice_id
            and decision.review_request_id = (job.payload ->> 'review_request_id')::uuid
        order by decision.decided_at desc
        limit 1
    ) as verdict
    where
        job.status = 'queued'
        and job.type in ('send_request', 'send_reminder')
        and job.run_at > :now
)

update jobs
set run_at = :now
from waiting
where jobs.id = waiting.id and waiting.reason = 'budget';

-- name: insert_attestation
-- A person's word that the practice's patients have agreed to be texted.
insert into attestations (practice_id, version, statement, accepted_name, accepted_at, ip_hash)
values (
    :practice_id,
    :version,
    :statement,
    coalesce(
        :accepted_name,
        (
            select earlier.accepted_name
            from attestations as earlier
            where earlier.practice_id = :practice_id
            order by earlier.accepted_at desc
            limit 1
        ),
        'signed-in owner'
    ),
    :now,
    :ip_hash
);

-- name: find_proof
-- How the test message that a job sends is doing.
select
    j.status as job_status,
    m.state,
    m.provider_status,
    coalesce(
        m.error_code,
        (
            select e.payload ->> 'code'
            from events as e
            where
                e.practice_id = j.practice_id
                and e.type = 'proof_sms_fail'
                and e.payload ->> 'job_id' = j.id::text
            order by e.occurred_at desc
            limit 1
        )
    ) as error_code
from jobs as j
left join messages as m
    on j.id = m.job_id and m.practice_id = j.practice_id and m.purpose = 'proof'
where j.id = :job_id and j.practice_id = :practice_id and j.type = 'send_proof'
order by m.created_at desc nulls last
limit 1;

-- name: find_proof_job
-- The job of a test message that was asked for under this key.
select id from jobs where unique_key = :unique_key and practice_id = :practice_id;

-- name: find_unconfirmed_proof
-- The earliest test message since then to another phone, which may still arrive and has reached
-- that phone neither now nor before.
select coalesce(sent.created_at, asked.run_at) as asked_at
from jobs as asked
left join messages as sent
    on asked.practice_id = sent.practice_id and asked.id = sent.job_id and sent.purpose = 'proof'
where
    asked.practice_id = :practice_id
    and asked.type = 'send_proof'
    and asked.payload ->> 'to_hash' <> :other_than
    and coalesce(sent.created_at, asked.run_at) > :since
    and (sent.id is not null or asked.status in ('queued', 'running'))
    and coalesce(sent.state not in ('failed', 'undelivered'), true)
    and not exists (
        select from messages as got
        where
            got.practice_id = asked.practice_id
            and got.purpose = 'proof'
            and got.recipient_hash = asked.payload ->> 'to_hash'
            and got.state = 'delivered'
    )
order by asked_at
limit 1;
