with source as (
    select * from {{ source('engine', 'review_requests') }}
),

renamed as (
    select
        practice_id,
        id as review_request_id,
        patient_id,
        visit_id,
        channel,
        template_id,
        locale,
        status,
        sent_at,
        provider_status,
        send_error_code,
        reminder_sent_at,
        clicked_at
    from source
)

select * from renamed
