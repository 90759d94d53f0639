with source as (
    select * from {{ source('engine', 'paid_periods') }}
),

renamed as (
    select
        practice_id,
        started_at,
        ended_at,
        begun_by
    from source
)

select * from renamed
