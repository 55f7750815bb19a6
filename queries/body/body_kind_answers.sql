-- name: body_kind_answers
-- One row per answer that bodies of one kind gave to a question in an edition, the one most gave first.
-- Unit: bodies: number of bodies with this answer.
-- Base: base_n is the number of bodies of the kind with an answer; entries that say why there is none are left out.
-- Parameters:
--   kind_of_body: the kind of body, as its survey calls it
--   question: code of the question
--   year: year of the edition
select
    answer,
    bodies,
    base_n
from reply_parts
where
    question = $question
    and year = $year
    and part_of = 'kind'
    and part = $kind_of_body
    and answered
order by bodies desc, answer
