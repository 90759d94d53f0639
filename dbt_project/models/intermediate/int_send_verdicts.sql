with events as (
    select * from {{ ref('stg_events') }}
),

final as (
    select
        practice_id,
        event_id,
        lower(payload ->> 'review_request_id') as review_request_key,
        lower(payload ->> 'visit_id') as visit_key,
        case event_type
            when 'send_delayed' then 'delayed'
            when 'repeat_send_blocked' then 'blocked'
            else 'skipped'
        end as outcome,
        nullif(trim(payload ->> 'reason'), '') as reason,
        occurred_at
    from events
    where event_type in ('send_delayed', 'send_skipped', 'repeat_send_blocked', 'dedupe_skip')
)

select * from final
