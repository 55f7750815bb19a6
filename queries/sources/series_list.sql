-- name: series_list
-- One row per index or scoreboard of countries.
-- Unit: indicators, countries and values: numbers.
-- Base: none: indices have no respondents to count.
-- Parameters: none
select
    series.name as series_name,
    series.publisher,
    evidence_kinds.label as evidence_name,
    series.first_year,
    series.last_year,
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
group by all
order by indicator_values desc, series_name
