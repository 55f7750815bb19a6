-- name: body_list
-- One row per address of a named body, in order.
-- Unit: none.
-- Base: none.
-- Parameters: none
select slug from named_bodies order by slug
