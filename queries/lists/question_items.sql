-- name: question_items
-- One row per year and item of a question in one slice: every year there is, since a chart decides which years
-- compare.
-- Unit: value in the unit of the question's measure; years_apart: fewest years between two editions of the survey, empty
-- where it has one edition.
-- fieldwork: when those asked replied; gathered: the same where the year of the edition is none of its years.
-- method_words tells readers how the edition was made; empty where that is known by a code alone.
-- Base: base_n answered; where that is not known, at least base_at_least and at most base_at_most, as far as that is.
-- population could have, empty where it is not known; complete: all of them did.
-- Parameters:
--   question: code of the question
--   country: code of the country
--   region: part of the country; null = the whole
--   sector: code of the sector
--   body_size: kind or size of body; null = all
select
    year,
    method,
    method_words,
    years_apart,
    item,
    role,
    polarity,
    theme,
    theme_name,
    value,
    unit,
    tied,
    residual,
    base_n,
    wave_base_n,
    base_at_least,
    base_at_most,
    effective_base,
    population,
    asked_part,
    complete,
    few_bodies,
    coverage,
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
    evidence_definition,
    evidence_limits,
    respondents,
    several_told,
    respondent_group,
    respondent_group_name,
    respondent_group_definition,
    method_note,
    wave_note,
    fieldwork,
    gathered,
    country_name,
    country_kind,
    place_name,
    region,
    sector_name,
    sector_whole,
    sector_said,
    sector_told,
    body_size,
    source_publisher,
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
