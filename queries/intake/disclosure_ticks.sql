-- name: disclosure_ticks
-- One row per question, option and stratum: who chose it. Strata add up to every group, so answers are read once.
-- Unit: persons; the sums of record keys and of weights.
-- Base: everybody who chose the option.
-- Parameters: none
with counted as (
    select
        ticked.question,
        ticked.option,
        placed.stratum,
        count(*) as persons,
        sum(placed.record_key)::bigint as keys,
        sum(placed.weight) as weights
    from ticked
    join placed using (respondent)
    group by ticked.question, ticked.option, placed.stratum
)
select questions.question_number, counted.* exclude (question)
from counted
left join questions using (question)
order by questions.question_number, counted.stratum
