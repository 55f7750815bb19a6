-- name: own_places
-- One row per choice a reader has for a place of their own: countries that are no groups, sectors, and kinds and sizes of body
-- as surveys name them, these once per country and sector in which a survey has them: kinds by alphabet before sizes told by
-- a number of inhabitants, from small to large.
-- Unit: none.
-- Base: none.
-- Parameters: none
with

choices as (
    select field, code, null as country, null as sector
    from offered_choices
    left join countries on field = 'country' and code = countries.country
    where field = 'sector' or countries.kind = 'country'
    union all by name
    select 'size' as field, body_size as code, country, sector
    from offered_sizes
)

select
    choices.field,
    choices.code,
    choices.country,
    choices.sector
from choices
left join body_sizes on choices.field = 'size' and choices.code = body_sizes.body_size
order by
    choices.field,
    body_sizes.inhabitants nulls first,
    list_position(['up_to', 'from', 'over'], body_sizes.side),
    choices.code,
    choices.country,
    choices.sector
