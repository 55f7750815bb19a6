-- name: theme_kinds_of_body
-- One row per share of a kind of body on a theme, in the last edition of each survey question, newest first.
-- Unit: value in per cent.
-- Base: base_n answered; population could have, empty where it is not known; complete: all of them did.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select
    survey_name,
    question,
    question_name,
    year,
    method,
    country,
    country_name,
    sector,
    item,
    body_size,
    value,
    base_n,
    effective_base,
    population,
    complete
from chosen_figures
where
    measure = 'percent'
    and role = 'headline'
    and polarity is null
    and not residual
    and not few_bodies
    and body_size is not null
    and region is null
    and base_n is not null
    and is_last_edition(later_years, $year)
order by year desc, question_name, country_name, sector, item, value desc, body_size
