with source as (
    select * from {{ source('engine', 'practices') }}
),

renamed as (
    select
        id as practice_id,
        name as practice_name,
        city,
        timezone,
        status,
        source_place_id,
        created_at
    from source
)

select * from renamed
