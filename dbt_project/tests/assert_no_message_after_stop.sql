-- The law: who said stop is never asked again, by any channel, until they say start.
select
    practice_id,
    sends_after_stop
from {{ ref('opt_out_audit') }}
where sends_after_stop > 0
