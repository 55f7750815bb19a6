-- name: question_source
-- One row: the survey behind a question in a year and where it can be read.
-- Unit: none.
-- Base: base_n answered the edition, population could have; empty where they were not published or not read.
-- fieldwork: when those asked replied; gathered: the same where the year of the edition is none of its years.
-- listed_in_full: whether the edition lists by name all bodies there are, of every kind, where no source has their number.
-- Parameters:
--   question: code of the question
--   year: the year
select
    questions.label as question_name,
    questions.note as question_note,
    surveys.name as survey_name,
    surveys.publisher,
    coalesce(questions.respondents, surveys.respondents) as respondents,
    surveys.method_note,
    evidence_kinds.evidence,
    evidence_kinds.label as evidence_name,
    evidence_kinds.definition as evidence_definition,
    evidence_kinds.limits as evidence_limits,
    waves.base_n,
    waves.population,
    waves.coverage,
    exists (
        from full_editions where full_editions.survey = waves.survey and full_editions.year = waves.year
    ) as listed_in_full,
    waves.method,
    waves.note as wave_note,
    waves.fieldwork,
    gathered_in_other_years(waves.fieldwork, waves.year) as gathered,
    sources.publisher || ': ' || sources.title as source_name,
    sources.homepage_url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence
from questions
join surveys using (survey)
join evidence_kinds using (evidence)
join waves on questions.survey = waves.survey
join sources using (source_id)
join reuse_terms using (reuse)
where questions.question = $question and waves.year = $year
order by questions.question
