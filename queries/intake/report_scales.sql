-- name: report_scales
-- One row per question with a scale: those who chose a point of it, their mean, and those at its two highest points.
-- Unit: number of respondents; base_weighted and top_weighted sums of weights; mean and deviation (standard, weighted)
-- in points, the lowest is 1; deviation null where all chose one point.
-- Base: respondents who count and chose a point of the scale; answers off it, such as “don't know”, are left out.
-- Parameters: none
with chosen as (
    -- Points are few, so what is added up twice is what each point has, not what each respondent said; always in their
    -- order, which decides the last digit.
    select
        ticked.question,
        points.score,
        points.is_top,
        count(*) as n,
        sum(respondents.weight) as weighted,
        sum(respondents.weight * respondents.weight) as squares
    from ticked
    join respondents using (respondent)
    join points on ticked.question = points.question and ticked.option = points.option
    group by ticked.question, points.score, points.is_top
),

means as (
    select question, sum(weighted * score order by score) / sum(weighted order by score) as mean
    from chosen
    group by question
)

select
    chosen.question,
    sum(chosen.n)::bigint as base_n,
    sum(chosen.weighted order by chosen.score) as base_weighted,
    pow(sum(chosen.weighted order by chosen.score), 2)
    / sum(chosen.squares order by chosen.score) as base_effective,
    any_value(means.mean) as mean,
    case
        when min(chosen.score) < max(chosen.score)
            then sqrt(
                sum(chosen.weighted * (chosen.score - means.mean) ** 2 order by chosen.score)
                / sum(chosen.weighted order by chosen.score)
            )
    end as deviation,
    coalesce(sum(chosen.n) filter (where chosen.is_top), 0)::bigint as top_n,
    coalesce(sum(chosen.weighted order by chosen.score) filter (where chosen.is_top), 0) as top_weighted
from chosen
join means using (question)
group by chosen.question
order by chosen.question
