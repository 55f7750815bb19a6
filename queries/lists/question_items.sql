-- name: question_items
-- One row per year and item of a question in one slice: every year there is, since a chart decides which years
-- compare.
-- Unit: value in the unit of the question's measure; years_apart: fewest years between two editions of the survey, empty
-- where it has one edition.
-- method_words tells readers how the edition was made; empty where that is known by a code alone.
-- Base: base_n answered; where that is not known, at least base_at_least and at most base_at_most, as far as that is.
-- population could have, empty where it is not known; complete: all of them did.
-- Parameters:
--   question: code of the question
--   country: code of the country
--   region: part of the country; null = the whole
--   sector: code of the sector
--   body_size: kind or size of body; null = all
with

editions as (
    select year - lag(year) over (order by year) as years_apart
    from waves
    where survey = (select survey from questions where question = $question)
)

select
    figures.year,
    figures.method,
    case when method_codes.method is null then figures.method else coalesce(method_codes.words, '') end as method_words,
    (select min(years_apart) from editions) as years_apart,
    figures.item,
    figures.role,
    figures.polarity,
    figures.theme,
    figures.theme_name,
    figures.value,
    figures.unit,
    figures.tied,
    figures.residual,
    figures.base_n,
    figures.wave_base_n,
    figures.base_at_least,
    figures.base_at_most,
    figures.population,
    figures.complete,
    figures.few_bodies,
    figures.coverage,
    figures.list_complete,
    figures.origin,
    figures.note,
    figures.survey,
    figures.survey_name,
    figures.kind,
    figures.question_name,
    figures.question_note,
    figures.measure,
    figures.evidence,
    figures.evidence_name,
    figures.evidence_definition,
    figures.evidence_limits,
    figures.respondents,
    figures.several_told,
    figures.respondent_group,
    figures.respondent_group_name,
    figures.respondent_group_definition,
    figures.method_note,
    figures.wave_note,
    figures.country_name,
    figures.country_kind,
    figures.region,
    figures.sector_name,
    (select coalesce(whole, false) from sectors where sectors.sector = figures.sector) as sector_whole,
    figures.body_size,
    figures.source_publisher,
    figures.source_name,
    figures.source_url,
    figures.source_place,
    figures.licence
from figures
left join method_codes using (method)
where
    figures.question = $question
    and figures.country = $country
    and figures.region is not distinct from $region
    and figures.sector = $sector
    and figures.body_size is not distinct from $body_size
order by figures.year, figures.value, figures.item
