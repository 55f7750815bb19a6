-- name: body_questions
-- One row per question and year that named bodies answered and the filters select: what at least ten bodies were asked
-- before registers and scans, then the question with most bodies first, and of each the newest edition.
-- Unit: bodies: number of bodies with an entry that the filters select; answers: of these with an answer, and not with why
-- there is none; edition_bodies: number in the edition.
-- Base: bodies is the base.
-- Country and kind stand for the whole edition, whatever the filters select: country_name is the country of all its
-- bodies, empty where they lie in several; body_type is the kind of all of them, empty where there are several;
-- one_each_country says that it has one entry for each of several countries, so that it tells of governments;
-- evidence is the kind of its survey;
-- sector_bodies is what bodies of the sector of all of them are called together, empty where there are several sectors.
-- Parameters:
--   the shared filters: lists of codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
with

chosen as (
    select
        question,
        year,
        count(*) as bodies,
        count(*) filter (where answered) as answers
    from chosen_replies
    group by question, year
),

-- A group is found in a quarter of the time that windows over the few rows take.
newest as (
    select question, arg_max(bodies, year) as bodies, max(year) as year
    from chosen
    group by question
)

select
    asked_editions.survey_name,
    chosen.question,
    asked_editions.question_name,
    chosen.year,
    chosen.bodies,
    chosen.answers,
    asked_editions.edition_bodies,
    asked_editions.country_name,
    asked_editions.one_each_country,
    asked_editions.evidence,
    asked_editions.body_type,
    asked_editions.sector,
    asked_editions.sector_bodies
from chosen
join asked_editions using (question, year)
join newest on chosen.question = newest.question
order by
    -- A share of fewer than ten bodies is told as a count (`few_bodies` in statistics.sql), so it comes with the registers.
    asked_editions.evidence = 'inventory' or newest.bodies < 10,
    newest.bodies desc,
    newest.year desc,
    asked_editions.survey_name,
    asked_editions.question_name,
    chosen.question,
    chosen.year desc
