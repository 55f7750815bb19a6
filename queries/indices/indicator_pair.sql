-- name: indicator_pair
-- One row per country of the group that two indicators both measure, by name.
-- Unit: number and other_number: in the unit of their indicator; place and other_place: 1 is the best among these
-- countries, shared by equal values.
-- Base: the countries of the group with a value of both; indices have no respondents to count.
-- Parameters:
--   indicator: code of the first indicator
--   year: the year of its edition
--   other: code of the second indicator
--   other_year: the year of its edition
--   peers: name of a UN region, UN subregion, income group or membership; empty = all countries
with

measured as (
    select
        *,
        number * case when coalesce(higher_is_better, true) then -1 else 1 end as order_number
    from readings
    where
        number is not null
        and country_kind = 'country'
        and of_group($peers, un_region, un_subregion, income_group, groups)
)

select
    one.country,
    one.country_name,
    one.number,
    two.number as other_number,
    rank() over (order by one.order_number) as place,
    rank() over (order by two.order_number) as other_place,
    one.method,
    two.method as other_method,
    one.source_url,
    two.source_url as other_source_url
from measured as one
join measured as two using (country)
where one.indicator = $indicator and one.year = $year and two.indicator = $other and two.year = $other_year
order by one.country_name
