-- name: list_answers
-- One row per answer to a question of shares in one slice and year, the lowest first.
-- Unit: value: per cent.
-- Base: none; shares of under 10 bodies are left out.
-- Parameters: none
select
    slice,
    year,
    item,
    value
from figures
where measure = 'percent' and not few_bodies
order by slice, year, value, item
