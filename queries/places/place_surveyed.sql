-- name: place_surveyed
-- One row per country with surveys that the filters select, the one with most surveys first.
-- Unit: surveys: number of surveys with figures of the country itself.
-- Base: none.
-- Parameters:
--   the shared filters but country: lists of codes; empty = no restriction
select
    country,
    any_value(countries.name) as country_name,
    count(distinct survey) as surveys
from chosen_counts
join countries using (country)
where countries.kind = 'country'
group by country
order by surveys desc, country_name
