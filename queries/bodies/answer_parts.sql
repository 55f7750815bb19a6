-- name: answer_parts
-- One row per part of the bodies that answered a question in a year, with how many gave one answer: regions, kinds of
-- body, countries, sectors, regions and subregions of the world, income groups. A body is in one part of each kind.
-- Unit: share: per cent of the part's bodies with an answer; bodies: number that gave the answer.
-- Base: base_n is the number of the part's bodies with an answer; entries that say why there is none are in no base, but
-- among those listed.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   answer: the answer
with

chosen as (
    select
        replies.answer,
        replies.answered,
        {
            'body_type': replies.body_type,
            'region': replies.region,
            'country': replies.country_name,
            'sector': replies.sector_name,
            'un_region': countries.un_region,
            'un_subregion': countries.un_subregion,
            'income_group': countries.income_group
        } as parts
    from chosen_replies as replies
    join countries using (country)
    where
        replies.question = $question
        and replies.year = $year
),

listed as (
    select answer, answered, 'body_type' as kind_of_part, parts.body_type as part from chosen
    union all by name
    select answer, answered, 'region' as kind_of_part, parts.region as part from chosen
    union all by name
    select answer, answered, 'country' as kind_of_part, parts.country as part from chosen
    union all by name
    select answer, answered, 'sector' as kind_of_part, parts.sector as part from chosen
    union all by name
    select answer, answered, 'un_region' as kind_of_part, parts.un_region as part from chosen
    union all by name
    select answer, answered, 'un_subregion' as kind_of_part, parts.un_subregion as part from chosen
    union all by name
    select answer, answered, 'income_group' as kind_of_part, parts.income_group as part from chosen
)

select
    kind_of_part,
    part,
    count(*) filter (where answer = $answer) as bodies,
    count(*) filter (where answered) as base_n,
    count(*) as listed,
    100.0 * count(*) filter (where answer = $answer) / count(*) filter (where answered) as share
from listed
where part is not null
group by kind_of_part, part
having count(*) filter (where answered) > 0
order by kind_of_part, share desc, part
