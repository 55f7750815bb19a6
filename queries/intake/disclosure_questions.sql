-- name: disclosure_questions
-- One row per question, numbered in the order of their names: numbers are found faster than names.
-- Unit: none
-- Base: every question that anybody was asked.
-- Parameters: none
select question, row_number() over (order by question::varchar) as question_number
from (select distinct asked.question from asked semi join respondents using (respondent))
