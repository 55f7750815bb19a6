-- name: report_options
-- One row per question and option chosen by anybody; place is the place given in a ranking, 0 where nothing is ranked.
-- Unit: respondents; weighted the sum of their weights; mean_place weighted, of those who named the option.
-- Base: respondents who count and answered the question.
-- Parameters: none
select
    ticked.question,
    ticked.option,
    count(*) as n,
    sum(respondents.weight) as weighted,
    count(*) filter (where ticked.place = 1) as first_n,
    coalesce(sum(respondents.weight) filter (where ticked.place = 1), 0) as first_weighted,
    sum(respondents.weight * ticked.place) / sum(respondents.weight) as mean_place
from ticked
join respondents using (respondent)
group by ticked.question, ticked.option
order by ticked.question, ticked.option
