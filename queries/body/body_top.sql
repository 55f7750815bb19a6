-- name: body_top
-- One row per named body of one kind that gave the answer at the top of the scale to any of some questions of an edition: the one
-- with most of these first, of equal ones those of a region, then by name.
-- Unit: top: number of these answers; as_many: number of bodies with the same number of them.
-- Base: answers is the number of the questions it has an answer to; found the number of its kind with an answer to any.
-- Parameters:
--   kind_of_body: the kind of body, as its survey calls it
--   year: year of the edition
--   questions: list of question codes, not empty
--   region: the region whose bodies come first among equals; empty = none
--   most: how many rows at the most
with

counted as (
    select
        body,
        count(*) filter (where answer = top) as top,
        count(*) as answers
    from body_replies
    where
        answered
        and top is not null
        and year = $year
        and body_type = $kind_of_body
        and list_contains($questions::varchar[], question)
    group by body
),

compared as (
    select
        *,
        count(*) over () as found,
        count(*) over (partition by top) as as_many
    from counted
)

select
    named_bodies.slug,
    named_bodies.name,
    named_bodies.region,
    named_bodies.country_name,
    compared.top,
    compared.answers,
    compared.found,
    compared.as_many
from compared
join named_bodies using (body)
where compared.top > 0
order by compared.top desc, named_bodies.region is distinct from $region, named_bodies.plain_name, named_bodies.slug
limit $most
