-- name: item_across
-- One row per item, country, region, sector and size of body in which a question was asked, in the last year of each that the
-- filter selects. Rows overlap where one is the whole and another its part.
-- Unit: value in the unit of the question's measure.
-- Base: base_n answered; where that is not known, at least base_at_least and at most base_at_most, as far as that is;
-- wave_base_n answered the whole edition; population could have, empty where it is not known; complete: all of them did.
-- Parameters:
--   question: code of the question
--   year: list of years; empty = no restriction
select
    item,
    country,
    country_name,
    country_kind,
    region,
    sector,
    sector_name,
    sector_whole,
    body_size,
    year,
    method,
    survey_name,
    question_name,
    measure,
    evidence,
    evidence_name,
    value,
    unit,
    tied,
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
    note,
    wave_note,
    source_name,
    source_url,
    source_place,
    licence
from chosen_figures
where
    question = $question
qualify
    year = max(year) over (
        partition by item, country, region, sector, body_size
    )
order by
    item, value desc, country_name, region, sector_name, body_size
