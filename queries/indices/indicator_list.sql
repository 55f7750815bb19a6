-- name: indicator_list
-- One row per indicator of the themes that the filter selects, the one with the widest reach first.
-- Unit: countries, years and readings (values of a country in a year): numbers.
-- Base: none: indices have no respondents to count.
-- Parameters:
--   theme: list of theme codes; empty = no restriction
select
    indicator,
    indicator_name,
    definition,
    unit,
    series,
    series_name,
    theme_name,
    leads,
    caution,
    countries,
    years,
    first_year,
    last_year,
    readings
from chosen_indices
order by countries desc, years desc, last_year desc, series_name, indicator_name
