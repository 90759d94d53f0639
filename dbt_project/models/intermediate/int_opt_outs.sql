with events as (
    select * from {{ ref('stg_events') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

consent_changes as (
    select
        practice_id,
        event_id,
        event_type,
        occurred_at,
        coalesce(payload ->> 'contact_hash', cast(event_id as text)) as contact_key
    from events
    where event_type in ('stop', 'start')
),

-- "start" sorts before "stop": of two at one instant, the STOP stands.
ordered as (
    select
        *,
        lag(event_type) over (
            partition by practice_id, contact_key
            order by occurred_at, event_type
        ) as previous_type
    from consent_changes
),

final as (
    select
        ordered.practice_id,
        ordered.event_id,
        ordered.contact_key,
        ordered.occurred_at as stopped_at,
        {{ local_date('ordered.occurred_at', 'clocks.zone') }} as stopped_on,
        {{ week_start(local_date('ordered.occurred_at', 'clocks.zone')) }} as week_start
    from ordered
    inner join clocks on ordered.practice_id = clocks.practice_id
    where
        ordered.event_type = 'stop'
        and ordered.previous_type is distinct from 'stop'
        and ordered.occurred_at <= {{ as_of() }}
)

select * from final
