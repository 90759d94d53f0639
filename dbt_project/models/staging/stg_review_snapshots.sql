with source as (
    select * from {{ source('engine', 'review_snapshots') }}
),

renamed as (
    select
        practice_id,
        snapshot_date,
        total_reviews,
        average_rating,
        one_star,
        two_star,
        three_star,
        four_star,
        five_star
    from source
)

select * from renamed
