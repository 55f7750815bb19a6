-- Further index values and figures, made by rule from the tables of the evidence: variables say how many, and names alone decide
-- what is drawn, so that they are the same in every run.

-- A fraction from 0 to 1 that depends on a name and nothing else.
create macro drawn(name) as (hash(name, 20) % 1000003) / 1000003e0;

-- Index values ---------------------------------------------------------------------------------------------------------

-- Ten variants of each indicator that is a number, in as many copies of its index as are needed.
create table further_indicators as
select
    indicator || '_' || copy || '_' || variant as indicator,
    series || '_' || copy as series,
    label || ' ' || variant as label,
    definition,
    unit,
    higher_is_better,
    theme_group,
    theme,
    coverage,
    indicator as alike,
    series as alike_series,
    copy
from indicators, range(1, 1000) as copies (copy), range(1, 11) as variants (variant)
where unit <> 'group' and copy <= 1 + getvariable('further') // 1000
order by copy, drawn(indicator), variant
limit getvariable('further');

insert into series by name
select distinct further.series, series.name || ' ' || further.copy as name, series.* exclude (series, name)
from further_indicators as further
join series on further.alike_series = series.series;

insert into indicators by name
select * exclude (alike, alike_series, copy) from further_indicators;

-- Measured every year. Countries join in the first eight years, a third of them at once, and stay.
create view generated_values as
with

measured as (
    select
        further.indicator,
        further.unit,
        years.year::integer as year,
        placed.country,
        further.indicator || ', ' || (years.year // 8 * 8) as method,
        first_places.provenance,
        0.1
        + 0.5 * drawn(further.indicator || placed.country)
        + 0.01 * (years.year - 1990) * drawn(placed.country || further.unit)
        + 0.1 * (drawn(further.indicator || placed.country || years.year) - 0.5) as share
    from further_indicators as further
    join (
        select indicator, min(provenance) as provenance from values_of_evidence group by indicator
    ) as first_places on further.alike = first_places.indicator
    cross join range(1990, 2026) as years (year)
    cross join (
        select country from countries where kind = 'country' and country in (select country from values_of_evidence)
    ) as placed
    where
        list_contains(getvariable('part'), further.indicator)
        and years.year >= 1990 + greatest(0, (12 * drawn(placed.country || further.indicator))::integer - 4)
)

select
    indicator,
    year,
    country,
    case unit when 'index_0_1' then round(least(1, share), 4) else round(100 * least(1, share), 2) end::varchar as value,
    method,
    null::varchar as note,
    provenance
from measured
order by indicator, year, country;

-- Figures --------------------------------------------------------------------------------------------------------------

create table further_surveys as
select
    survey || '_further' as survey,
    name || ' further' as name,
    * exclude (survey, name),
    (row_number() over (order by drawn(survey)))::integer as number
from surveys
qualify number <= getvariable('surveys');

insert into surveys by name
select * exclude (number) from further_surveys;

insert into waves by name
select survey, year::integer as year, 20000 + number as base_n, 'sampled' as coverage, 'Web questionnaire' as method
from further_surveys, range(2019, 2026, 2) as years (year);

-- Twenty questions of each survey on shares, of which every second may be headlined.
create table further_questions as
with

known as (
    select
        label,
        kind,
        (row_number() over (order by drawn(question)))::integer - 1 as place,
        count(*) over () as held
    from questions
    where measure = 'percent'
)

select
    survey || '_' || asked as question,
    survey,
    kind,
    label || ' ' || asked as label,
    'percent' as measure,
    if(asked % 2 = 0, 'headline', 'detail') as role,
    if(asked % 2 = 0, null, 'A question on a part alone.') as role_reason,
    number,
    asked
from further_surveys
cross join range(20) as places (asked)
join known on known.place = (number * 20 + asked) % held
where (number - 1) * 20 + asked < getvariable('questions');

insert into questions by name
select * exclude (number, asked) from further_questions;

-- All, each country, sector and size, and pairs of these; regions by country.
create table groups_asked as
with

places as (
    select country
    from findings
    join countries using (country)
    where kind = 'country'
    group by country
    order by count(*) desc, country
    limit 30
),

sizes as (select body_size from body_sizes order by inhabitants, body_size limit 4),

parts as (select sector from sectors where sector <> 'cross_public_sector')

select 'INTL' as country, null as region, 'cross_public_sector' as sector, null as body_size, 20000 as persons
union all
select country, null, 'cross_public_sector', null, 900 from places
union all
select 'INTL', null, sector, null, 2500 from parts
union all
select country, null, sector, null, 100 from places, parts
union all
select 'INTL', null, 'cross_public_sector', body_size, 5000 from sizes
union all
select country, null, 'cross_public_sector', body_size, 220 from places, sizes
union all
select 'INTL', null, sector, body_size, 600 from parts, sizes
union all
select country, 'Region ' || part, 'cross_public_sector', null, 150 from places, range(1, 7) as regions (part);

-- Six items of the evidence a question, in four editions.
create view generated_findings as
with

known as (
    select item, theme, (row_number() over (order by drawn(item)))::integer - 1 as place, count(*) over () as held
    from (select item, min(theme) as theme from findings group by item)
),

offered as (
    select question, item, known.theme
    from further_questions
    cross join range(6) as items (each)
    join known on known.place = (number * 131 + asked * 6 + each) % held
),

placed as (
    select *, concat_ws('-', country, region, sector, body_size) as place from groups_asked
)

select
    question || '-' || year || '-' || hash(item || place) as finding_id,
    question,
    year::integer as year,
    country,
    region,
    sector,
    body_size,
    item,
    theme,
    round(
        100
        * (
            0.05
            + 0.6 * drawn(question || item)
            + 0.2 * drawn(item || place)
            + 0.1 * drawn(question || item || place || year)
        ),
        1
    ) as value,
    (persons * (0.7 + 0.6 * drawn(question || place || year)))::integer as base_n,
    base_n * 0.8e0 as effective_base,
    'guarded' as origin,
    (select min(provenance) from provenance) as provenance
from offered, placed, range(2019, 2026, 2) as years (year)
order by question, year, country, region, sector, body_size, item;
