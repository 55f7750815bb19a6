-- name: findings
-- One row per figure of a survey that the filters select, with everything needed to cite it.
-- Unit: value in the unit of its row; low and high, the 95 % range of a share, in per cent. They are empty where no range
-- can be given: not a share, no base, a complete count.
-- Base: base_n answered the question; where that is not known, at least base_at_least and at most base_at_most, as far as
-- that is. population could have, empty where it is not known; complete: all of them did.
-- matter and matter_counts say on which matters other figures that differ tell as well, and what this one counts; empty
-- where none do.
-- Parameters:
--   the filters of figures: lists of codes; empty = no restriction
with

on_matters as (
    select
        same_matter.question as its_question,
        same_matter.item as its_item,
        same_matter.country as its_country,
        coalesce(same_matter.region, '') as its_region,
        same_matter.sector as its_sector,
        coalesce(same_matter.body_size, '') as its_size,
        string_agg(matters.label, '; ' order by matters.matter) as matter,
        string_agg(same_matter.counts, '; ' order by matters.matter) as matter_counts
    from same_matter
    join matters using (matter)
    where matters.apart is null
    group by all
)

select
    finding_id,
    survey,
    survey_name,
    publisher,
    respondents,
    respondent_group,
    respondent_group_name,
    evidence,
    kind,
    question,
    question_name,
    question_note,
    measure,
    year,
    method,
    country,
    country_name,
    region,
    sector,
    sector_name,
    body_size,
    theme,
    theme_name,
    item,
    value,
    unit,
    tied,
    base_n,
    base_at_least,
    base_at_most,
    effective_base,
    population,
    complete,
    few_bodies,
    round(low, 2) as low,
    round(high, 2) as high,
    flag,
    origin,
    note,
    wave_note,
    method_note,
    matter,
    matter_counts,
    source_name,
    source_url,
    source_place,
    licence,
    reuse
from chosen_figures
left join on_matters
    on question = its_question
    and item = its_item
    and country = its_country
    and sector = its_sector
    and coalesce(region, '') = its_region
    and coalesce(body_size, '') = its_size
order by survey, question, country, sector, year, finding_id
