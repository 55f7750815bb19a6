-- name: case_shares
-- One row per part asked for, collection and name in that part: country, sector, theme, technology, status, kind of
-- outcome or year of the cases that the filters select; an empty name is of the cases that give none. A case can have
-- several themes and technologies, so their shares may add up to more than 100. Collections are
-- counted apart, so that a big one does not drown the other.
-- Unit: cases: number; share: per cent of the cases of the collection that are selected.
-- Base: collection_cases is the number of cases of the collection that are selected.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
--   parts: list of country, sector, theme, technology, status, outcome and year; empty = all of them
with

asked as (
    select unnest(case
        when len($parts) = 0 then ['country', 'sector', 'theme', 'technology', 'status', 'outcome', 'year']
        else $parts
    end) as part
),

sizes as (
    select collection, count(*) as collection_cases
    from chosen_projects
    group by collection
),

parts as (
    select distinct
        asked.part,
        chosen_projects.case_id,
        chosen_projects.collection,
        unnest(case asked.part
            when 'country' then [country_name]
            when 'sector' then [sector_name]
            when 'status' then [status_name]
            when 'outcome' then [outcome_kind_name]
            when 'year' then [year::varchar]
            when 'theme' then case when len(themes) = 0 then [null] else themes end
            when 'technology' then case when len(technologies) = 0 then [null] else technologies end
        end) as code
    from chosen_projects
    cross join asked
)

select
    parts.part,
    parts.collection,
    coalesce(themes.label, parts.code) as name,
    count(*) as cases,
    100.0 * count(*) / sizes.collection_cases as share,
    sizes.collection_cases
from parts
join sizes using (collection)
left join themes on parts.part = 'theme' and parts.code = themes.theme
group by parts.part, parts.collection, name, sizes.collection_cases
order by parts.part, parts.collection, name is null, cases desc, name
