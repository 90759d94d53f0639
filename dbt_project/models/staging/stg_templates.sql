with source as (
    select * from {{ source('engine', 'templates') }}
),

renamed as (
    select
        id as template_id,
        name as template_name,
        locale,
        channel,
        subject,
        body,
        provider_template_id,
        status
    from source
)

select * from renamed
