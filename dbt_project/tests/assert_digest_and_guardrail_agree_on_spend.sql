-- A practice reads its spend in the digest, an operator in the guardrail: it must be one figure.
{{ config(meta={"dagster": {"ref": {"name": "spend_guardrail"}}}) }}

select
    practice_id,
    week_start,
    digest.spend_usd,
    guardrail.spend_usd as guardrail_spend_usd
from {{ ref('weekly_digest') }} as digest
full outer join {{ ref('spend_guardrail') }} as guardrail using (practice_id, week_start)
where digest.spend_usd is distinct from guardrail.spend_usd
