with source as (
    select * from {{ source('engine', 'raw_events') }}
),

renamed as (
    select
        provider,
        external_id,
        type as raw_event_type,
        received_at,
        applied_at,
        error
    from source
)

select * from renamed
