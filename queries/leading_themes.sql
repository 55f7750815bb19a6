-- name: leading_themes
-- One row per theme: how many surveys name something of it, and in how many something of it stands first in the
-- last edition (place 1, or the highest share).
-- Unit: surveys and leads: number of surveys.
-- Base: surveys_asked is the number of surveys selected; each counts once, whatever its base.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

chosen as (
    select *
    from figures
    where
        selected($country, country)
        and selected($sector, sector)
        and selected($year, year)
        and selected($survey, survey)
        and selected($theme, theme)
        and selected($kind, kind)
),

first_places as (
    select distinct survey, theme
    from chosen
    where measure in ('rank', 'percent') and region is null and body_size is null
    qualify
        year = max(year) over (partition by question, country, sector)
        and rank() over (
            partition by question, country, sector, year
            order by case measure when 'rank' then value else -value end
        ) = 1
        and count(*) over (partition by question, country, sector, year) >= 3
)

select
    chosen.theme,
    chosen.theme_name,
    count(distinct chosen.survey) as surveys,
    count(distinct first_places.survey) as leads,
    (select count(distinct survey) from chosen) as surveys_asked
from chosen
left join first_places on chosen.survey = first_places.survey and chosen.theme = first_places.theme
group by chosen.theme, chosen.theme_name
order by leads desc, surveys desc, chosen.theme_name
