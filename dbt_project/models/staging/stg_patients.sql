with source as (
    select * from {{ source('engine', 'patients') }}
),

renamed as (
    select
        practice_id,
        id as patient_id,
        phone_hash,
        email_hash,
        locale,
        coalesce(opted_out, false) as opted_out,
        opted_out_at
    from source
)

select * from renamed
