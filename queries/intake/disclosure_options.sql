-- name: disclosure_options
-- One row per question: how many options anybody chose.
-- Unit: number of options.
-- Base: everybody counted.
-- Parameters: none
select questions.question::varchar as question, count(distinct ticks.option) as options
from ticks
join questions using (question_number)
group by question
order by question
