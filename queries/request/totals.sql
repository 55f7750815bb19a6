-- name: totals
-- One row: how much evidence the filters select.
-- Unit: numbers of figures, surveys and countries; years.
-- Base: none.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
select
    coalesce(sum(figures), 0)::bigint as figures,
    count(distinct survey) as surveys,
    count(distinct country) as countries,
    min(year) as first_year,
    max(year) as last_year,
    coalesce(sum(with_base), 0)::bigint as with_base
from chosen_counts
order by figures
