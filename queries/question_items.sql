-- name: question_items
-- One row per year and item of a question in one slice: every year there is, since a chart decides which years
-- compare.
-- Unit: value in the unit of the question's measure.
-- Base: base_n answered; empty where it was not published or not read.
-- Parameters:
--   question: code of the question
--   country: code of the country
--   region: part of the country; null = the whole
--   sector: code of the sector
--   body_size: kind or size of body; null = all
select
    year,
    method,
    item,
    theme,
    theme_name,
    value,
    tied,
    base_n,
    wave_base_n,
    list_complete,
    origin,
    note,
    survey,
    survey_name,
    kind,
    question_name,
    question_note,
    measure,
    evidence,
    evidence_name,
    respondents,
    country_name,
    sector_name,
    source_name,
    source_url,
    source_place,
    licence
from figures
where
    question = $question
    and country = $country
    and region is not distinct from $region
    and sector = $sector
    and body_size is not distinct from $body_size
order by year, value, item
