-- name: leader_questions
-- One row per question leaders ask, with the page that answers it and the theme that page is to show; in reading order.
-- Unit: none.
-- Base: none.
-- Parameters: none
select
    leader_questions.place,
    leader_questions.question,
    leader_questions.page,
    leader_questions.theme,
    themes.label as theme_name
from leader_questions
left join themes using (theme)
order by leader_questions.place
