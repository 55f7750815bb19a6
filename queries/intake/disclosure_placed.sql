-- name: disclosure_placed
-- One row per respondent: the stratum (all respondents of one country, sector, size and region), key and weight.
-- Unit: record_key is a whole number drawn once; weight as the survey gives it.
-- Base: every respondent counted.
-- Parameters: none
select
    respondent,
    dense_rank() over (order by country, sector, size, region) as stratum,
    record_key,
    weight
from respondents
