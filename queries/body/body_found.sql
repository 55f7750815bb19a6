-- name: body_found
-- One row: the named body with an address; none where no body has it.
-- Unit: none.
-- Base: none.
-- slug is the address the body has now: another one than asked for where the body is also known by that.
-- Parameters:
--   slug: an address: of a body's name now or before, or its code
select
    named_bodies.body,
    named_bodies.slug,
    named_bodies.name,
    named_bodies.survey,
    named_bodies.survey_name,
    named_bodies.publisher,
    named_bodies.evidence,
    named_bodies.body_type,
    named_bodies.country_name,
    named_bodies.un_region,
    named_bodies.un_subregion,
    named_bodies.income_group,
    named_bodies.region,
    named_bodies.abroad
from body_addresses
join named_bodies using (body)
where body_addresses.slug = $slug
order by named_bodies.slug
