-- Every request sent by as_of falls into exactly one week: none is missing, none overlaps.
{{ config(meta={"dagster": {"ref": {"name": "weekly_digest"}}}) }}

with facts as (
    select
        practice_id,
        count(*) as sent,
        count(*) filter (where is_delivered) as delivered,
        count(*) filter (where is_clicked) as clicked
    from {{ ref('int_sent_requests') }}
    group by practice_id
),

digests as (
    select
        practice_id,
        sum(sent) as sent,
        sum(delivered) as delivered,
        sum(clicked) as clicked
    from {{ ref('weekly_digest') }}
    group by practice_id
)

select
    facts.practice_id,
    facts.sent,
    digests.sent as sent_in_digests
from facts
left join digests on facts.practice_id = digests.practice_id
where
    facts.sent is distinct from digests.sent
    or facts.delivered is distinct from digests.delivered
    or facts.clicked is distinct from digests.clicked
