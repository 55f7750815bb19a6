-- name: indicators
-- One row per value of an indicator, country and year that the filters select, with everything needed to cite
-- it.
-- Unit: value in the unit of its row: percent, index_0_1, score_0_100; empty where the unit is group, of which letter holds
-- the letter.
-- Base: none: indices have no respondents to count.
-- Parameters:
--   the filters of readings: lists of codes; empty = no restriction
select
    series,
    series_name,
    publisher,
    evidence,
    indicator,
    indicator_name,
    definition,
    theme,
    theme_name,
    year,
    method,
    country,
    country_name,
    un_region,
    un_subregion,
    income_group,
    number as value,
    case when number is null then value end as letter,
    unit,
    note,
    caution,
    source_name,
    source_url,
    source_place,
    licence,
    reuse
from chosen_readings
order by series, indicator, year, country
