-- name: theme_evidence
-- One row per figure of the chosen themes in the last edition of each survey question, newest first: several surveys side by side.
-- Parts of a country and sizes of body are left out where their totals are there; where not, they stand for themselves.
-- Unit: value in the unit of its row; place_in_list: place among the items of its list.
-- Base: base_n answered; where that is not known, at least base_at_least and at most base_at_most, as far as that is.
-- population could have, empty where it is not known; complete: all of them did.
-- Each row is of one: country, sector, survey, theme, kind, question
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
--   question: list of question codes; empty = no restriction
select
    slice,
    survey,
    survey_name,
    question,
    question_name,
    kind,
    kind_name,
    evidence,
    evidence_name,
    respondents,
    several_told,
    measure,
    unit,
    year,
    country,
    country_name,
    country_kind,
    region,
    body_size,
    place_name,
    sector_said,
    sector_told,
    is_part,
    sector,
    sector_name,
    theme,
    item,
    value,
    tied,
    residual,
    role,
    stage,
    polarity,
    base_n,
    base_at_least,
    base_at_most,
    effective_base,
    population,
    asked_part,
    complete,
    few_bodies,
    coverage,
    place_in_list,
    list_items,
    list_themes,
    source_name,
    source_url,
    licence
from chosen_figures
where
    not is_part
    and is_last_edition(later_years, $year)
order by year desc, base_n is null, base_n desc, survey_name, question_name, place_name, sector_name, place_in_list, item
