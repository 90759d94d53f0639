with source as (
    select * from {{ source('engine', 'visits') }}
),

renamed as (
    select
        practice_id,
        id as visit_id,
        patient_id,
        occurred_at,
        source as visit_source,
        source_id
    from source
)

select * from renamed
