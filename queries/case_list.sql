-- name: case_list
-- One row per case that the filters select: curated ones first, among them those with an outcome; then the newest. An
-- inventory's note on a case often says its cost or take-up rather than what came of it, so it lifts no case.
-- label names the case in addresses and lists: its title, with its body (and a number) where the title alone names
-- several.
-- Unit: none.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years in which a case began (or was reported, where its start is not known); empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   technology: list of technologies; empty = no restriction
--   status: list of status codes; empty = no restriction
--   collection: list of collections; empty = no restriction
--   search: words that must all occur, in any order, case and accents aside; empty = no restriction
--   most: how many rows at the most
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
)

select
    projects.case_id,
    projects.title || case
        when repeated.case_id is null then ''
        when repeated.of_body = 1 then ' (' || repeated.body || ')'
        else ' (' || repeated.body || ', ' || repeated.number || ')'
    end as label,
    projects.collection,
    projects.title,
    projects.organisation,
    projects.country_name,
    projects.place,
    projects.sector_name,
    projects.year,
    projects.status_name,
    projects.outcome,
    projects.summary,
    projects.source_name,
    projects.source_url,
    projects.licence
from projects
left join repeated using (case_id)
where
    selected($country, projects.country)
    and selected($sector, projects.sector)
    and selected($year, projects.year)
    and (len($theme::varchar[]) = 0 or list_has_any(projects.themes, $theme::varchar[]))
    and (len($technology::varchar[]) = 0 or list_has_any(projects.technologies, $technology::varchar[]))
    and selected($status, projects.status)
    and selected($collection, projects.collection)
    and list_bool_and(list_transform(
        string_split(strip_accents(lower($search)), ' '),
        lambda word: contains(strip_accents(projects.searchable), word)
    ))
order by
    projects.collection, projects.collection = 'curated' and projects.outcome is null, projects.year desc nulls last,
    projects.title, projects.case_id
limit $most
