-- name: peer_groups
-- One row per group of countries that one can compare within.
-- Unit: countries: number of members, territories included; members are their codes.
-- Base: none.
-- Parameters: none
with

memberships as (
    select 'UN region' as kind, un_region as name, country
    from countries
    where kind = 'country' and un_region is not null
    union all by name
    select 'UN subregion' as kind, un_subregion as name, country
    from countries
    where kind = 'country' and un_subregion is not null
    union all by name
    select 'Income group' as kind, income_group as name, country
    from countries
    where kind = 'country' and income_group is not null
    union all by name
    select 'Membership' as kind, unnest(groups) as name, country
    from countries
    where kind = 'country'
)

select
    kind,
    name,
    coalesce(any_value(country_groups.membership), name || ' (' || replace(kind, 'I', 'i') || ')') as label,
    coalesce(any_value(country_groups.in_sentences), any_value(country_groups.membership), name) as in_sentences,
    count(*) as countries,
    list(country order by country) as members
from memberships
left join country_groups using (name)
group by kind, name
order by
    case kind when 'Membership' then 1 when 'UN region' then 2 when 'UN subregion' then 3 else 4 end,
    name
