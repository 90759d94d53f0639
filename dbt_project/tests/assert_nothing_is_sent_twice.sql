-- One accepted message a request and purpose: a lost answer must never mean a second text. (One
-- that was reported lost, and delivered after the second was under way, is none of ours.)
-- (Joins opt_out_audit, so that a finding is reported without holding up other marts.)
{{ config(meta={"dagster": {"ref": {"name": "opt_out_audit"}}}) }}

select
    messages.practice_id,
    messages.review_request_id,
    messages.purpose,
    count(*) as accepted_messages
from {{ ref('stg_messages') }} as messages
inner join {{ ref('opt_out_audit') }} as practices
    on messages.practice_id = practices.practice_id
where
    messages.review_request_id is not null
    and messages.purpose in ('initial', 'reminder')
    and messages.state in ('accepted', 'delivered')
    and messages.replaced_at is null
group by messages.practice_id, messages.review_request_id, messages.purpose
having count(*) > 1
