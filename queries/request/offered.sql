-- name: offered
-- One row per shared filter and choice that any figure, index value, answer or case has. A year needs a figure, an index
-- value or an answer: cases began in many a year in which nobody was asked.
-- Unit: none.
-- Base: none.
-- Parameters: none
select field, code
from offered_choices
order by field, code
