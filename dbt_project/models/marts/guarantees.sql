with guarantee_history as (
    select * from {{ ref('guarantee_history') }}
),

final as (
    select
        practice_id,
        baseline_date,
        baseline_total,
        latest_on,
        latest_total,
        reviews_added,
        due_on,
        days_left,
        status,
        reason,
        ended_at
    from guarantee_history
    where is_current
)

select * from final
