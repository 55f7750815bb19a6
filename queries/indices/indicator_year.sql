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
        arg_max({'value': value, 'number': number, 'year': year}, year) as edition
    from placed
    where year < $year
    group by country, method
),

both_editions as (
    select
        now.country,
        before.year as year_before,
        rank() over (partition by before.year order by before.order_number) as place_before,
        rank() over (partition by before.year order by now.order_number) as place_now,
        count(*) over (partition by before.year) as countries_both
    from placed as now
    join placed as before using (country, method)
    where
        now.year = $year
        and before.year < $year
        and now.in_group
        and before.in_group
        and now.number is not null
        and before.number is not null
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
    both_editions.place_before,
    both_editions.place_now,
    earlier.edition.year as year_before,
    counted.countries,
    both_editions.countries_both,
    placed.note,
    placed.source_url
from placed
join counted using (year)
left join shared using (year, place)
left join earlier using (country, method)
left join both_editions on placed.country = both_editions.country and earlier.edition.year = both_editions.year_before
where year = $year and (placed.in_group or list_contains($country::varchar[], country))
order by placed.in_group desc, placed.order_number, placed.value, placed.country_name
