-- The repeat guard: one visit is asked about once by SMS and once by email at most.
select
    practice_id,
    visit_id,
    sms_requests,
    email_requests
from {{ ref('visit_outcomes') }}
where sms_requests > 1 or email_requests > 1
