-- name: latest_leaders
-- One row per survey question, country and sector that has ranks or shares: what stood first in its last edition, newest
-- and best-founded first. Only what may be headlined counts, and parts of a country only where their total is not there.
-- With a theme chosen: the lists it stands first in.
-- Unit: value in the unit of its row.
-- Base: base_n answered; where that is not known, at least base_at_least and at most base_at_most, as far as that is.
-- population could have, empty where it is not known; complete: all of them did.
-- Each row is of one: country, sector, survey, theme, kind
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
--   least_themes: how many themes a list must span to count
select
    survey,
    survey_name,
    question,
    question_name,
    kind,
    evidence,
    evidence_name,
    respondents,
    several_told,
    measure,
    year,
    country,
    country_name,
    country_kind,
    region,
    body_size,
    place_name,
    sector_said,
    sector_told,
    sector,
    sector_name,
    item,
    residual,
    theme,
    theme_name,
    value,
    tied,
    flag,
    base_n,
    base_at_least,
    base_at_most,
    effective_base,
    population,
    asked_part,
    complete,
    few_bodies,
    coverage,
    source_name,
    source_url,
    list_items as items,
    list_themes as themes
from chosen_figures
where
    named_first
    and list_themes >= $least_themes
    and is_last_edition(later_years, $year)
order by
    year desc,
    base_n is null,
    base_n desc,
    survey_name,
    question_name,
    question,
    place_name,
    sector_name
