-- name: case
-- One row: a case with all that is known of it; none where there is no such case.
-- label names the case in addresses and lists: its title, with its body (and a number) where the title alone names
-- several.
-- Unit: none.
-- Base: none.
-- Parameters:
--   case: label, code or title of the case, in any case; of several with one title, a curated one
with

repeated as (
    select
        cases.case_id,
        coalesce(cases.organisation, countries.name) as body,
        count(*) over (partition by cases.title, body) as of_body,
        row_number() over (partition by cases.title, body order by cases.case_id) as number
    from cases
    join countries using (country)
    where cases.title in (select title from cases group by title having count(*) > 1)
),

labelled as (
    select
        cases.case_id,
        cases.collection,
        cases.title,
        cases.title || case
            when repeated.case_id is null then ''
            when repeated.of_body = 1 then ' (' || repeated.body || ')'
            else ' (' || repeated.body || ', ' || repeated.number || ')'
        end as label
    from cases
    left join repeated using (case_id)
),

meant as (
    select case_id, label
    from labelled
    where lower($case) in (lower(label), lower(case_id), lower(title))
    order by
        label = $case desc, lower(label) = lower($case) desc, lower(case_id) = lower($case) desc, collection, case_id
    limit 1
)

select
    projects.case_id,
    meant.label,
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
join meant using (case_id)
left join themes on list_contains(projects.themes, themes.theme)
group by all
order by projects.case_id
