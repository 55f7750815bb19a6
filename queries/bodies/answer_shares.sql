-- name: answer_shares
-- One row per answer of named bodies to a question in a year, the answer most gave first.
-- Unit: share: per cent of the bodies with an answer; bodies: number of bodies with this entry; score in points of its
-- publisher.
-- Base: base_n is the number of bodies with an answer. Entries of the list unanswered (answered is false)
-- are counted in bodies, but are in no base and have no share.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   unanswered: list of entries that say why there is no answer
with

chosen as (
    select
        answer,
        score,
        not list_contains($unanswered::varchar[], answer) as answered
    from chosen_replies
    where
        question = $question
        and year = $year
)

select
    answer,
    answered,
    min(score) as lowest_score,
    max(score) as highest_score,
    count(*) as bodies,
    (sum(count(*)) filter (where answered) over ())::bigint as base_n,
    case when answered then 100.0 * count(*) / sum(count(*)) filter (where answered) over () end as share
from chosen
group by answer, answered
order by answered desc, bodies desc, answer
