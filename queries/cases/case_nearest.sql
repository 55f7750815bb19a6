-- name: case_nearest
-- One row per filter of cases that has something chosen: how many cases there would be if it alone were dropped.
-- Unit: cases: number of cases.
-- Base: none.
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
select 'country' as field, count(*) as cases
from chosen_projects_but_country
having len($country::varchar[]) > 0
union all by name
select 'sector' as field, count(*) as cases
from chosen_projects_but_sector
having len($sector::varchar[]) > 0
union all by name
select 'year' as field, count(*) as cases
from chosen_projects_but_year
having len($year::varchar[]) > 0
union all by name
select 'theme' as field, count(*) as cases
from chosen_projects_but_theme
having len($theme::varchar[]) > 0
union all by name
select 'technology' as field, count(*) as cases
from chosen_projects_but_technology
having len($technology::varchar[]) > 0
union all by name
select 'status' as field, count(*) as cases
from chosen_projects_but_status
having len($status::varchar[]) > 0
union all by name
select 'outcome' as field, count(*) as cases
from chosen_projects_but_outcome
having len($outcome::varchar[]) > 0
union all by name
select 'collection' as field, count(*) as cases
from chosen_projects_but_collection
having len($collection::varchar[]) > 0
union all by name
select 'search' as field, count(*) as cases
from chosen_projects_but_search
having trim($search) != ''
order by cases desc, field
