-- name: disclosure_strata
-- One row per stratum that has respondents; null where a respondent was not asked.
-- Unit: none
-- Base: every respondent counted.
-- Parameters: none
select
    dense_rank() over (order by country, sector, size, region) as stratum,
    country::varchar as country,
    sector::varchar as sector,
    size::varchar as size,
    region::varchar as region
from (select distinct country, sector, size, region from respondents)
order by stratum
