-- name: list_stalled
-- Practices that began onboarding before a time and have neither finished it nor left.
select p.id
from practices as p
left join settings as s on p.id = s.practice_id
where
    p.status <> 'canceled'
    and s.onboarding_completed_at is null
    and exists (
        select from events as started
        where
            started.practice_id = p.id
            and started.type = 'onboarding_started'
            and started.occurred_at < :started_before
    )
    and not exists (
        select from events as completed
        where completed.practice_id = p.id and completed.type = 'onboarding_completed'
    )
order by p.id;
