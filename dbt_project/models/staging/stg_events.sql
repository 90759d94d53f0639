with source as (
    select * from {{ source('engine', 'events') }}
),

renamed as (
    select
        practice_id,
        id as event_id,
        type as event_type,
        payload,
        occurred_at
    from source
)

select * from renamed
