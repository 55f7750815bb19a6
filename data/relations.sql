-- Case studies, and what is joined from figures, indices, answers and cases together. See figures.sql.

-- label names a case in addresses and lists: its title, with its body (and a number) where the title alone names several.
create view projects as
with

repeated as (
    select
        cases.case_id,
        coalesce(cases.organisation, countries.name) as body,
        count(*) over (partition by cases.title, body) as of_body,
        row_number() over (partition by cases.title, body order by cases.case_id) as number
    from cases
    join countries using (country)
    where cases.title in (select title from cases group by title having count(*) > 1)
)

select
    cases.case_id,
    cases.collection,
    cases.title,
    cases.title || case
        when repeated.case_id is null then ''
        when repeated.of_body = 1 then ' (' || repeated.body || ')'
        else ' (' || repeated.body || ', ' || repeated.number || ')'
    end as label,
    cases.organisation,
    cases.country,
    countries.name as country_name,
    countries.kind as country_kind,
    cases.place,
    cases.latitude,
    cases.longitude,
    cases.sector,
    sectors.label as sector_name,
    cases.level,
    cases.year_started,
    cases.year_ended,
    cases.year_reported,
    coalesce(cases.year_started, cases.year_reported) as year,
    cases.status,
    statuses.label as status_name,
    coalesce(cases.themes, []) as themes,
    coalesce(cases.technologies, []) as technologies,
    cases.outcome,
    cases.outcome_kind,
    outcome_kinds.label as outcome_kind_name,
    cases.told_by,
    cases.summary,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.reuse,
    plain(concat_ws(
        ' ', cases.title, cases.organisation, cases.place, countries.name, cases.outcome, cases.summary,
        array_to_string(cases.technologies, ' ')
    )) as searchable,
from cases
left join repeated using (case_id)
join countries using (country)
join sectors on cases.sector = sectors.sector
join statuses using (status)
left join outcome_kinds using (outcome_kind)
join documents using (document)
join sources using (source_id)
join reuse_terms using (reuse);

-- The figures on each matter that several figures tell of: one row per matter, figure and year, with its names and its
-- value in per cent. `bodies` marks an answer of named bodies, all of them together; `newest` the last edition in its place.
-- `edition_country` is the country of all bodies of an edition, empty where they lie in several.
create view matter_figures as
with

on_matters as (
    select
        same_matter.*,
        matters.label,
        same_matter.place as figure
    from same_matter
    join matters using (matter)
    where matters.apart is null
)

select
    on_matters.matter,
    on_matters.label,
    on_matters.figure,
    on_matters.called,
    on_matters.counts,
    false as bodies,
    figures.question,
    figures.survey_name,
    figures.question_name,
    figures.kind,
    figures.theme_name,
    figures.country_name,
    figures.region,
    figures.sector_name,
    figures.body_size,
    figures.item,
    figures.year,
    figures.value,
    len(figures.later_years) = 0 as newest,
    null::varchar as edition_country
from on_matters
join figures
    on on_matters.question = figures.question
    and on_matters.item = figures.item
    and on_matters.country = figures.country
    and on_matters.region is not distinct from figures.region
    and on_matters.sector = figures.sector
    and on_matters.body_size is not distinct from figures.body_size
union all
select
    on_matters.matter,
    any_value(on_matters.label),
    on_matters.figure,
    any_value(on_matters.called),
    any_value(on_matters.counts),
    true,
    replies.question,
    any_value(replies.survey_name),
    any_value(replies.question_name),
    any_value(replies.kind),
    any_value(replies.theme_name),
    null,
    null,
    null,
    null,
    any_value(on_matters.item),
    replies.year,
    100.0 * count(*) filter (where replies.answer = on_matters.item) / count(*),
    replies.year = max(replies.year) over (partition by on_matters.matter, on_matters.figure),
    case when count(distinct replies.country) = 1 then min(replies.country_name) end
from on_matters
join replies using (question)
where on_matters.country is null and replies.answered
group by on_matters.matter, on_matters.figure, replies.question, replies.year;

-- Every choice of a shared filter that any figure, index value, answer or case has; asked on every page.
create view offered_choices as
select distinct 'country' as field, country as code
from (
    select country from figures
    union
    select country from readings
    union
    select country from replies
    union
    select country from projects
)
union all by name
select distinct 'sector' as field, sector as code
from (select sector from figures union select sector from replies union select sector from projects)
union all by name
select distinct 'year' as field, year::varchar as code
from (select year from figures union select year from readings union select year from replies)
union all by name
select distinct 'survey' as field, survey as code
from (select survey from figures union select survey from replies)
union all by name
select distinct 'theme' as field, theme as code
from (
    select theme from figures
    union
    select theme from readings
    union
    select theme from replies
    union
    select unnest(themes) as theme from projects
);

-- Every kind and size of body that figures have, with the countries and sectors they have it in.
create view offered_sizes as
select distinct body_size, country, sector
from findings
where body_size is not null;

-- Every item that figures have.
create view offered_items as
select distinct item from findings;
