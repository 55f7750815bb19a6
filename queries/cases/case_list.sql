-- name: case_list
-- One row per case that the filters select: curated ones first, in each collection those with a measured result; then
-- the newest.
-- Unit: none.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
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
