-- name: report_numbers
-- One row per question answered by a number.
-- Unit: that of the question; mean weighted.
-- Base: respondents who count and gave a number.
-- Parameters: none
select
    numbers.question,
    sum(respondents.weight * numbers.number) / sum(respondents.weight) as mean,
    min(numbers.number) as lowest,
    max(numbers.number) as highest
from numbers
join respondents using (respondent)
group by numbers.question
order by numbers.question
