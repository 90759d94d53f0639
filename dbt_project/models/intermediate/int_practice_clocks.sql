{{ config(materialized='table') }}

with practices as (
    select * from {{ ref('stg_practices') }}
),

known_zones as (
    select name as zone from pg_timezone_names
),

zoned as (
    select
        practices.practice_id,
        practices.created_at,
        coalesce(known_zones.zone, '{{ var("default_timezone") }}') as zone,
        known_zones.zone is null as is_zone_assumed
    from practices
    left join known_zones on lower(practices.timezone) = lower(known_zones.zone)
),

dated as (
    select
        *,
        {{ local_date('created_at', 'zone') }} as created_on,
        {{ local_date(as_of(), 'zone') }} as as_of_date
    from zoned
),

final as (
    select
        practice_id,
        zone,
        is_zone_assumed,
        created_on,
        as_of_date,
        {{ week_start('as_of_date') }} as as_of_week_start
    from dated
)

select * from final
