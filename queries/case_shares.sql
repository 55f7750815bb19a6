-- name: case_shares
-- One row per country, sector, theme, technology, status or year of the cases that the filters select. A case
-- can have several themes and technologies, so their shares may add up to more than 100.
-- Unit: cases: number; share: per cent of the cases selected.
-- Base: selected_cases is the number of cases selected.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years in which a case began (or was reported, where its start is not known); empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   technology: list of technologies; empty = no restriction
--   status: list of status codes; empty = no restriction
--   collection: list of collections; empty = no restriction
--   search: words that must all occur, in any order; empty = no restriction
--   part: country, sector, theme, technology, status or year
with

chosen as (
    select *
    from projects
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($year, year)
        and (len($theme::varchar[]) = 0 or list_has_any(themes, $theme::varchar[]))
        and (len($technology::varchar[]) = 0 or list_has_any(technologies, $technology::varchar[]))
        and selected($status, status)
        and selected($collection, collection)
        and list_bool_and(list_transform(string_split(lower($search), ' '), lambda word: contains(searchable, word)))
),

parts as (
    select
        case_id,
        unnest(case $part
            when 'country' then [country_name]
            when 'sector' then [sector_name]
            when 'status' then [status_name]
            when 'year' then [year::varchar]
            when 'theme' then themes
            when 'technology' then technologies
        end) as code
    from chosen
)

select
    coalesce(themes.label, parts.code) as name,
    count(distinct parts.case_id) as cases,
    100.0 * count(distinct parts.case_id) / (select count(*) from chosen) as share,
    (select count(*) from chosen) as selected_cases
from parts
left join themes on $part = 'theme' and parts.code = themes.theme
where parts.code is not null
group by name
order by cases desc, name
