-- name: coverage_list
-- One row per way in which editions come about (the column coverage of waves) that is the way of the newest edition of a
-- survey, the one behind most surveys first.
-- Unit: surveys: number of surveys whose newest edition came about so; whole: number of these that have all there are.
-- Base: none.
-- Parameters: none
with

newest as (
    select survey, max(year) as year
    from waves
    group by survey
)

select
    waves.coverage,
    count(*) as surveys,
    count(*) filter (
        where
        complete_count(waves.coverage, waves.base_n, waves.population)
        or (all_looked_at(waves.coverage) and full_editions.survey is not null)
    ) as whole
from waves
join newest using (survey, year)
left join full_editions using (survey, year)
group by waves.coverage
order by surveys desc, waves.coverage
