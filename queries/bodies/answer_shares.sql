-- name: answer_shares
-- One row per answer of named bodies to a question in a year, the answer most gave first.
-- Unit: share: per cent of the bodies with an answer; bodies: number of bodies with this entry; score in points of its
-- publisher.
-- Base: base_n is the number of bodies with an answer. Entries that say why there is none (answered is false) are counted
-- in bodies, but are in no base and have no share.
-- Answers such as “other” stand outside every scale; scale, scale_place and scale_steps say on which scale an answer
-- stands, where (1 is the most) and how many steps that has; empty where on none.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
with

chosen as (
    select
        answer,
        score,
        answered,
        outside,
        scale,
        scale_place,
        scale_steps
    from chosen_replies
    where
        question = $question
        and year = $year
)

select
    answer,
    answered,
    outside,
    scale,
    scale_place,
    scale_steps,
    min(score) as lowest_score,
    max(score) as highest_score,
    count(*) as bodies,
    (sum(count(*)) filter (where answered) over ())::bigint as base_n,
    case when answered then 100.0 * count(*) / sum(count(*)) filter (where answered) over () end as share
from chosen
group by answer, answered, outside, scale, scale_place, scale_steps
order by answered desc, bodies desc, answer
