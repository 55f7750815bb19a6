-- name: body_answers
-- One row per body that answered a question in a year.
-- Unit: score in points of its publisher.
-- Base: each row is one body.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   most: how many rows at the most
select
    body_name,
    body_type,
    country_name,
    region,
    answer,
    score
from replies
where
    question = $question
    and year = $year
    and selected($country, country)
    and selected($sector, sector)
order by country_name, region, body_name
limit $most
