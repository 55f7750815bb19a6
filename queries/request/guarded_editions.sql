-- name: guarded_editions
-- One row per survey and year: an edition with figures that were changed at random to protect those who answered.
-- Unit: none
-- Base: none
-- Parameters: none
select survey_name, year
from guarded_editions
order by survey_name, year
