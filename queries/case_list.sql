-- name: case_list
-- One row per case that the filters select: curated ones with an outcome first, then by year, newest first.
-- Unit: none.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years in which a case began (or was reported, where its start is not known); empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   technology: list of technologies; empty = no restriction
--   status: list of status codes; empty = no restriction
--   collection: list of collections; empty = no restriction
--   search: words that must all occur, in any order; empty = no restriction
--   most: how many rows at the most
select
    case_id,
    title,
    organisation,
    country_name,
    sector_name,
    year,
    status_name,
    collection,
    outcome
from projects
where
    selected($country, country)
    and selected($sector, sector)
    and selected($year, year)
    and (len($theme::varchar[]) = 0 or list_has_any(themes, $theme::varchar[]))
    and (len($technology::varchar[]) = 0 or list_has_any(technologies, $technology::varchar[]))
    and selected($status, status)
    and selected($collection, collection)
    and list_bool_and(list_transform(string_split(lower($search), ' '), lambda word: contains(searchable, word)))
order by collection, outcome is null, year desc nulls last, title, case_id
limit $most
