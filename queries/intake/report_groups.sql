-- name: report_groups
-- One row per dimension and group, and per question: how many of the group count and how many of them answered.
-- Unit: respondents.
-- Base: respondents who count and are of a known group.
-- Parameters: none
with people as (
    -- Those who share all dimensions are counted first: they are few, and respondents may be millions.
    select country, sector, size, region, count(*) as n
    from respondents
    group by country, sector, size, region
),

people_asked as (
    select asked.question, country, sector, size, region, count(*) as n
    from asked
    join respondents using (respondent)
    group by asked.question, country, sector, size, region
),

placed as (
    -- Who is of no known group of a dimension is in no row of it.
    select dimension, code, sum(n)::bigint as n
    from (unpivot people on country, sector, size, region into name dimension value code)
    group by dimension, code
),

answered as (
    select question, dimension, code, sum(n)::bigint as n
    from (unpivot people_asked on country, sector, size, region into name dimension value code)
    group by question, dimension, code
)

select
    placed.dimension,
    placed.code,
    questions.question,
    placed.n,
    coalesce(answered.n, 0) as answered
from placed
cross join questions
left join answered
    on placed.dimension = answered.dimension
    and placed.code = answered.code
    and questions.question = answered.question
order by placed.dimension, placed.code, questions.question
