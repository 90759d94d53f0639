with running_baselines as (
    select * from {{ ref('stg_practice_baselines') }}
),

former_baselines as (
    select * from {{ ref('stg_former_baselines') }}
),

snapshots as (
    select * from {{ ref('stg_review_snapshots') }}
),

periods as (
    select * from {{ ref('int_paid_periods') }}
),

practices as (
    select * from {{ ref('stg_practices') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

baselines as (
    select
        practice_id,
        baseline_date,
        baseline_total,
        read_at
    from running_baselines
    union all
    select
        practice_id,
        baseline_date,
        baseline_total,
        read_at
    from former_baselines
),

-- A baseline read by nobody knows when is of the end of its day.
dated as (
    select
        baselines.practice_id,
        baselines.baseline_date,
        baselines.baseline_total,
        baselines.baseline_date + {{ var('guarantee_days') }} as due_on,
        clocks.as_of_date,
        practices.status = 'canceled' as is_canceled_now,
        coalesce(
            baselines.read_at,
            cast(baselines.baseline_date + 1 as timestamp) at time zone clocks.zone
        ) as read_at
    from baselines
    inner join clocks on baselines.practice_id = clocks.practice_id
    inner join practices on baselines.practice_id = practices.practice_id
    where baselines.baseline_date <= clocks.as_of_date
),

-- It is of the last period that had begun by then, or else of the first.
terms as (
    select distinct on (dated.practice_id, dated.baseline_date)
        dated.practice_id,
        dated.baseline_date,
        dated.baseline_total,
        dated.due_on,
        dated.as_of_date,
        periods.started_at as period_started_at,
        periods.ended_at,
        periods.ended_on,
        coalesce(periods.is_ended, dated.is_canceled_now) as is_ended,
        coalesce(periods.is_latest, true) as is_of_latest_period
    from dated
    left join periods on dated.practice_id = periods.practice_id
    order by
        dated.practice_id asc,
        dated.baseline_date asc,
        coalesce(periods.started_at <= dated.read_at, false) desc,
        case
            when periods.started_at <= dated.read_at then -periods.period_number
            else periods.period_number
        end asc
),

latest_snapshots as (
    select distinct on (terms.practice_id, terms.baseline_date)
        terms.practice_id,
        terms.baseline_date,
        snapshots.snapshot_date,
        snapshots.total_reviews
    from terms
    inner join snapshots
        on
            terms.practice_id = snapshots.practice_id
            and terms.baseline_date <= snapshots.snapshot_date
            and terms.due_on >= snapshots.snapshot_date
            and terms.as_of_date >= snapshots.snapshot_date
            and coalesce(terms.ended_on, terms.due_on) >= snapshots.snapshot_date
    order by terms.practice_id asc, terms.baseline_date asc, snapshots.snapshot_date desc
),

counted as (
    select
        terms.*,
        coalesce(latest_snapshots.snapshot_date, terms.baseline_date) as latest_on,
        coalesce(latest_snapshots.total_reviews, terms.baseline_total) as latest_total
    from terms
    left join latest_snapshots using (practice_id, baseline_date)
),

judged as (
    select
        *,
        latest_total - baseline_total as reviews_added,
        case
            when latest_total - baseline_total >= {{ var('guarantee_reviews') }} then 'met'
            when is_ended and (ended_on is null or ended_on < due_on) then 'ended'
            when as_of_date > due_on then 'failed'
            else 'running'
        end as status
    from counted
),

final as (
    select
        practice_id,
        cast(
            row_number() over (partition by practice_id order by baseline_date) as integer
        ) as promise_number,
        baseline_date,
        baseline_total,
        latest_on,
        latest_total,
        reviews_added,
        due_on,
        case when status = 'running' then due_on - as_of_date end as days_left,
        status,
        case when status = 'ended' then 'practice_canceled' end as reason,
        period_started_at,
        ended_at,
        is_of_latest_period
        and row_number() over (partition by practice_id order by baseline_date desc)
        = 1 as is_current
    from judged
)

select * from final
