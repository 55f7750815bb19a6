-- name: theme_by_sector
-- One row per theme and sector in which surveys name something of the theme. What counts is
-- the number of surveys that name it: shares of different surveys are never put together.
-- Unit: surveys: number of surveys.
-- Base: none: each survey counts once, whatever its base.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select
    theme,
    theme_name,
    sector,
    sector_name,
    count(distinct survey) as surveys
from chosen_figures
group by theme, theme_name, sector, sector_name
order by theme_name, sector_name
