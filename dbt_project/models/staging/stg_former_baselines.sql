with source as (
    select * from {{ source('engine', 'former_baselines') }}
),

renamed as (
    select
        practice_id,
        baseline_date,
        baseline_total,
        baseline_average,
        read_at
    from source
)

select * from renamed
