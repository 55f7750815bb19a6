-- name: body_answers
-- One row per named body with an entry for a question in a year, by country, region and name.
-- Unit: score in points of its publisher; found: number of rows without the limit.
-- Base: each row is one body.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   answer: list of answers; empty = no restriction
--   search: words that must all occur in name, kind, country or region, in any order, case and accents aside;
--     empty = no restriction
--   most: how many rows at the most
select
    body_name,
    body_type,
    country_name,
    region,
    answer,
    score,
    count(*) over () as found
from chosen_replies
where
    question = $question
    and year = $year
    and holds_words($search, plain(concat_ws(' ', body_name, body_type, country_name, region)))
order by country_name, region, body_name, body_type
limit $most
