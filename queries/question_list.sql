-- name: question_list
-- One row per question and slice (country, region, sector, size of body) that the filters select, the longest
-- comparable record first: ranks and shares before scores and numbers, totals before parts, names without
-- figures last.
-- Unit: years, items and figures: numbers.
-- Base: base_n is the largest base of the last year; empty where none was published.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

chosen as (
    select *
    from figures
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($year, year)
        and selected($survey, survey)
        and selected($theme, theme)
        and selected($kind, kind)
),

slices as (
    select
        question,
        any_value(question_name) as question_name,
        any_value(survey) as survey,
        any_value(survey_name) as survey_name,
        any_value(kind) as kind,
        any_value(measure) as measure,
        any_value(evidence_name) as evidence_name,
        country,
        any_value(country_name) as country_name,
        region,
        sector,
        any_value(sector_name) as sector_name,
        body_size,
        count(*) as figures,
        count(distinct year) as years,
        min(year) as first_year,
        max(year) as last_year,
        arg_max(method, year) as last_method,
        arg_max(base_n, year) as base_n
    from chosen
    group by question, country, region, sector, body_size
),

counted as (
    select
        slices.*,
        count(distinct chosen.year) as comparable_years,
        count(*) filter (where chosen.year = slices.last_year) as last_items,
        count(*) as comparable_figures
    from slices
    join chosen
        on slices.question = chosen.question
        and slices.country = chosen.country
        and slices.sector = chosen.sector
        and slices.region is not distinct from chosen.region
        and slices.body_size is not distinct from chosen.body_size
        and slices.last_method = chosen.method
    group by all
)

select *
from counted
order by
    measure = 'mentioned',
    measure in ('score', 'count'),
    region is not null or body_size is not null,
    last_items < 3,
    comparable_figures desc,
    last_year desc,
    survey_name,
    question_name,
    country_name,
    sector_name,
    region,
    body_size
