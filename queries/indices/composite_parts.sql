-- name: composite_parts
-- One row per country and part of a composite index in a year, for the countries that have a value in every part; none
-- for an index that is no average of parts on file.
-- Unit: number (of the part) and published (of the index): in the unit of the index.
-- Base: none; indices have no respondents to count.
-- Parameters:
--   indicator: code of the composite index
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
with

whole as (
    select country, number
    from readings
    where
        indicator = $indicator
        and year = $year
        and number is not null
        and country_kind = 'country'
        and of_group($peers, un_region, un_subregion, income_group, groups)
)

select
    readings.country,
    readings.indicator as part,
    readings.number,
    whole.number as published
from readings
join composite_parts on readings.indicator = composite_parts.part
join whole on readings.country = whole.country
where composite_parts.indicator = $indicator and readings.year = $year and readings.number is not null
qualify
    count(*) over (partition by readings.country)
    = (select count(*) from composite_parts where composite_parts.indicator = $indicator)
order by readings.country, part
