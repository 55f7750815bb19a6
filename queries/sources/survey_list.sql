-- name: survey_list
-- One row per survey that the filters select, by name, with its reach here.
-- Unit: figures and answers: numbers; years: list of the years that hold any of them;
-- edition_years: list of the years of all editions read, newest_year the last of them.
-- known_year and known_state: an edition known to be out and not read in full, or to be the last; empty where none is.
-- Base: largest_base is the largest published base of an edition in the chosen years; empty where none was published.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
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
)

select
    listed_surveys.survey_name,
    listed_surveys.publisher,
    listed_surveys.respondents,
    listed_surveys.respondent_group_name,
    listed_surveys.evidence_name,
    counted.years,
    listed_surveys.newest_year,
    listed_surveys.edition_years,
    listed_surveys.known_year,
    listed_surveys.known_state,
    listed_surveys.known_note,
    largest.largest_base,
    counted.figures,
    counted.answers,
    listed_surveys.method_note,
    listed_surveys.read_on,
    listed_surveys.licence,
    listed_surveys.source_url
from counted
join listed_surveys using (survey)
join largest using (survey)
where holds_words($search, listed_surveys.searchable)
order by listed_surveys.by_name
