-- name: indicator_years
-- One row per year of an indicator, the last first.
-- Unit: countries: number of countries with a value.
-- Base: none: indices have no respondents to count. An edition is partial where it holds under half the countries of
-- the fullest one: places and medians in it would mislead.
-- Parameters:
--   indicator: code of the indicator
select
    year,
    any_value(method) as method,
    count(*) as countries,
    2 * count(*) < max(count(*)) over () as partial,
    max(count(*)) over () as fullest
from readings
where indicator = $indicator and country_kind = 'country'
group by year
order by year desc
