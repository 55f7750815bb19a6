-- name: country_regions
-- One row per region of which figures are told, with its country; those that several countries have are left out.
-- Unit: none.
-- Base: none.
-- Parameters: none
select
    any_value(country) as country,
    region
from figures
where region is not null
group by region
having count(distinct country) = 1
order by region
