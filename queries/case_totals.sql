-- name: case_totals
-- One row: how many cases the filters select and how they are spread.
-- Unit: number of cases, countries and sources.
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
select
    count(*) as cases,
    count(*) filter (where collection = 'curated') as curated,
    count(*) filter (where outcome is not null) as with_outcome,
    count(distinct country) as countries,
    count(distinct source_name) as sources,
    min(year) as first_year,
    max(year) as last_year
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
order by cases
