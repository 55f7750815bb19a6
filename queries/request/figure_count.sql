-- name: figure_count
-- One row: how many figures the filters select.
-- Unit: number of figures.
-- Base: none.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select count(*) as figures
from chosen_figures
order by figures
