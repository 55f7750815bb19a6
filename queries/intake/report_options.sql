-- name: report_options
-- One row per question and option chosen by anybody; place is the place given in a ranking, 0 where nothing is ranked.
-- Unit: number of respondents; weighted the sum of their weights; effective the base that equal weights would need to
-- be as informative (Kish 1965); mean of places and their deviation (standard, null where all gave one place) weighted,
-- of those who named the option.
-- Base: respondents who count and answered the question.
-- Parameters: none
with placed as (
    -- Places are few, so what is added up twice is what each place has, not what each respondent said; always in their
    -- order, which decides the last digit.
    select
        ticked.question,
        ticked.option,
        ticked.place,
        count(*) as n,
        sum(respondents.weight) as weighted,
        sum(respondents.weight * respondents.weight) as squares
    from ticked
    join respondents using (respondent)
    group by ticked.question, ticked.option, ticked.place
),

means as (
    select question, option, sum(weighted * place order by place) / sum(weighted order by place) as mean
    from placed
    group by question, option
)

select
    placed.question,
    placed.option,
    sum(placed.n)::bigint as n,
    sum(placed.weighted order by placed.place) as weighted,
    pow(sum(placed.weighted order by placed.place), 2) / sum(placed.squares order by placed.place) as effective,
    coalesce(sum(placed.n) filter (where placed.place = 1), 0)::bigint as first_n,
    coalesce(sum(placed.weighted) filter (where placed.place = 1), 0) as first_weighted,
    any_value(means.mean) as mean,
    case
        when min(placed.place) < max(placed.place)
            then sqrt(
                sum(placed.weighted * (placed.place - means.mean) ** 2 order by placed.place)
                / sum(placed.weighted order by placed.place)
            )
    end as deviation
from placed
join means using (question, option)
group by placed.question, placed.option
order by placed.question, placed.option
