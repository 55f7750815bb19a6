-- name: body_first
-- One row: the named body with most answers that the filters select, of equal ones that of the newest answer, then the first by
-- name; none where they select no answer.
-- Unit: answers: number of answers.
-- Base: none.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   theme: list of theme codes; empty = no restriction
select
    named_bodies.slug,
    count(*) as answers
from chosen_replies
join body_editions using (body_id)
join named_bodies using (body)
group by named_bodies.body, named_bodies.slug, named_bodies.plain_name
order by answers desc, max(chosen_replies.year) desc, named_bodies.plain_name, named_bodies.slug
limit 1
