-- name: survey_list
-- One row per survey that the filters select, by name, with its reach here.
-- Unit: figures and answers: numbers; years: list of the years that hold any of them;
-- edition_years: list of the years of all editions read, newest_year the last of them.
-- known_year and known_state: an edition known to be out and not read in full, or to be the last; empty where none is.
-- Base: largest_base is the largest published base of an edition in the chosen years; empty where none was published.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
--   search: words that must all occur in name, publisher, respondents, their group or kind of evidence, in any order,
--     case and accents aside; empty = no restriction
with

evidence as (
    select survey, year, true as is_figure from chosen_figures
    union all by name
    select survey, year, false as is_figure from chosen_replies
),

counted as (
    select
        survey,
        list_sort(list(distinct year)) as years,
        count(*) filter (where is_figure) as figures,
        count(*) filter (where not is_figure) as answers
    from evidence
    group by survey
),

largest as (
    select survey, max(base_n) as largest_base
    from chosen_waves
    group by survey
),

-- All editions, whatever is chosen: how old a survey is does not depend on that.
editions as (
    select survey, max(year) as newest_year, list_sort(list(year)) as edition_years
    from waves
    group by survey
)

select
    surveys.name as survey_name,
    surveys.publisher,
    surveys.respondents,
    respondent_groups.label as respondent_group_name,
    evidence_kinds.label as evidence_name,
    counted.years,
    editions.newest_year,
    editions.edition_years,
    known.known_year,
    known.known_state,
    known.known_note,
    largest.largest_base,
    counted.figures,
    counted.answers,
    surveys.method_note,
    sources.read_on,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from counted
join surveys using (survey)
join evidence_kinds using (evidence)
join respondent_groups using (respondent_group)
join largest using (survey)
join editions using (survey)
join sources using (source_id)
join reuse_terms using (reuse)
left join last_known_editions as known using (source_id)
where
    holds_words(
        $search,
        plain(concat_ws(
            ' ', surveys.name, surveys.publisher, surveys.respondents, respondent_groups.label, evidence_kinds.label
        ))
    )
order by plain(survey_name), survey_name
