-- name: theme_prompts
-- One row per question a leader may put to the team on a theme.
-- Unit: none.
-- Base: none: these are questions, not figures.
-- Parameters:
--   theme: list of theme codes; empty = no restriction
select theme, prompt
from chosen_prompts
order by theme, prompt
