-- name: aggregates
-- One row per country and aggregate that holds it, as New Zealand is held by Australia and New Zealand together.
-- Unit: none.
-- Base: none.
-- Parameters: none
select
    countries.country,
    aggregates.country as aggregate
from countries
join countries as aggregates
    on
        aggregates.stands_for is not null
        and of_group(aggregates.stands_for, countries.un_region, countries.un_subregion, countries.income_group, countries.groups)
where countries.kind = 'country'
order by countries.country, aggregates.country
