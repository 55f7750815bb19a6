-- name: nearest_filters
-- One row per filter of the sidebar that has something chosen: how many figures there would be if it alone were
-- dropped; the kind of question stays, since a page sets it.
-- Unit: figures: number of figures.
-- Base: none.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select 'country' as field, count(*) as figures
from chosen_figures_but_country
having len($country::varchar[]) > 0
union all by name
select 'sector' as field, count(*) as figures
from chosen_figures_but_sector
having len($sector::varchar[]) > 0
union all by name
select 'year' as field, count(*) as figures
from chosen_figures_but_year
having len($year::varchar[]) > 0
union all by name
select 'survey' as field, count(*) as figures
from chosen_figures_but_survey
having len($survey::varchar[]) > 0
union all by name
select 'theme' as field, count(*) as figures
from chosen_figures_but_theme
having len($theme::varchar[]) > 0
order by figures desc, field
