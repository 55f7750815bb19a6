-- name: case_places
-- One row per place (a tenth of a degree) that has cases the filters select.
-- Unit: degrees north and east; cases: number.
-- Base: none: cases are what was found, not a sample.
-- Parameters:
--   the filters of projects: lists of codes, search: words; empty = no restriction
--   most: how many places at the most
select
    round(latitude, 1) + 0 as latitude,
    -- A place just west of Greenwich would be at -0 else.
    round(longitude, 1) + 0 as longitude,
    min(coalesce(place, country_name)) as place,
    min(country_name) as country_name,
    count(*) as cases
from chosen_projects
where
    latitude is not null
group by round(latitude, 1), round(longitude, 1)
order by cases desc, place, latitude, longitude
limit $most
