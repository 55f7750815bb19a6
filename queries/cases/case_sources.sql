-- name: case_sources
-- One row per publication that has cases the filters select, the largest first.
-- Unit: cases: number.
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
    projects.collection,
    projects.source_name,
    coalesce(min(sources.homepage_url), min(projects.source_url)) as source_url,
    min(projects.licence) as licence,
    count(*) as cases
from chosen_projects as projects
join cases using (case_id)
join sources using (source_id)
group by projects.collection, projects.source_name
order by cases desc, projects.source_name, projects.collection
