-- name: cases
-- One row per case that the filters select, with everything needed to cite it.
-- Unit: degrees for latitude and longitude.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
select
    case_id,
    collection,
    title,
    organisation,
    country,
    country_name,
    place,
    latitude,
    longitude,
    sector,
    sector_name,
    level,
    year,
    year_started,
    year_ended,
    year_reported,
    status,
    nullif(array_to_string(themes, ';'), '') as themes,
    nullif(array_to_string(technologies, ';'), '') as technologies,
    outcome,
    outcome_kind,
    outcome_kind_name,
    told_by,
    summary,
    source_name,
    source_url,
    licence,
    reuse
from chosen_projects
order by collection, outcome_kind is distinct from 'measured', title, case_id
