-- name: indicator_year
-- One row per country of the group with a value of an indicator in a year, best first, and after them one per chosen
-- country or group of countries outside it (in_group is false there): the value, and that of the edition before where
-- the method is the same.
-- Unit: number and before: in the unit of the indicator, empty where that is a letter; place and place_before: 1 is
-- the best, shared by equal values (tied), empty outside the group and for letters.
-- Base: countries (and countries_before) is the number of countries of the group with a value; indices have no
-- respondents to count.
-- Parameters:
--   indicator: code of the indicator
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
--   country: list of country codes that are given even outside the group
with

measured as (
    select
        readings.*,
        country_kind = 'country' and (
            $peers = ''
            or coalesce($peers in (un_region, un_subregion, income_group), false)
            or coalesce(list_contains(groups, $peers), false)
        ) as in_group,
        number * case when coalesce(indicators.higher_is_better, true) then -1 else 1 end as order_number
    from readings
    join indicators using (indicator)
    where indicator = $indicator
),

placed as (
    select
        *,
        case
            when in_group and number is not null
                then rank() over (partition by year, in_group order by order_number)
        end as place,
        in_group and number is not null and count(*) over (partition by year, in_group, number) > 1 as tied,
        count(*) filter (where in_group) over (partition by year) as countries
    from measured
),

compared as (
    select
        *,
        lag(value) over same_method as value_before,
        lag(number) over same_method as before,
        lag(place) over same_method as place_before,
        lag(countries) over same_method as countries_before,
        lag(year) over same_method as year_before
    from placed
    window same_method as (partition by country, method order by year)
)

select
    country,
    country_name,
    un_region,
    un_subregion,
    in_group,
    year,
    method,
    value,
    number,
    place,
    tied,
    value_before,
    before,
    place_before,
    year_before,
    countries,
    countries_before,
    note,
    source_url
from compared
where year = $year and (in_group or list_contains($country::varchar[], country))
order by in_group desc, order_number, value, country_name
