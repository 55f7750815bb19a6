-- name: indicator_others
-- One row: the middle of all countries outside a group with a value of an indicator in a year, to set the group's own
-- beside. No country is on both sides.
-- Unit: median: in the unit of the indicator, empty where that is a letter or no other country has a value.
-- Base: countries is the number of countries outside the group with a value; indices have no respondents to count.
-- methods is the number of ways in which values of the group and the others were made.
-- Parameters:
--   indicator: code of the indicator
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries, so no others
with

measured as (
    select
        number,
        method,
        of_group($peers, un_region, un_subregion, income_group, groups) as in_group
    from readings
    where indicator = $indicator and year = $year and country_kind = 'country'
)

select
    count(*) filter (where not in_group) as countries,
    median(number) filter (where not in_group) as median,
    count(distinct method) as methods
from measured
order by countries
