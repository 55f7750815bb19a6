-- name: case_list
-- One row per case that the filters select: curated ones first, among them those with an outcome, told with a figure
-- before told without; then the newest. An inventory's note on a case often says its cost or take-up rather than what
-- came of it, so it lifts no case.
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
    summary,
    source_name,
    source_url,
    licence
from chosen_projects
order by
    collection,
    collection = 'curated' and outcome is null,
    collection = 'curated' and not tells_a_figure(outcome),
    year desc nulls last,
    title,
    case_id
limit $most
