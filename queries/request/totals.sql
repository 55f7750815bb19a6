-- name: totals
-- One row: how much evidence the filters select.
-- Unit: numbers of figures, surveys and countries; years.
-- Base: none.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
select
    coalesce(sum(figures), 0)::bigint as figures,
    count(distinct survey) as surveys,
    count(distinct country) as countries,
    min(year) as first_year,
    max(year) as last_year,
    coalesce(sum(with_base), 0)::bigint as with_base
from chosen_counts
order by figures
