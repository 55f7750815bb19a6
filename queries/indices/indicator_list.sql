-- name: indicator_list
-- One row per indicator that the filters select, the one with the widest reach first.
-- Unit: countries, years and readings (values of a country in a year): numbers.
-- Base: none: indices have no respondents to count.
-- Parameters:
--   theme: list of theme codes; empty = no restriction
--   country: list of country codes; empty = no restriction
--   year: list of years; empty = no restriction
select
    indicator,
    any_value(indicator_name) as indicator_name,
    any_value(definition) as definition,
    any_value(unit) as unit,
    series,
    any_value(series_name) as series_name,
    any_value(theme_name) as theme_name,
    any_value(caution) as caution,
    count(distinct country) as countries,
    count(distinct year) as years,
    min(year) as first_year,
    max(year) as last_year,
    count(*) as readings
from chosen_readings
where
    country_kind = 'country'
group by indicator, series
order by countries desc, years desc, last_year desc, series_name, indicator_name
