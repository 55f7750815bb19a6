-- name: glossary_terms
-- One row per term of the glossary.
-- Unit: none.
-- Base: none.
-- Parameters: none
select term, definition
from glossary
order by term
