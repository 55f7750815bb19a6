-- name: case_counts
-- One row: how many cases the filters select.
-- Unit: number of cases; curated are those that were checked twice, with_measured those with a measured result. Years: the
-- first and the last in which one began; empty where that is known of none.
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
    count(*) as cases,
    count(*) filter (where collection = 'curated') as curated,
    count(*) filter (where outcome_kind = 'measured') as with_measured,
    min(year) as first_year,
    max(year) as last_year
from chosen_projects
order by cases
