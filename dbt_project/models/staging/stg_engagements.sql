with source as (
    select * from {{ source('engine', 'engagements') }}
),

renamed as (
    select
        practice_id,
        id as engagement_id,
        review_request_id,
        event as engagement_type,
        occurred_at
    from source
)

select * from renamed
