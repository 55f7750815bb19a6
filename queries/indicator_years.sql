-- name: indicator_years
-- One row per year of an indicator.
-- Unit: countries: number of countries with a value.
-- Base: none: indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
select
    year,
    any_value(method) as method,
    count(*) as countries
from readings
where indicator = $indicator and country_kind = 'country'
group by year
order by year desc
