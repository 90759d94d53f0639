with source as (
    select * from {{ source('engine', 'messages') }}
),

renamed as (
    select
        practice_id,
        id as message_id,
        review_request_id,
        purpose,
        channel,
        provider_msg_id,
        state,
        provider_status,
        error_code,
        segments,
        abs(price_usd) as price_usd,
        replaced_at,
        created_at
    from source
)

select * from renamed
