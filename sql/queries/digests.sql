-- name: list_recipients
-- Active, onboarded practices, with the address their digest goes to.
select
    p.id as practice_id,
    s.digest_email
from practices as p
inner join settings as s on p.id = s.practice_id
where p.status in ('active', 'past_due') and s.onboarding_completed_at is not null
order by p.id;

-- name: get_digest
-- One practice's week with its place's totals, its guarantee and what was not sent, as the marts have it.
select
    d.week_start,
    d.week_end,
    d.sent,
    d.delivered,
    d.clicked,
    d.ctr,
    d.opt_outs,
    d.reviews_added_7d,
    d.average_rating,
    d.top_quotes,
    d.spend_usd,
    totals.total_reviews,
    case
        when g.practice_id is not null
            then jsonb_build_object(
                'added', g.reviews_added,
                'target', :guarantee_reviews::integer,
                'due_on', g.due_on,
                'status', g.status
            )
    end as guarantee,
    coalesce(outcomes.not_sent, '[]') as not_sent,
    coalesce(outcomes.delayed, '[]') as delayed
from analytics.weekly_digest as d
left join analytics.guarantees as g
    on
        d.practice_id = g.practice_id
        and (g.status = 'running' or g.due_on between d.week_start and d.week_end + 7)
left join lateral (
    select s.total_reviews
    from review_snapshots as s
    where s.practice_id = d.practice_id and s.snapshot_date <= d.week_end
    order by s.snapshot_date desc
    limit 1
) as totals on true
left join lateral (
    select
        jsonb_agg(jsonb_build_object('reason', v.reason, 'count', v.visits) order by v.visits desc)
            filter (where v.is_final) as not_sent,
        jsonb_agg(jsonb_build_object('reason', v.reason, 'count', v.visits) order by v.visits desc)
            filter (where not v.is_final) as delayed
    from (
        select
            reason,
            outcome <> 'delayed' as is_final,
            count(*) as visits
        from analytics.visit_outcomes
        where
            practice_id = d.practice_id
            and visited_on between d.week_start and d.week_end
            and outcome in ('skipped', 'blocked', 'delayed')
            and reason is not null
        group by reason, outcome <> 'delayed'
    ) as v
) as outcomes on true
where d.practice_id = :practice_id and d.week_start = :week_start;
