-- name: choice_totals
-- One row per shared filter and choice that any figure has: how much evidence it selects alone, as totals says it.
-- Unit: numbers of figures, surveys and countries; years.
-- Base: none.
-- Parameters: none
with

each_choice as (
    select
        unnest(['country', 'sector', 'year', 'survey', 'theme']) as field,
        unnest([country, sector, year::varchar, survey, theme]) as code,
        figures,
        survey,
        country,
        year,
        with_base
    from counts
)

select
    field,
    code,
    sum(figures)::bigint as figures,
    count(distinct survey) as surveys,
    count(distinct country) as countries,
    min(year) as first_year,
    max(year) as last_year,
    sum(with_base)::bigint as with_base
from each_choice
where code is not null
group by field, code
order by field, code
