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
--   collection: list of collections; empty = no restriction
--   search: words that must all occur, in any order, case and accents aside; empty = no restriction
with

judged as (
    select
        list_filter(
            [
                case when selected($country, country) then null else 'country' end,
                case when selected($sector, sector) then null else 'sector' end,
                case when selected($year, year) then null else 'year' end,
                case when any_selected($theme, themes) then null else 'theme' end,
                case when any_selected($technology, technologies) then null else 'technology' end,
                case when selected($status, status) then null else 'status' end,
                case when selected($collection, collection) then null else 'collection' end,
                case when holds_words($search, searchable) then null else 'search' end,
            ],
            lambda field: field is not null
        ) as kept_out_by
    from projects
),

filters as (
    select field
    from (
        values
            ('country', len($country::varchar[]) > 0),
            ('sector', len($sector::varchar[]) > 0),
            ('year', len($year::varchar[]) > 0),
            ('theme', len($theme::varchar[]) > 0),
            ('technology', len($technology::varchar[]) > 0),
            ('status', len($status::varchar[]) > 0),
            ('collection', len($collection::varchar[]) > 0),
            ('search', trim($search) != '')
    ) as listed (field, is_chosen)
    where is_chosen
)

select
    filters.field,
    count(*) filter (where len(judged.kept_out_by) = 0 or judged.kept_out_by = [filters.field]) as cases
from filters
cross join judged
group by filters.field
order by cases desc, filters.field
