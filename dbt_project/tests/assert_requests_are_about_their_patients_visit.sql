-- A request must ask the person whose visit it is: else it tells one patient of another.
-- (Reads visit_outcomes so that a finding is reported without holding up other marts.)
{{ config(meta={"dagster": {"ref": {"name": "visit_outcomes"}}}) }}

select
    review_requests.practice_id,
    review_requests.review_request_id
from {{ ref('stg_review_requests') }} as review_requests
inner join {{ ref('visit_outcomes') }} as visits
    on
        review_requests.practice_id = visits.practice_id
        and review_requests.visit_id = visits.visit_id
where review_requests.patient_id <> visits.patient_id
