-- name: place_list
-- One row per place that has a page: countries, and groups that surveys or indices give figures of, which have any evidence.
-- Unit: surveys: number of surveys with figures or answers of bodies of it.
-- Base: none.
-- stands_for is the group whose members an aggregate holds; empty for a country.
-- Parameters: none
with

asked as (
    select country, survey from counts
    union
    select country, survey from replies
),

counted as (
    select country, count(*) as surveys
    from asked
    group by country
)

select
    countries.country,
    countries.name,
    countries.kind,
    countries.un_region,
    countries.un_subregion,
    countries.income_group,
    countries.stands_for,
    coalesce(counted.surveys, 0) as surveys
from countries
left join counted using (country)
where
    countries.kind in ('country', 'aggregate')
    and countries.country in (select code from offered_choices where field = 'country')
order by plain(countries.name), countries.country
