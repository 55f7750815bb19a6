-- name: leading_themes
-- One row per theme: how many surveys name something of it, and in how many something of it stands first in the
-- last edition (place 1, or the highest share).
-- Unit: surveys and leads: number of surveys.
-- Base: surveys_asked is the number of surveys selected, surveys_with_lists those with a list of three or more items of
-- three or more themes in the last edition, whether or not something of a chosen theme stands first in it; each counts
-- once, whatever its base.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

chosen as (
    select
        theme,
        theme_name,
        survey,
        leads and is_last_edition(later_years, $year) as leads_now,
        measure in ('rank', 'percent')
        and region is null
        and body_size is null
        and list_items >= 3
        and list_themes >= 3
        and is_last_edition(later_years, $year) as listed_now
    from chosen_figures
)

select
    theme,
    theme_name,
    count(distinct survey) as surveys,
    count(distinct survey) filter (where leads_now) as leads,
    (select count(distinct survey) from chosen) as surveys_asked,
    (select count(distinct survey) from chosen where listed_now) as surveys_with_lists
from chosen
group by theme, theme_name
order by leads desc, surveys desc, theme_name
