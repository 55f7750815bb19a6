-- name: filter_options
-- One row per filter and choice that would leave figures, with how many: the other filters as they are, this one
-- set to the choice alone.
-- Unit: figures: number of figures.
-- Base: none.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
select 'country' as field, country as code, sum(figures)::bigint as figures
from chosen_counts_but_country
group by code
union all by name
select 'sector' as field, sector as code, sum(figures)::bigint as figures
from chosen_counts_but_sector
group by code
union all by name
select 'year' as field, year::varchar as code, sum(figures)::bigint as figures
from chosen_counts_but_year
group by code
union all by name
select 'survey' as field, survey as code, sum(figures)::bigint as figures
from chosen_counts_but_survey
group by code
union all by name
select 'theme' as field, theme as code, sum(figures)::bigint as figures
from chosen_counts_but_theme
group by code
order by field, figures desc, code
