-- name: report_numbers
-- One row per question answered by a number.
-- Unit: that of the question; mean and deviation (standard, null where all gave one number) weighted.
-- Base: respondents who count and gave a number.
-- Parameters: none
with means as (
    select
        numbers.question,
        sum(respondents.weight * numbers.number) / sum(respondents.weight) as mean,
        min(numbers.number) as lowest,
        max(numbers.number) as highest
    from numbers
    join respondents using (respondent)
    group by numbers.question
)

select
    numbers.question,
    any_value(means.mean) as mean,
    any_value(means.lowest) as lowest,
    any_value(means.highest) as highest,
    case
        -- Squares are of distances from the mean: of large numbers that lie close together they would lose all digits.
        when any_value(means.lowest) < any_value(means.highest)
            then sqrt(sum(respondents.weight * (numbers.number - means.mean) ** 2) / sum(respondents.weight))
    end as deviation
from numbers
join respondents using (respondent)
join means using (question)
group by numbers.question
order by numbers.question
