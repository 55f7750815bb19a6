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
        country,
        country_name,
        un_region,
        un_subregion,
        year,
        method,
        value,
        number,
        note,
        source_url,
        country_kind = 'country' and of_group($peers, un_region, un_subregion, income_group, groups) as in_group,
        number * case when coalesce(higher_is_better, true) then -1 else 1 end as order_number
    from readings
    where indicator = $indicator
),

placed as (
    select
        *,
        case
            when in_group and number is not null
                then rank() over (partition by year, in_group order by order_number)
        end as place
    from measured
),

counted as (
    select year, count(*) filter (where in_group) as countries
    from measured
    group by year
),

shared as (
    select year, place, count(*) > 1 as tied
    from placed
    where place is not null
    group by year, place
),

earlier as (
    select
        country,
        method,
        arg_max({'value': value, 'number': number, 'place': place, 'year': year}, year) as edition
    from placed
    where year < $year
    group by country, method
)

select
    country,
    placed.country_name,
    placed.un_region,
    placed.un_subregion,
    placed.in_group,
    year,
    method,
    placed.value,
    placed.number,
    placed.place,
    coalesce(shared.tied, false) as tied,
    earlier.edition.value as value_before,
    earlier.edition.number as before,
    earlier.edition.place as place_before,
    earlier.edition.year as year_before,
    counted.countries,
    counted_before.countries as countries_before,
    placed.note,
    placed.source_url
from placed
join counted using (year)
left join shared using (year, place)
left join earlier using (country, method)
left join counted as counted_before on earlier.edition.year = counted_before.year
where year = $year and (placed.in_group or list_contains($country::varchar[], country))
order by placed.in_group desc, placed.order_number, placed.value, placed.country_name
