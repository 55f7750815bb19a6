-- name: indicator_year
-- One row per country of the group with a value of an indicator in a year, best first, and after them one per chosen
-- country or group of countries outside it (in_group is false there): the value, and that of the edition before where
-- the method is the same.
-- Unit: number and before: in the unit of the indicator, empty where that is a letter; place: 1 is the best, shared by
-- equal values (tied), empty outside the group and for letters. place_before and place_now are those in both editions
-- among the countries of the group that both measured in the same way, so that a change of place is one of the country
-- and not of who was measured.
-- Base: countries is the number of countries of the group with a value, countries_both that of those measured in both
-- editions; indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
--   country: list of country codes that are given even outside the group
with

before as (
    select country, method, year, value, number, number * case when coalesce(higher_is_better, true) then -1 else 1 end as order_number
    from readings
    where indicator = $indicator and year < $year
),

last_before as (
    select
        country,
        method,
        max(year) as year_before,
        arg_max(value, year) as value_before,
        arg_max_null(number, year) as before
    from before
    group by country, method
),

edition as (
    select
        readings.country,
        readings.country_name,
        readings.un_region,
        readings.un_subregion,
        readings.year,
        readings.method,
        readings.value,
        readings.number,
        readings.number * case when coalesce(higher_is_better, true) then -1 else 1 end as order_number,
        last_before.year_before,
        last_before.value_before,
        last_before.before,
        readings.note,
        readings.source_url,
        country_kind = 'country' and of_group($peers, un_region, un_subregion, income_group, groups) as in_group
    from readings
    left join last_before on readings.country = last_before.country and readings.method = last_before.method
    where readings.indicator = $indicator and readings.year = $year
),

placed as (
    select
        *,
        in_group and number is not null as has_place,
        rank() over (partition by in_group order by order_number) as place_in_group,
        count(*) over (partition by in_group, order_number) as equals,
        count(*) filter (where in_group) over () as countries_in_group
    from edition
),

both_editions as (
    select
        now.country,
        before.year as year_before,
        rank() over (partition by before.year order by before.order_number) as place_before,
        rank() over (partition by before.year order by now.order_number) as place_now,
        count(*) over (partition by before.year) as countries_both
    from edition as now
    join before using (country, method)
    where
        before.year in (select year_before from edition)
        and now.in_group
        and now.number is not null
        and before.number is not null
)

select
    placed.country,
    placed.country_name,
    placed.un_region,
    placed.un_subregion,
    placed.in_group,
    placed.year,
    placed.method,
    placed.value,
    placed.number,
    case when placed.has_place then placed.place_in_group end as place,
    placed.has_place and placed.equals > 1 as tied,
    placed.value_before,
    placed.before,
    both_editions.place_before,
    both_editions.place_now,
    placed.year_before,
    placed.countries_in_group as countries,
    both_editions.countries_both,
    placed.note,
    placed.source_url
from placed
left join both_editions on placed.country = both_editions.country and placed.year_before = both_editions.year_before
where placed.in_group or list_contains($country::varchar[], placed.country)
order by placed.in_group desc, placed.order_number, placed.value, placed.country_name
