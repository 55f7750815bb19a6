-- name: body_questions
-- One row per question and year that named bodies answered and the filters select, the one with most bodies
-- first.
-- Unit: bodies: number of bodies with an entry that the filters select; edition_bodies: number in the edition.
-- Base: bodies is the base.
-- Country and kind stand for the whole edition, whatever the filters select: country_name is the country of all its
-- bodies, empty where they lie in several; body_type is the kind of all of them, empty where there are several.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

editions as (
    select
        question,
        year,
        count(*) as edition_bodies,
        case when count(distinct country) = 1 then min(country_name) end as country_name,
        case when count(distinct body_type) = 1 then min(body_type) end as body_type,
        case when count(distinct sector) = 1 then min(sector) end as sector
    from replies
    group by question, year
),

chosen as (
    select
        question,
        year,
        min(survey_name) as survey_name,
        min(question_name) as question_name,
        count(*) as bodies
    from replies
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($year, year)
        and selected($survey, survey)
        and selected($theme, theme)
        and selected($kind, kind)
    group by question, year
)

select
    chosen.survey_name,
    chosen.question,
    chosen.question_name,
    chosen.year,
    chosen.bodies,
    editions.edition_bodies,
    editions.country_name,
    editions.body_type,
    editions.sector
from chosen
join editions using (question, year)
order by chosen.bodies desc, chosen.year desc, chosen.survey_name, chosen.question_name
