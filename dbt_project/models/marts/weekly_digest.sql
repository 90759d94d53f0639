with practice_weeks as (
    select * from {{ ref('int_practice_weeks') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

sent_requests as (
    select * from {{ ref('int_sent_requests') }}
),

opt_outs as (
    select * from {{ ref('int_opt_outs') }}
),

sms_messages as (
    select * from {{ ref('int_sms_messages') }}
),

review_totals as (
    select * from {{ ref('int_review_totals') }}
),

reviews as (
    select * from {{ ref('stg_reviews') }}
),

sends_by_week as (
    select
        practice_id,
        week_start,
        count(*) as sent,
        count(*) filter (where is_delivered) as delivered,
        count(*) filter (where is_clicked) as clicked
    from sent_requests
    group by practice_id, week_start
),

opt_outs_by_week as (
    select
        practice_id,
        week_start,
        count(*) as opt_outs
    from opt_outs
    group by practice_id, week_start
),

spend_by_week as (
    select
        practice_id,
        week_start,
        sum(spend_usd) as spend_usd
    from sms_messages
    group by practice_id, week_start
),

reviews_by_week as (
    select
        practice_id,
        week_start,
        sum(reviews_added) as reviews_added_7d
    from review_totals
    group by practice_id, week_start
),

last_ratings as (
    select distinct on (practice_id, week_start)
        practice_id,
        week_start,
        average_rating
    from review_totals
    where average_rating is not null
    order by practice_id asc, week_start asc, observed_on desc, is_snapshot desc
),

-- A rating holds from the week it was seen in until another one is seen.
rating_spans as (
    select
        practice_weeks.practice_id,
        practice_weeks.week_start,
        last_ratings.average_rating,
        count(last_ratings.average_rating) over (
            partition by practice_weeks.practice_id
            order by practice_weeks.week_start
        ) as span
    from practice_weeks
    left join last_ratings using (practice_id, week_start)
),

ratings_by_week as (
    select
        practice_id,
        week_start,
        max(average_rating) over (partition by practice_id, span) as average_rating
    from rating_spans
),

quotable_reviews as (
    select
        reviews.*,
        {{ week_start(local_date('reviews.published_at', 'clocks.zone')) }} as week_start
    from reviews
    inner join clocks on reviews.practice_id = clocks.practice_id
    where
        reviews.rating >= {{ var('quote_min_rating') }}
        and trim(reviews.review_text) <> ''
        and reviews.published_at <= {{ as_of() }}
        and reviews.deleted_at is null
),

ranked_quotes as (
    select
        *,
        row_number() over (
            partition by practice_id, week_start
            order by rating desc, published_at desc, external_review_id asc
        ) as place
    from quotable_reviews
),

quotes_by_week as (
    select
        practice_id,
        week_start,
        jsonb_agg(
            jsonb_build_object(
                'author', author_name, 'rating', rating, 'text', review_text, 'url', url
            )
            order by place
        ) as top_quotes
    from ranked_quotes
    where place <= {{ var('quotes_max') }}
    group by practice_id, week_start
),

final as (
    select
        practice_weeks.practice_id,
        practice_weeks.week_start,
        practice_weeks.week_end,
        cast(coalesce(sends_by_week.sent, 0) as integer) as sent,
        cast(coalesce(sends_by_week.delivered, 0) as integer) as delivered,
        cast(coalesce(sends_by_week.clicked, 0) as integer) as clicked,
        cast(
            cast(sends_by_week.clicked as numeric) / nullif(sends_by_week.delivered, 0)
            as numeric(9, 4)
        ) as ctr,
        cast(coalesce(opt_outs_by_week.opt_outs, 0) as integer) as opt_outs,
        cast(reviews_by_week.reviews_added_7d as integer) as reviews_added_7d,
        cast(ratings_by_week.average_rating as numeric(3, 2)) as average_rating,
        coalesce(quotes_by_week.top_quotes, cast('[]' as jsonb)) as top_quotes,
        cast(coalesce(spend_by_week.spend_usd, 0) as numeric(12, 5)) as spend_usd
    from practice_weeks
    left join sends_by_week using (practice_id, week_start)
    left join opt_outs_by_week using (practice_id, week_start)
    left join spend_by_week using (practice_id, week_start)
    left join reviews_by_week using (practice_id, week_start)
    left join ratings_by_week using (practice_id, week_start)
    left join quotes_by_week using (practice_id, week_start)
)

select * from final
