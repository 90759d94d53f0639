with source as (
    select * from {{ source('engine', 'settings') }}
),

renamed as (
    select
        practice_id,
        review_link,
        quiet_hours_start,
        quiet_hours_end,
        daily_cap,
        default_locale,
        frontdesk_daily_quota,
        cooldown_days,
        send_delay_minutes,
        sms_status,
        onboarding_completed_at
    from source
)

select * from renamed
