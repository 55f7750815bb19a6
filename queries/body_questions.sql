-- name: body_questions
-- One row per question and year that named bodies answered and the filters select, the one with most bodies
-- first.
-- Unit: bodies: number of bodies that answered.
-- Base: bodies is the base.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select
    survey,
    any_value(survey_name) as survey_name,
    question,
    any_value(question_name) as question_name,
    any_value(theme_name) as theme_name,
    year,
    any_value(method) as method,
    any_value(evidence) as evidence,
    count(*) as bodies,
    count(distinct country) as countries,
    count(distinct region) as regions,
    count(distinct body_type) as body_types
from replies
where
    selected($country, country)
    and selected($sector, sector)
    and selected($year, year)
    and selected($survey, survey)
    and selected($theme, theme)
    and selected($kind, kind)
group by survey, question, year
order by bodies desc, year desc, survey_name, question_name
