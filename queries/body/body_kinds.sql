-- name: body_kinds
-- One row per kind of named body of a survey with answers that the filters select, the kind of most bodies first; its source is
-- that of the newest of these answers.
-- Unit: bodies: number of named bodies; countries: number of countries they lie in.
-- Base: none.
-- slugs and names are the addresses and names of the bodies with most answers, at most three, in the order of these.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
with

given as (
    select
        named_bodies.body,
        named_bodies.slug,
        named_bodies.name,
        named_bodies.plain_name,
        named_bodies.survey,
        named_bodies.survey_name,
        named_bodies.body_type,
        named_bodies.country,
        named_bodies.country_name,
        count(*) as answers,
        max(chosen_replies.year) as last_year,
        arg_max(chosen_replies.source_name, (chosen_replies.year, chosen_replies.source_name)) as source_name,
        arg_max(chosen_replies.source_url, (chosen_replies.year, chosen_replies.source_name)) as source_url,
        arg_max(chosen_replies.licence, (chosen_replies.year, chosen_replies.source_name)) as licence
    from chosen_replies
    join body_editions using (body_id)
    join named_bodies using (body)
    group by all
),

placed as (
    select
        *,
        row_number() over (partition by survey, body_type order by answers desc, last_year desc, plain_name, slug) as place
    from given
)

select
    survey,
    survey_name,
    body_type,
    case when min(country) = max(country) then min(country_name) end as country_name,
    count(distinct country) as countries,
    count(*) as bodies,
    max(last_year) as last_year,
    list(slug order by place) filter (where place <= 3) as slugs,
    list(name order by place) filter (where place <= 3) as names,
    arg_max(source_name, (last_year, source_name)) as source_name,
    arg_max(source_url, (last_year, source_name)) as source_url,
    arg_max(licence, (last_year, source_name)) as licence
from placed
group by survey, survey_name, body_type
order by bodies desc, survey_name, body_type
