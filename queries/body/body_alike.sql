-- name: body_alike
-- One row per named body of the same survey, kind and last edition as another one, the most like it first.
-- Unit: shared: number of questions of that edition that both have an answer to.
-- Base: found is the number of bodies with the same likeness.
-- likeness: 1 same country and region, or of bodies of several countries same UN subregion and income group; 2 same country, or
-- same UN subregion; 3 same UN region; 4 none of these.
-- Parameters:
--   body: number of the body
--   most: how many rows at the most
with

own as (
    select
        body,
        survey,
        body_type,
        country,
        region,
        un_region,
        un_subregion,
        income_group,
        last_year
    from named_bodies
    where body = $body
),

others as (
    select
        named_bodies.body,
        named_bodies.slug,
        named_bodies.name,
        named_bodies.region,
        named_bodies.country_name,
        named_bodies.plain_name,
        case
            when named_bodies.country = own.country and named_bodies.region = own.region then 1
            when named_bodies.country = own.country then 2
            when named_bodies.un_subregion = own.un_subregion and named_bodies.income_group = own.income_group then 1
            when named_bodies.un_subregion = own.un_subregion then 2
            when named_bodies.un_region = own.un_region then 3
            else 4
        end as likeness
    from named_bodies
    join own using (survey, body_type, last_year)
    where named_bodies.body <> own.body
),

compared as (
    select theirs.body, count(*) as shared
    from body_replies as mine
    join own on mine.body = own.body and mine.year = own.last_year
    join body_replies as theirs on mine.question = theirs.question and mine.year = theirs.year
    where mine.answered and theirs.answered
    group by theirs.body
)

select
    others.slug,
    others.name,
    others.region,
    others.country_name,
    others.likeness,
    count(*) over (partition by others.likeness) as found,
    coalesce(compared.shared, 0) as shared
from others
left join compared using (body)
order by others.likeness, shared desc, others.plain_name, others.slug
limit $most
