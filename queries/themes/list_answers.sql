-- name: list_answers
-- One row per chosen slice and year of a question of shares: the shares of all its answers.
-- Unit: shares: per cent, the lowest first.
-- Base: none; shares of under 10 bodies are left out.
-- Parameters:
--   slice: list of numbers of slices; empty = no restriction
select
    slice,
    year,
    list(value order by value) as shares
from chosen_figures
where measure = 'percent' and not few_bodies
group by slice, year
order by slice, year
