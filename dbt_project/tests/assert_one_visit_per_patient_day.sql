-- Four sources may tell of one appointment; a patient asked twice about one day is an annoyed one.
select
    practice_id,
    patient_id,
    visited_on,
    count(*) as visits
from {{ ref('visit_outcomes') }}
group by practice_id, patient_id, visited_on
having count(*) > 1
