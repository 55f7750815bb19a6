-- name: answers
-- One row per answer of a named public body that the filters select.
-- Unit: answer is a category of the questionnaire; score in points of its publisher.
-- Base: each row is one body.
-- Parameters:
--   the filters of replies: lists of codes; empty = no restriction
select
    survey,
    survey_name,
    publisher,
    evidence,
    question,
    question_name,
    kind,
    theme,
    theme_name,
    year,
    method,
    country,
    country_name,
    region,
    sector,
    sector_name,
    body_type,
    body_id,
    body_name,
    answer,
    score,
    source_name,
    source_url,
    licence,
    reuse
from chosen_replies
order by survey, question, year, country, body_id
