-- name: evidence_kind_list
-- One row per kind of evidence, the one behind most surveys first.
-- Unit: surveys and series: numbers of surveys and of indices of that kind.
-- Base: none.
-- Parameters: none
select
    evidence_kinds.evidence,
    evidence_kinds.label as evidence_name,
    evidence_kinds.definition,
    evidence_kinds.limits,
    (select count(*) from surveys where surveys.evidence = evidence_kinds.evidence) as surveys,
    (select count(*) from series where series.evidence = evidence_kinds.evidence) as series
from evidence_kinds
order by surveys desc, series desc, evidence_name
