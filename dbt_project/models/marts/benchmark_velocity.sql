with review_totals as (
    select * from {{ ref('int_review_totals') }}
),

velocities as (
    select
        practice_id,
        cast(date_trunc('month', observed_on) as date) as month,
        sum(reviews_added) as reviews_added
    from review_totals
    group by practice_id, cast(date_trunc('month', observed_on) as date)
),

-- Only who has a figure is compared, and nobody is a peer of their own.
ranked as (
    select
        practice_id,
        month,
        count(*) over (partition by month) - 1 as peers,
        percent_rank() over (partition by month order by reviews_added) as share_below
    from velocities
    where reviews_added is not null
),

final as (
    select
        velocities.practice_id,
        velocities.month,
        cast(velocities.reviews_added as integer) as reviews_added,
        cast(coalesce(ranked.peers, 0) as integer) as peers,
        case
            when ranked.peers >= {{ var('benchmark_min_peers') }}
                then cast(ranked.share_below as numeric(5, 4))
        end as peer_percentile
    from velocities
    left join ranked using (practice_id, month)
)

select * from final
