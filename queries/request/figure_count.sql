-- name: figure_count
-- One row: how many figures of how many surveys the filters select.
-- Unit: numbers of figures and surveys.
-- Base: none.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
--   question: list of question codes; empty = no restriction
select count(*) as figures, count(distinct survey) as surveys
from chosen_figures
order by figures
