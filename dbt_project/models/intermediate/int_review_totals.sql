with snapshots as (
    select * from {{ ref('stg_review_snapshots') }}
),

baselines as (
    select * from {{ ref('stg_practice_baselines') }}
),

former_baselines as (
    select * from {{ ref('stg_former_baselines') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

observations as (
    select
        practice_id,
        baseline_date as observed_on,
        false as is_snapshot,
        baseline_total as total_reviews,
        baseline_average as average_rating
    from baselines
    union all
    select
        practice_id,
        baseline_date as observed_on,
        false as is_snapshot,
        baseline_total as total_reviews,
        baseline_average as average_rating
    from former_baselines
    union all
    select
        practice_id,
        snapshot_date as observed_on,
        true as is_snapshot,
        total_reviews,
        average_rating
    from snapshots
),

known as (
    select observations.*
    from observations
    inner join clocks on observations.practice_id = clocks.practice_id
    where observations.observed_on <= clocks.as_of_date
),

-- A baseline is what was there before its day's own snapshot. Who comes back counts anew from one.
counted as (
    select
        *,
        count(*) filter (where not is_snapshot) over (
            partition by practice_id
            order by observed_on, is_snapshot
        ) as baseline_number
    from known
),

final as (
    select
        practice_id,
        observed_on,
        is_snapshot,
        total_reviews,
        average_rating,
        total_reviews - lag(total_reviews) over (
            partition by practice_id, baseline_number
            order by observed_on, is_snapshot
        ) as reviews_added,
        {{ week_start('observed_on') }} as week_start
    from counted
)

select * from final
