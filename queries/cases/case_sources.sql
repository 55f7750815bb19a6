-- name: case_sources
-- One row per publication that has cases the filters select, the largest first.
-- Unit: cases: number.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
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
