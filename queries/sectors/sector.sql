-- name: sector
-- One row: a sector with the one that comes closest where few surveys asked it, and why; both empty where none is needed.
-- Unit: none.
-- Base: none.
-- Parameters:
--   sector: code of the sector
select
    sector,
    label,
    closest,
    closest_reason
from sectors
where sector = $sector
order by sector
