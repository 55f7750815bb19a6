-- name: disclosure_persons
-- One row per question and stratum (from 0) that has anybody in the base.
-- Unit: persons.
-- Base: everybody in the base of the question.
-- Parameters: none
select questions.question::varchar as question, bases.stratum - 1 as stratum, bases.persons
from bases
join questions using (question_number)
order by question, stratum
