-- name: theme
-- One row: a theme with the question a leader asks on it, and the questions of what it is used for.
-- Unit: none.
-- Base: none.
-- Parameters:
--   theme: code of the theme
select
    themes.theme,
    themes.label,
    themes.question,
    (select coalesce(list(theme_uses.question order by theme_uses.question), []) from theme_uses where theme_uses.theme = $theme) as uses
from themes
where themes.theme = $theme
order by themes.theme
