with days as (
    select generate_series(
        date_trunc('year', {{ as_of() }} - interval '{{ var("time_spine_years") }} years'),
        {{ as_of() }} + interval '1 year',
        interval '1 day'
    ) as instant
),

dated as (
    select cast(instant as date) as date_day
    from days
),

final as (
    select
        date_day,
        {{ week_start('date_day') }} as digest_week
    from dated
)

select * from final
