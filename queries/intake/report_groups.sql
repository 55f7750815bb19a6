-- name: report_groups
-- One row per dimension and group, and per question: how many of the group count and how many of them answered.
-- Unit: respondents.
-- Base: respondents who count and are of a known group.
-- Parameters: none
with placed as (
    select respondent, 'country' as dimension, country as code from respondents where country is not null
    union all
    select respondent, 'sector', sector from respondents where sector is not null
    union all
    select respondent, 'size', size from respondents where size is not null
    union all
    select respondent, 'region', region from respondents where region is not null
)

select
    placed.dimension,
    placed.code,
    questions.question,
    count(*) as n,
    count(asked.respondent) as answered
from placed
cross join questions
left join asked on placed.respondent = asked.respondent and questions.question = asked.question
group by placed.dimension, placed.code, questions.question
order by placed.dimension, placed.code, questions.question
