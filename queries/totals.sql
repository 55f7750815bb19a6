-- name: totals
-- One row: how much evidence the filters select. Cases have no survey, so that filter leaves them as they are.
-- Unit: numbers of figures, surveys, countries, cases and countries with cases; years.
-- Base: none.
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

chosen_cases as (
    select *
    from projects
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($year, year)
        and (len($theme::varchar[]) = 0 or list_has_any(themes, $theme::varchar[]))
)

select
    count(*) as figures,
    count(distinct survey) as surveys,
    count(distinct country) as countries,
    min(year) as first_year,
    max(year) as last_year,
    count(*) filter (where base_n is not null) as with_base,
    (select count(*) from chosen_cases) as cases,
    (select count(*) from chosen_cases where collection = 'curated') as curated_cases
from chosen
order by figures
