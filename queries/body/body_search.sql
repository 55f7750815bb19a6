-- name: body_search
-- One row per named body that holds all words of a search, those first whose name is the search or begins with it.
-- Unit: found: number of rows without the limit.
-- Base: none.
-- Parameters:
--   search: words that must all occur in name, kind, country or region, in any order, case and accents aside; not empty
--   most: how many rows at the most
select
    slug,
    name,
    body_type,
    country_name,
    region,
    count(*) over () as found
from named_bodies
where holds_words($search, searchable)
order by
    plain_name <> plain($search),
    not starts_with(plain_name, plain($search)),
    not contains(plain_name, plain($search)),
    length(plain_name),
    plain_name,
    slug
limit $most
