-- name: body_in_editions
-- One row per edition of its survey that holds a named body, the newest first.
-- Unit: questions: number of questions that any named body of the edition has an entry for.
-- Base: bodies is the number of named bodies of the edition.
-- name and region are those of the edition. unranked says that its publisher also makes an index of which it says that it is no
-- ranking.
-- Parameters:
--   body: number of the body
select
    body_editions.year,
    body_editions.name,
    body_editions.region,
    surveys.name as survey_name,
    surveys.publisher,
    coalesce(sector_respondents.respondents, surveys.respondents) as respondents,
    surveys.method_note,
    surveys.evidence,
    evidence_kinds.label as evidence_name,
    evidence_kinds.limits as evidence_limits,
    waves.fieldwork,
    waves.method,
    waves.note,
    sources.publisher || ': ' || sources.title as source_name,
    sources.homepage_url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence,
    surveys.publisher in (select publisher from series where not ranked) as unranked,
    body_waves.questions,
    body_waves.bodies
from body_editions
join body_waves on body_editions.survey = body_waves.survey and body_editions.year = body_waves.year
join surveys on body_editions.survey = surveys.survey
join bodies using (body_id)
left join sector_respondents on bodies.survey = sector_respondents.survey and bodies.sector = sector_respondents.sector
join evidence_kinds using (evidence)
join waves on body_editions.survey = waves.survey and body_editions.year = waves.year
join sources using (source_id)
join reuse_terms using (reuse)
where body_editions.body = $body
order by body_editions.year desc
