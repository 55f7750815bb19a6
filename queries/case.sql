-- name: case
-- One row: a case with all that is known of it; none where the code is not known.
-- Unit: none.
-- Base: none.
-- Parameters:
--   case_id: code of the case
select
    projects.case_id,
    projects.collection,
    projects.title,
    projects.organisation,
    projects.country_name,
    projects.place,
    projects.sector_name,
    projects.level,
    projects.year_started,
    projects.year_ended,
    projects.year_reported,
    projects.status_name,
    list(themes.label order by themes.label) filter (where themes.label is not null) as theme_names,
    projects.technologies,
    projects.outcome,
    projects.summary,
    projects.source_name,
    projects.source_url,
    projects.licence
from projects
left join themes on list_contains(projects.themes, themes.theme)
where projects.case_id = $case_id
group by all
order by projects.case_id
