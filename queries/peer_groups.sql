-- name: peer_groups
-- One row per group of countries that one can compare within.
-- Unit: countries: number of members.
-- Base: none.
-- Parameters: none
select 'UN region' as kind, un_region as name, count(*) as countries
from countries
where kind = 'country' and un_region is not null
group by un_region
union all by name
select 'UN subregion' as kind, un_subregion as name, count(*) as countries
from countries
where kind = 'country' and un_subregion is not null and un_subregion <> un_region
group by un_subregion
union all by name
select 'Income group' as kind, income_group as name, count(*) as countries
from countries
where kind = 'country' and income_group is not null
group by income_group
union all by name
select 'Membership' as kind, membership as name, count(*) as countries
from (select unnest(groups) as membership from countries where kind = 'country')
group by membership
order by kind, name
