-- name: disclosure_persons
-- One row per question and stratum (from 0) that has anybody in the base.
-- Unit: persons.
-- Base: everybody in the base of the question.
-- Parameters: none
select question::varchar as question, stratum - 1 as stratum, persons
from bases
order by question, stratum
