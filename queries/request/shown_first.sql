-- name: shown_first
-- One row per field of which a page shows one while none is chosen, with the code of that one.
-- Unit: none.
-- Base: none.
-- Parameters: none
select 'sector' as field, sector as code from sectors where shown_first
union all by name
select 'theme' as field, theme as code from themes where shown_first
order by field, code
