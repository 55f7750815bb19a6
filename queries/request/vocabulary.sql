-- name: vocabulary
-- One row per code that a filter or an address may hold, with the name readers see.
-- Unit: none.
-- Base: none.
-- Parameters: none
select 'country' as field, country as code, name from countries
union all by name
select 'sector' as field, sector as code, label as name from sectors
union all by name
select 'survey' as field, survey as code, name from surveys
union all by name
select 'theme' as field, theme as code, label as name from themes
union all by name
select 'kind' as field, kind as code, label as name from kinds
union all by name
select 'measure' as field, measure as code, label as name from measures
union all by name
select 'evidence' as field, evidence as code, label as name from evidence_kinds
union all by name
select 'status' as field, status as code, label as name from statuses
union all by name
select 'outcome' as field, outcome_kind as code, label as name from outcome_kinds
union all by name
select 'respondents' as field, respondent_group as code, label as name from respondent_groups
union all by name
select 'series' as field, series as code, name from series
union all by name
select 'indicator' as field, indicator as code, series.name || ': ' || indicators.label as name
from indicators join series using (series)
union all by name
select 'question' as field, question as code, surveys.name || ': ' || questions.label || ' (' || measures.label || ')' as name
from questions join surveys using (survey) join measures using (measure)
union all by name
select 'item' as field, item as code, item as name from offered_items
union all by name
select 'collection' as field, code, name from (values ('curated', 'Curated'), ('inventory', 'Inventory')) as listed (code, name)
union all by name
select distinct 'technology' as field, technology as code, technology as name from (select unnest(technologies) as technology from projects)
union all by name
select distinct 'year' as field, year::varchar as code, year::varchar as name
from (select code::integer as year from offered_choices where field = 'year' union select year from projects)
where year is not null
order by field, name, code
