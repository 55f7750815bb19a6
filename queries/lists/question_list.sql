-- name: question_list
-- One row per question and slice (country, region, sector, size of body) in which the filters select a figure, the best
-- answer first, as the relation slices orders them; on what base a list stands is that of the last edition that is chosen,
-- and in chosen years none is too old.
-- Unit: years, items and figures: numbers; last_chosen: the last year in which the filters select a figure; standing: numbers by which
-- slices are in that order, compared one after the other.
-- Base: base_n is the largest base of the last year; where none was published, at least base_at_least and at most
-- base_at_most, as far as that is known.
-- Each row is of one: country, sector, survey, kind
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

last_chosen as (
    select
        slice,
        any_value(survey) as survey,
        any_value(kind) as kind,
        max(year) as last_chosen,
        founded(bool_or(complete), max(base_n), max(base_at_least), max(base_at_most)) as founded
    from (
        select slice, survey, kind, year, complete, base_n, base_at_least, base_at_most
        from chosen_figures
        qualify year = max(year) over (partition by slice)
    )
    group by slice
)

select
    slice,
    [tier, (len($year::varchar[]) = 0 and not is_recent)::integer, founded, slices.standing] as standing,
    question,
    question_name,
    survey,
    survey_name,
    kind,
    respondents,
    measure,
    country,
    country_name,
    country_kind,
    region,
    sector,
    sector_name,
    body_size,
    figures,
    years,
    first_year,
    last_year,
    last_chosen,
    comparable_years,
    comparable_figures,
    role,
    evidence,
    respondent_place,
    is_part,
    points_alone,
    last_items,
    last_themes,
    base_n,
    base_at_least,
    base_at_most
from slices
join last_chosen using (slice)
order by standing
