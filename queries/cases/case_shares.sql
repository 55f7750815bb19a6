-- name: case_shares
-- One row per collection and country, sector, theme, technology, status, kind of outcome or year of the cases that the filters select;
-- an empty name is of the cases that give none. A case can have several themes and technologies, so their shares may
-- add up to more than 100. Collections are counted apart, so that a big one does not drown the other.
-- Unit: cases: number; share: per cent of the cases of the collection that are selected.
-- Base: collection_cases is the number of cases of the collection that are selected.
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
--   part: country, sector, theme, technology, status, outcome or year
with

chosen as (
    select
        case_id,
        collection,
        case $part
            when 'country' then [country_name]
            when 'sector' then [sector_name]
            when 'status' then [status_name]
            when 'outcome' then [outcome_kind_name]
            when 'year' then [year::varchar]
            when 'theme' then case when len(themes) = 0 then [null] else themes end
            when 'technology' then case when len(technologies) = 0 then [null] else technologies end
        end as codes
    from chosen_projects
),

sizes as (
    select collection, count(*) as collection_cases
    from chosen
    group by collection
),

parts as (
    select distinct case_id, collection, unnest(codes) as code
    from chosen
)

select
    parts.collection,
    coalesce(themes.label, parts.code) as name,
    count(*) as cases,
    100.0 * count(*) / sizes.collection_cases as share,
    sizes.collection_cases
from parts
join sizes using (collection)
left join themes on $part = 'theme' and parts.code = themes.theme
group by parts.collection, name, sizes.collection_cases
order by parts.collection, name is null, cases desc, name
