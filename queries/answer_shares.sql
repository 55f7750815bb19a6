-- name: answer_shares
-- One row per part and answer to a question in a year: the whole, or each region, kind of body, country or
-- sector.
-- Unit: share: per cent of the part's bodies that answered; bodies: number that gave the answer.
-- Base: base_n is the number of bodies of the part that answered.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   question: code of the question
--   year: the year
--   part: all, region, body_type, country or sector
with

chosen as (
    select
        answer,
        score,
        case $part
            when 'all' then 'All bodies'
            when 'region' then region
            when 'body_type' then body_type
            when 'country' then country_name
            when 'sector' then sector_name
        end as part
    from replies
    where
        question = $question
        and year = $year
        and selected($country, country)
        and selected($sector, sector)
)

select
    part,
    answer,
    any_value(score) as score,
    count(*) as bodies,
    (sum(count(*)) over (partition by part))::integer as base_n,
    100.0 * count(*) / sum(count(*)) over (partition by part) as share
from chosen
where part is not null
group by part, answer
order by part, share desc, answer
