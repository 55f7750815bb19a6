-- name: disclosure_bases
-- One row per question and stratum: who is in the base. Strata add up to every group, so answers are read once.
-- Unit: persons; the sums of record keys, of weights and of their squares.
-- Base: everybody in the base of the question.
-- Parameters: none
with counted as (
    select
        asked.question,
        placed.stratum,
        count(*) as persons,
        sum(placed.record_key)::bigint as keys,
        sum(placed.weight) as weights,
        sum(placed.weight * placed.weight) as squares
    from asked
    join placed using (respondent)
    group by asked.question, placed.stratum
)
select questions.question_number, counted.* exclude (question)
from counted
join questions using (question)
order by questions.question_number, counted.stratum
