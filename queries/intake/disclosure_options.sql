-- name: disclosure_options
-- One row per question: how many options anybody chose.
-- Unit: number of options.
-- Base: everybody counted.
-- Parameters: none
select question::varchar as question, count(distinct option) as options
from ticks
group by question
order by question
