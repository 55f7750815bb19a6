-- name: case
-- One row: a case with all that is known of it; none where there is no such case.
-- label names the case in addresses and lists: its title, with its body (and a number) where the title alone names
-- several.
-- Unit: none.
-- Base: none.
-- Parameters:
--   case: label, code or title of the case, in any case; of several with one title, a curated one
with

meant as (
    select case_id
    from projects
    where lower($case) in (lower(label), lower(case_id), lower(title))
    order by
        label = $case desc, lower(label) = lower($case) desc, lower(case_id) = lower($case) desc, collection, case_id
    limit 1
)

select
    projects.case_id,
    projects.label,
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
    projects.outcome_kind,
    projects.outcome_kind_name,
    projects.told_by,
    projects.summary,
    projects.source_name,
    projects.source_url,
    projects.licence
from projects
join meant using (case_id)
left join themes on list_contains(projects.themes, themes.theme)
group by all
order by projects.case_id
