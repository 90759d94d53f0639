with messages as (
    select * from {{ ref('stg_messages') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

final as (
    select
        messages.practice_id,
        messages.message_id,
        messages.purpose,
        messages.state,
        messages.created_at,
        coalesce(messages.segments, 0) as segments,
        coalesce(
            messages.price_usd,
            messages.segments * cast({{ var('sms_segment_cost_usd') }} as numeric),
            0
        ) as spend_usd,
        messages.price_usd is null as is_estimate,
        {{ local_date('messages.created_at', 'clocks.zone') }} as created_on,
        {{ week_start(local_date('messages.created_at', 'clocks.zone')) }} as week_start
    from messages
    inner join clocks on messages.practice_id = clocks.practice_id
    where messages.channel = 'sms' and messages.created_at <= {{ as_of() }}
)

select * from final
