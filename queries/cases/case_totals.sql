-- name: case_totals
-- One row: how many cases the filters select and how they are spread. with_outcome counts any text on an outcome,
-- registers' notes and aims among them; with_measured counts measured results alone, and measured_by how many of
-- them each teller tells, empty where there is none;
-- with_failure counts failures and harm.
-- Unit: number of cases, countries, places and sources; years.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
select
    count(*) as cases,
    count(*) filter (where collection = 'curated') as curated,
    count(*) filter (where collection = 'inventory') as inventory,
    count(*) filter (where status = 'in_use') as in_use,
    count(*) filter (where status = 'in_use' and collection = 'curated') as curated_in_use,
    count(*) filter (where outcome is not null) as with_outcome,
    count(*) filter (where outcome_kind = 'measured') as with_measured,
    count(*) filter (where outcome_kind = 'measured' and collection = 'curated') as curated_measured,
    count(*) filter (where outcome_kind = 'failure') as with_failure,
    histogram(told_by) filter (where outcome_kind = 'measured') as measured_by,
    -- Lists made distinct once take a third of the time of as many counts of what is distinct.
    coalesce(list_unique(list(country) filter (where country_kind = 'country')), 0)::bigint as countries,
    count(latitude) as placed,
    coalesce(list_unique(list((round(latitude, 1), round(longitude, 1))) filter (where latitude is not null)), 0)::bigint as places,
    coalesce(list_unique(list(country) filter (where latitude is not null)), 0)::bigint as placed_countries,
    coalesce(list_unique(list(source_name)), 0)::bigint as sources,
    coalesce(list_unique(list(source_name) filter (where collection = 'inventory')), 0)::bigint as registers,
    min(year) as first_year,
    max(year) as last_year
from chosen_projects
order by cases
