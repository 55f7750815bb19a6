-- name: question_list
-- One row per question and slice (country, region, sector, size of body) in which the filters select a figure, the
-- longest comparable record first: ranks and shares before scores and numbers, totals before parts, names without
-- figures last.
-- Unit: years, items and figures: numbers.
-- Base: base_n is the largest base of the last year; empty where none was published.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select *
from slices
where slice in (select slice from chosen_figures)
order by
    measure = 'mentioned',
    measure in ('score', 'count'),
    region is not null or body_size is not null,
    last_items < 3,
    comparable_figures desc,
    last_year desc,
    slice
