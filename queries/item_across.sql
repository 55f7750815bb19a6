-- name: item_across
-- One row per country, region, sector and size of body in which an item of a question was asked, in the last
-- year of each that the filters select.
-- Unit: value in the unit of the question's measure.
-- Base: base_n answered; empty where it was not published or not read.
-- Parameters:
--   question: code of the question
--   item: the item
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
select
    country,
    country_name,
    region,
    sector,
    sector_name,
    body_size,
    year,
    method,
    value,
    tied,
    base_n,
    source_url
from figures
where
    question = $question
    and item = $item
    and selected($country, country)
    and selected($sector, sector)
    and selected($year, year)
qualify year = max(year) over (partition by country, region, sector, body_size)
order by value desc, country_name, region, sector_name, body_size
