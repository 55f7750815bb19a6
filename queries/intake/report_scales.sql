-- name: report_scales
-- One row per question with a scale: those who chose a point of it, their mean, and those at its two highest points.
-- Unit: respondents; base_weighted and top_weighted sums of weights; mean in points, the lowest is 1.
-- Base: respondents who count and chose a point of the scale; answers off it, such as “don't know”, are left out.
-- Parameters: none
select
    ticked.question,
    count(*) as base_n,
    sum(respondents.weight) as base_weighted,
    sum(respondents.weight) * sum(respondents.weight) / sum(respondents.weight * respondents.weight) as base_effective,
    sum(respondents.weight * points.score) / sum(respondents.weight) as mean,
    count(*) filter (where points.is_top) as top_n,
    coalesce(sum(respondents.weight) filter (where points.is_top), 0) as top_weighted
from ticked
join respondents using (respondent)
join points on ticked.question = points.question and ticked.option = points.option
group by ticked.question
order by ticked.question
