with baselines as (
    select * from {{ ref('stg_practice_baselines') }}
),

snapshots as (
    select * from {{ ref('stg_review_snapshots') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

terms as (
    select
        baselines.practice_id,
        baselines.baseline_date,
        baselines.baseline_total,
        baselines.baseline_date + {{ var('guarantee_days') }} as due_on,
        clocks.as_of_date
    from baselines
    inner join clocks on baselines.practice_id = clocks.practice_id
    where baselines.baseline_date <= clocks.as_of_date
),

latest_snapshots as (
    select distinct on (terms.practice_id)
        terms.practice_id,
        snapshots.snapshot_date,
        snapshots.total_reviews
    from terms
    inner join snapshots
        on
            terms.practice_id = snapshots.practice_id
            and terms.baseline_date <= snapshots.snapshot_date
            and terms.due_on >= snapshots.snapshot_date
            and terms.as_of_date >= snapshots.snapshot_date
    order by terms.practice_id asc, snapshots.snapshot_date desc
),

counted as (
    select
        terms.*,
        coalesce(latest_snapshots.snapshot_date, terms.baseline_date) as latest_on,
        coalesce(latest_snapshots.total_reviews, terms.baseline_total) as latest_total
    from terms
    left join latest_snapshots using (practice_id)
),

final as (
    select
        practice_id,
        baseline_date,
        baseline_total,
        latest_on,
        latest_total,
        latest_total - baseline_total as reviews_added,
        due_on,
        case
            when latest_total - baseline_total >= {{ var('guarantee_reviews') }} then 'met'
            when as_of_date > due_on then 'failed'
            else 'running'
        end as status
    from counted
)

select * from final
