-- name: body_answers
-- One row per named body with an entry for a question in a year, by country, region and name.
-- Unit: score in points of its publisher; found: number of rows without the limit.
-- Base: each row is one body. slug is the end of the address of its page.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   answer: list of answers; empty = no restriction
--   search: words that must all occur in name, kind, country or region, in any order, case and accents aside;
--     empty = no restriction
--   most: how many rows at the most
select
    chosen_replies.body_name,
    chosen_replies.body_type,
    chosen_replies.country_name,
    chosen_replies.region,
    chosen_replies.answer,
    chosen_replies.score,
    named_bodies.slug,
    count(*) over () as found
from chosen_replies
join body_editions using (body_id)
join named_bodies on body_editions.body = named_bodies.body
where
    chosen_replies.question = $question
    and chosen_replies.year = $year
    and holds_words(
        $search,
        plain(
            concat_ws(
                ' ',
                chosen_replies.body_name,
                chosen_replies.body_type,
                chosen_replies.country_name,
                chosen_replies.region
            )
        )
    )
order by
    chosen_replies.country_name,
    chosen_replies.region,
    chosen_replies.body_name,
    chosen_replies.body_type
limit $most
