-- name: comparable_pairs
-- One row per item of a question in a slice (country, region, sector, size of body) that has a figure in the last edition
-- the filters select and in the edition of the slice before it that was made in the same way: where several of the
-- chosen years have an edition of it, these alone are compared. Shares and places only.
-- Unit: value and before in the unit of the row: % or place; recent_from is the first of the last four years.
-- Base: base_n and base_before answered; where that is not known, at least base_at_least and at most base_at_most, as far
-- as that is. population could have, empty where it is not known; complete: all of them did; the same with _before.
-- Shares worked out here from under 10 bodies are left out: they are not compared. asked_part says whom the question is put
-- to, where that is a part of those who answered the edition.
-- An edition made in another way than all before it, of which no base is known either, tells nothing of a change, so that
-- it does not stand before an older one that does.
-- Each row is of one: country, sector, survey, theme, kind
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction; the last of the years in which a slice has an edition
--     counts as now, and those before it are what it is compared with if there are any; no year = its last edition
--   kind: list of kinds of question; empty = no restriction
select
    now.survey,
    now.survey_name,
    now.publisher,
    now.respondents,
    now.several_told,
    now.evidence,
    now.evidence_name,
    now.evidence_definition,
    now.evidence_limits,
    now.kind,
    now.kind_name,
    now.question,
    now.question_name,
    now.question_note,
    now.asked_part,
    now.role,
    now.polarity,
    now.measure,
    now.unit,
    now.method,
    now.country,
    now.country_name,
    now.country_kind,
    now.region,
    now.sector,
    now.sector_name,
    now.body_size,
    now.is_part,
    now.theme,
    now.theme_name,
    now.item,
    now.residual,
    earlier.year as year_before,
    earlier.value as before,
    earlier.tied as tied_before,
    earlier.base_n as base_before,
    earlier.base_at_least as base_at_least_before,
    earlier.base_at_most as base_at_most_before,
    earlier.effective_base as effective_base_before,
    earlier.population as population_before,
    earlier.complete as complete_before,
    now.year,
    (select max(year) - 3 from figures) as recent_from,
    now.value,
    now.tied,
    now.base_n,
    now.base_at_least,
    now.base_at_most,
    now.effective_base,
    now.population,
    now.complete,
    now.coverage,
    now.note,
    now.source_name,
    now.source_url,
    earlier.source_url as source_url_before,
    now.licence
from chosen_figures as now
join figures as earlier
    on now.slice = earlier.slice
    and now.item = earlier.item
    -- Of several chosen years that have an edition of it, these alone are compared.
    and earlier.year = list_max(case
        when list_has_any(now.earlier_years::varchar[], $year::varchar[])
            then list_filter(now.comparable_years, lambda before: list_contains($year::varchar[], before::varchar))
        else now.comparable_years
    end)
left join silent_editions as silent on now.slice = silent.slice
where
    now.measure in ('percent', 'rank')
    and is_last_edition(
        list_filter(now.later_years, lambda later: not coalesce(list_contains(silent.years, later), false)), $year
    )
    and not now.few_bodies
    and not earlier.few_bodies
order by
    now.survey_name,
    now.question_name,
    now.measure,
    now.country_name,
    now.sector_name,
    now.region nulls first,
    now.body_size nulls first,
    now.item
