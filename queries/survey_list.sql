-- name: survey_list
-- One row per survey that the filters select, with its reach here.
-- Unit: figures, answers and editions: numbers.
-- Base: largest_base is the largest base of an edition; empty where none was published.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

counted as (
    select
        survey,
        count(*) as figures,
        count(distinct year) as editions,
        min(year) as first_year,
        max(year) as last_year,
        0 as answers
    from figures
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($survey, survey)
        and selected($theme, theme)
        and selected($kind, kind)
    group by survey
    union all by name
    select
        survey,
        0 as figures,
        count(distinct year) as editions,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as answers
    from replies
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($survey, survey)
        and selected($theme, theme)
        and selected($kind, kind)
    group by survey
),

largest as (
    select survey, max(base_n) as largest_base
    from waves
    group by survey
)

select
    surveys.name as survey_name,
    surveys.publisher,
    surveys.respondents,
    evidence_kinds.label as evidence_name,
    max(counted.editions) as editions,
    min(counted.first_year) as first_year,
    max(counted.last_year) as last_year,
    any_value(largest.largest_base) as largest_base,
    sum(counted.figures)::bigint as figures,
    sum(counted.answers)::bigint as answers,
    surveys.method_note,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from counted
join surveys using (survey)
join evidence_kinds using (evidence)
join largest using (survey)
join sources using (source_id)
join reuse_terms using (reuse)
group by all
order by figures desc, answers desc, survey_name
