with source as (
    select * from {{ source('engine', 'reviews') }}
),

renamed as (
    select
        practice_id,
        source as review_source,
        source_place_id,
        external_review_id,
        author_name,
        rating,
        text as review_text,
        url,
        published_at,
        fetched_at,
        deleted_at
    from source
)

select * from renamed
