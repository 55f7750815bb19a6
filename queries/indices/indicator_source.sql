-- name: indicator_source
-- One row: the series behind an indicator, its caution, and where it can be read.
-- Unit: none.
-- Base: none: indices have no respondents to count.
-- Parameters:
--   indicator: code of the indicator
select
    indicators.label as indicator_name,
    indicators.definition,
    indicators.unit,
    indicators.higher_is_better,
    indicators.coverage,
    coalesce(indicators.leads, false) as leads,
    series.name as series_name,
    series.publisher,
    series.method_note,
    series.caution,
    series.ranked,
    evidence_kinds.evidence,
    evidence_kinds.label as evidence_name,
    evidence_kinds.limits as evidence_limits,
    sources.publisher || ': ' || sources.title as source_name,
    sources.homepage_url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence
from indicators
join series using (series)
join evidence_kinds on evidence_kinds.evidence = evidence_of(indicators.coverage, series.evidence)
join sources using (source_id)
join reuse_terms using (reuse)
where indicators.indicator = $indicator
order by indicators.indicator
