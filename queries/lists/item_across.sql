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
    figures.item,
    figures.country,
    figures.country_name,
    countries.kind as country_kind,
    figures.region,
    figures.sector,
    figures.sector_name,
    coalesce(sectors.whole, false) as sector_whole,
    figures.body_size,
    figures.year,
    figures.method,
    figures.survey_name,
    figures.question_name,
    figures.measure,
    figures.evidence,
    figures.evidence_name,
    figures.value,
    figures.unit,
    figures.tied,
    figures.base_n,
    figures.wave_base_n,
    figures.base_at_least,
    figures.base_at_most,
    figures.population,
    figures.complete,
    figures.few_bodies,
    figures.coverage,
    figures.note,
    figures.wave_note,
    figures.source_name,
    figures.source_url,
    figures.source_place,
    figures.licence
from chosen_figures as figures
join countries using (country)
join sectors using (sector)
where
    figures.question = $question
qualify
    figures.year = max(figures.year) over (
        partition by figures.item, figures.country, figures.region, figures.sector, figures.body_size
    )
order by
    figures.item, figures.value desc, figures.country_name, figures.region, figures.sector_name, figures.body_size
