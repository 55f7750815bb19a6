-- name: indicator_parts
-- One row per other indicator of the same series and unit that has a value of a country in a year: that value beside
-- the middle of the group.
-- Unit: number, and median, lower and upper of the group: in the unit of the indicator asked for.
-- Base: countries is the number of countries of the group with a value; indices have no respondents to count.
-- source_url is where the value of the country was read.
-- is_part: its code continues that of the indicator asked for, as egdi_osi continues egdi.
-- Parameters:
--   indicator: code of the indicator whose parts are asked for
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
--   country: code of the country
with

asked as (
    select series, unit
    from indicators
    where indicator = $indicator
),

measured as (
    select
        indicator,
        indicator_name,
        definition,
        country,
        number,
        source_url,
        country_kind = 'country' and of_group($peers, un_region, un_subregion, income_group, groups) as in_group
    from readings
    join asked using (series, unit)
    where year = $year and indicator <> $indicator and number is not null
)

select
    indicator,
    any_value(indicator_name) as indicator_name,
    any_value(definition) as definition,
    starts_with(indicator, $indicator || '_') as is_part,
    max(number) filter (where country = $country) as number,
    median(number) filter (where in_group) as median,
    quantile_cont(number, 0.25) filter (where in_group) as lower,
    quantile_cont(number, 0.75) filter (where in_group) as upper,
    count(*) filter (where in_group) as countries,
    any_value(source_url) filter (where country = $country) as source_url
from measured
group by indicator
having max(number) filter (where country = $country) is not null
order by indicator_name
