-- name: series_list
-- One row per index or scoreboard of countries.
-- Unit: indicators, countries and values: numbers.
-- edition_years: list of the years that hold values, newest_year the last of them; known_year and known_state: an edition
-- known to be out and not read in full, or to be the last; empty where none is.
-- Base: none: indices have no respondents to count.
-- Parameters: none
select
    series.name as series_name,
    series.publisher,
    evidence_kinds.label as evidence_name,
    series.first_year,
    series.last_year,
    max(readings.year) as newest_year,
    list_sort(list(distinct readings.year)) as edition_years,
    known.known_year,
    known.known_state,
    known.known_note,
    count(distinct readings.indicator) as indicators,
    count(distinct readings.country) as countries,
    count(*) as indicator_values,
    series.method_note,
    series.caution,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from series
join readings using (series)
join evidence_kinds on series.evidence = evidence_kinds.evidence
join sources using (source_id)
join reuse_terms on sources.reuse = reuse_terms.reuse
left join last_known_editions as known on series.source_id = known.source_id
group by all
order by indicator_values desc, series_name
