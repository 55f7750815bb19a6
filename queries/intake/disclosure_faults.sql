-- name: disclosure_faults
-- One row: how many respondents lack what counting needs, and how many cells hold more persons than their base.
-- Unit: number of respondents; number of cells.
-- Base: every respondent counted.
-- Parameters: none
select
    (
        select count(*)
        from respondents
        where record_key is null or record_key < 0 or record_key > 2147483647
    ) as without_key,
    (
        select count(*)
        from respondents
        where weight is null or not isfinite(weight) or weight <= 0
    ) as without_weight,
    (
        select count(*)
        from ticks
        left join bases using (question_number, stratum)
        where ticks.persons > coalesce(bases.persons, 0)
    ) as beyond_base
