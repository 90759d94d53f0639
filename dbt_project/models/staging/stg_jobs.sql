with source as (
    select * from {{ source('engine', 'jobs') }}
),

renamed as (
    select
        id as job_id,
        practice_id,
        type as job_type,
        status,
        run_at,
        attempts,
        last_error,
        unique_key
    from source
)

select * from renamed
