-- name: cases
-- One row per case that the filters select, with everything needed to cite it.
-- Unit: degrees for latitude and longitude.
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
