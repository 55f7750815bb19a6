-- name: indicator_years
-- One row per year of an indicator, the last first.
-- Unit: countries: number of countries with a value; fullest: of the fullest edition, or of the fullest of the index.
-- Base: none: indices have no respondents to count. Which edition is partial, the relation index_editions says.
-- Parameters:
--   indicator: code of the indicator
select
    readings.year,
    any_value(readings.method) as method,
    any_value(index_editions.countries) as countries,
    any_value(index_editions.partial) as partial,
    any_value(index_editions.fullest) as fullest
from readings
join index_editions on readings.indicator = index_editions.indicator and readings.year = index_editions.year
where readings.indicator = $indicator and readings.country_kind = 'country'
group by readings.year
order by readings.year desc
