-- name: store_counts
-- One row: how many rows the main tables hold.
-- Unit: rows: numbers.
-- Base: none.
-- Parameters: none
select
    (select count(*) from findings) as findings,
    (select count(*) from indicator_values) as indicators,
    (select count(*) from cases) as cases,
    (select count(*) from answers) as answers,
    (select count(*) from surveys) as surveys,
    (select count(*) from sources) as sources
order by findings
