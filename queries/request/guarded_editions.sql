-- name: guarded_editions
-- One row per survey and year: an edition with figures that were changed at random to protect those who answered.
-- Unit: none
-- Base: none
-- Parameters: none
select distinct survey_name, year
from figures
where origin = 'guarded'
order by survey_name, year
