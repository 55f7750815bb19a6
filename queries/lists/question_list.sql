-- name: question_list
-- One row per question and slice (country, region, sector, size of body) in which the filters select a figure, the best
-- answer first: what may be headlined before details, ranks and shares before scores, numbers and names, wholes before
-- parts, lists of several items and themes before shorter ones, editions of the last four years before older ones, those of
-- digital leaders and leaders of bodies before others, lists of three themes before those of two, a base of 30 or more
-- before an unknown one and that before fewer than 30, firmer kinds of evidence, a comparable edition before; then the
-- newest, the largest and the longest record.
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
    role <> 'headline' or points_alone,
    measure = 'mentioned',
    measure in ('score', 'count'),
    is_part,
    last_items < 3 or last_themes < 2,
    last_year <= (select max(year) from figures) - 4,
    respondent_place > 2,
    last_items < 3 or last_themes < 3,
    -- A weak figure is never headlined, one without a published base only where there is none with one.
    case when base_n >= 30 then 0 when base_n is null and (base_at_most is null or base_at_most >= 30) then 1 else 2 end,
    list_position(['census', 'random_sample', 'members_vote', 'self_report', 'self_selected'], evidence) is null,
    comparable_years < 2,
    last_year desc,
    base_n desc,
    comparable_figures desc,
    slice
