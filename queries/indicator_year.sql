-- name: indicator_year
-- One row per country that has a value of an indicator in a year: its place among the countries of the group,
-- best first, and the value of the edition before where the method is the same.
-- Unit: value and before: in the unit of the indicator; place: 1 is the best, shared by equal values.
-- Base: countries is the number of countries of the group with a value; indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
--   year: the year
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
with

compared as (
    select
        country,
        country_name,
        un_region,
        un_subregion,
        income_group,
        year,
        method,
        value,
        number,
        note,
        source_url,
        lag(number) over (partition by country, method order by year) as before,
        lag(year) over (partition by country, method order by year) as year_before
    from readings
    where
        indicator = $indicator
        and country_kind = 'country'
        and (
            $peers = ''
            or $peers in (un_region, un_subregion, income_group)
            or list_contains(groups, $peers)
        )
)

select
    compared.country,
    compared.country_name,
    compared.un_region,
    compared.un_subregion,
    compared.income_group,
    compared.year,
    compared.value,
    compared.number,
    compared.before,
    compared.year_before,
    compared.note,
    compared.source_url,
    rank() over (
        order by coalesce(compared.number * case when indicators.higher_is_better then -1 else 1 end, ascii(compared.value))
    ) as place,
    count(*) over () as countries
from compared
join indicators on indicators.indicator = $indicator
where compared.year = $year
order by place, compared.country_name
