-- name: composites
-- One row per index that is the average of parts on file.
-- Unit: none.
-- Base: none; indices have no respondents to count.
-- Parameters: none
select distinct indicator
from composite_parts
order by indicator
