-- name: place_surveys
-- One row per survey and place it has figures of, of those that the filters select: countries before groups, then the newest.
-- Unit: figures: number of figures; years: list of the years that have any; last_year: the last of them.
-- Base: base_n is the largest base of a figure in the last year; empty where none was published.
-- in_parts says that every figure is of a part of the place; respondents are those of the figures where these share them, else
-- those of the survey.
-- Each row is of one: country, survey
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
with

editions as (
    select
        survey,
        country,
        year,
        any_value(survey_name) as survey_name,
        min(respondents) as first_words,
        max(respondents) as last_words,
        any_value(evidence_name) as evidence_name,
        any_value(country_name) as country_name,
        any_value(country_kind) as country_kind,
        bool_and(region is not null) as in_parts,
        count(*) as figures,
        max(base_n) as base_n,
        min(source_url) as source_url
    from chosen_figures
    group by survey, country, year
)

select
    survey,
    country,
    any_value(survey_name) as survey_name,
    case
        when min(first_words) = max(last_words) then min(first_words) else any_value(surveys.respondents)
    end as respondents,
    any_value(evidence_name) as evidence_name,
    any_value(country_name) as country_name,
    any_value(country_kind) as country_kind,
    bool_and(in_parts) as in_parts,
    list_sort(list(year)) as years,
    max(year) as last_year,
    sum(figures)::bigint as figures,
    arg_max_null(base_n, year) as base_n,
    arg_max(source_url, year) as source_url
from editions
join surveys using (survey)
group by survey, country
order by any_value(country_kind) <> 'country', last_year desc, figures desc, any_value(survey_name), country
