-- name: case_counts
-- One row: how many cases the filters select.
-- Unit: number of cases; curated are those that were checked twice, with_measured those with a measured result. Years: the
-- first and the last in which one began; empty where that is known of none.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
select
    count(*) as cases,
    count(*) filter (where collection = 'curated') as curated,
    count(*) filter (where outcome_kind = 'measured') as with_measured,
    min(year) as first_year,
    max(year) as last_year
from chosen_projects
order by cases
