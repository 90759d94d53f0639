with messages as (
    select * from {{ ref('stg_messages') }}
),

clocks as (
    select * from {{ ref('int_practice_clocks') }}
),

billed as (
    -- What the provider never took, and what was canceled at it, has no parts and costs nothing.
    select
        *,
        provider_msg_id is null and coalesce(state, '') = 'failed'
        or coalesce(provider_status, '') = 'canceled' as is_free
    from messages
),

final as (
    select
        messages.practice_id,
        messages.message_id,
        messages.purpose,
        messages.state,
        messages.created_at,
        case when messages.is_free then 0 else coalesce(messages.segments, 0) end as segments,
        case
            when messages.is_free then 0
            else coalesce(
                    messages.price_usd,
                    messages.segments * cast({{ var('sms_segment_cost_usd') }} as numeric),
                    0
                )
        end as spend_usd,
        messages.price_usd is null as is_estimate,
        {{ local_date('messages.created_at', 'clocks.zone') }} as created_on,
        {{ week_start(local_date('messages.created_at', 'clocks.zone')) }} as week_start
    from billed as messages
    inner join clocks on messages.practice_id = clocks.practice_id
    where messages.channel = 'sms' and messages.created_at <= {{ as_of() }}
)

select * from final
