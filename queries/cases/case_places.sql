-- name: case_places
-- One row per place (a tenth of a degree) that has cases the filters select.
-- Unit: degrees north and east; cases: number.
-- Base: none: cases are what was found, not a sample.
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
