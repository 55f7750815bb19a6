-- name: report_bases
-- One row per question: who answered it, with the base that equal weights would need to be as informative (Kish 1965).
-- Unit: respondents; base_weighted the sum of their weights.
-- Base: respondents who count and answered the question.
-- Parameters: none
select
    asked.question,
    count(*) as base_n,
    sum(respondents.weight) as base_weighted,
    sum(respondents.weight) * sum(respondents.weight) / sum(respondents.weight * respondents.weight) as base_effective
from asked
join respondents using (respondent)
group by asked.question
order by asked.question
