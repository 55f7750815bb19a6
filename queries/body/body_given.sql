-- name: body_given
-- One row per answer of some named bodies: the newest edition first, by theme and question.
-- Unit: kind_bodies and region_bodies: number of bodies of its kind, and of its region, with the same answer.
-- Base: kind_base and region_base are the numbers of bodies of its kind, and of its region, with an answer, itself among them;
-- empty where the body has no answer or no region is known.
-- An answer outside every scale, such as “not known”, says outside. An entry that says why there is no answer (answered is false) is in no base. top is the answer at the top of the scale, empty
-- where the order of answers is not known; top_bodies is how many of its kind gave that.
-- Parameters:
--   bodies: list of numbers of bodies, not empty
select
    body,
    survey,
    survey_name,
    question,
    question_name,
    theme,
    theme_name,
    year,
    body_type,
    region,
    answer,
    answered,
    outside,
    kind_bodies,
    kind_base,
    region_bodies,
    region_base,
    top,
    top_bodies,
    source_name,
    source_url,
    licence
from body_replies
where body in (select try_cast(unnest($bodies::varchar[]) as integer))
order by year desc, survey_name, theme_name, question_name, question, body
