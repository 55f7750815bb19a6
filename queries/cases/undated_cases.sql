-- name: undated_cases
-- One row: how many cases without a year the filters select, those a choice of years leaves out.
-- Unit: number of cases.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects but year: lists of codes, search: words; empty = no restriction
select count(*) as cases
from chosen_projects
where year is null
order by cases
