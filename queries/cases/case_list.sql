-- name: case_list
-- One row per case that the filters select: curated ones first, in each collection those with a measured result; then
-- the newest.
-- Unit: none.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years in which a case began (or was reported, where its start is not known); empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   technology: list of technologies; empty = no restriction
--   status: list of status codes; empty = no restriction
--   outcome: list of kinds of outcome; empty = no restriction
--   collection: list of collections; empty = no restriction
--   search: words that must all occur, in any order, case and accents aside; empty = no restriction
--   most: how many rows at the most
select
    case_id,
    label,
    collection,
    title,
    organisation,
    country_name,
    place,
    sector_name,
    year,
    status_name,
    outcome,
    outcome_kind,
    outcome_kind_name,
    told_by,
    summary,
    source_name,
    source_url,
    licence
from chosen_projects
order by
    collection,
    outcome_kind is distinct from 'measured',
    year desc nulls last,
    title,
    case_id
limit $most
