-- name: indicator_trend
-- One row per chosen country and year of an indicator, and one per year for the median of the group (country is
-- empty there).
-- Unit: number in the unit of the indicator.
-- Base: countries is the number of countries behind a median; indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
--   country: list of country codes; empty = the median alone
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
with

chosen as (
    select *
    from readings
    where
        indicator = $indicator
        and country_kind = 'country'
        and number is not null
)

select
    country,
    country_name,
    year,
    method,
    number,
    null::bigint as countries
from chosen
where list_contains($country::varchar[], country)
union all by name
select
    null as country,
    'Median' as country_name,
    year,
    any_value(method) as method,
    median(number) as number,
    count(*) as countries
from chosen
where $peers = '' or $peers in (un_region, un_subregion, income_group) or list_contains(groups, $peers)
group by year
order by country_name, year
