-- Values of indices, how far indicators reach, and where countries stand. See figures.sql.

-- Every value of an index with its names. In order of index, year and country, so that what is asked of one index reads a part
-- of the table alone.
create view readings as
select
    indicator_values.indicator,
    indicators.label as indicator_name,
    indicators.definition,
    indicators.unit,
    indicators.higher_is_better,
    indicators.theme,
    themes.label as theme_name,
    indicators.series,
    series.name as series_name,
    series.publisher,
    evidence_of(indicators.coverage, series.evidence) as evidence,
    indicator_values.year,
    indicator_values.method,
    indicator_values.country,
    countries.name as country_name,
    countries.kind as country_kind,
    countries.un_region,
    countries.un_subregion,
    countries.income_group,
    countries.groups,
    indicator_values.value,
    try_cast(indicator_values.value as double) as number,
    indicator_values.note,
    series.caution,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    provenance.locator as source_place,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.reuse,
from indicator_values
join indicators using (indicator)
join themes on indicators.theme = themes.theme
join series using (series)
join countries using (country)
join provenance using (provenance)
join documents using (document)
join sources on series.source_id = sources.source_id
join reuse_terms using (reuse)
order by indicator_values.indicator, indicator_values.year, indicator_values.country;

-- How far each indicator reaches: one row per indicator with values of countries, groups of countries left aside. Counted once,
-- since pages list indicators, and the values may be many.
create view indices as
with

reached as (
    select
        indicator,
        count(distinct country) as countries,
        count(distinct year) as years,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as readings
    from indicator_values
    join countries using (country)
    where countries.kind = 'country'
    group by indicator
)

select
    reached.indicator,
    indicators.label as indicator_name,
    indicators.definition,
    indicators.unit,
    indicators.series,
    coalesce(indicators.leads, false) as leads,
    series.name as series_name,
    indicators.theme,
    themes.label as theme_name,
    series.caution,
    reached.countries,
    reached.years,
    reached.first_year,
    reached.last_year,
    reached.readings
from reached
join indicators using (indicator)
join series using (series)
join themes on indicators.theme = themes.theme;

-- Every index or scoreboard as it is listed, with what is held of it.
create view listed_series as
with

reached as (
    select
        indicators.series,
        max(year) as newest_year,
        list_sort(list(distinct year)) as edition_years,
        count(distinct indicator) as indicators,
        count(distinct country) as countries,
        count(*) as indicator_values
    from indicator_values
    join indicators using (indicator)
    group by indicators.series
)

select
    series.name as series_name,
    series.publisher,
    evidence_kinds.label as evidence_name,
    series.first_year,
    series.last_year,
    reached.newest_year,
    reached.edition_years,
    known.known_year,
    known.known_state,
    known.known_note,
    reached.indicators,
    reached.countries,
    reached.indicator_values,
    series.method_note,
    series.caution,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from series
join reached using (series)
join evidence_kinds on series.evidence = evidence_kinds.evidence
join sources using (source_id)
join reuse_terms on sources.reuse = reuse_terms.reuse
left join last_known_editions as known on series.source_id = known.source_id;

-- One row per indicator and edition: how many countries it has, and how many the fullest one. An edition is partial that has
-- less than half of these: places and medians in it would mislead. Where not even the fullest edition of an indicator has a
-- quarter of the countries that its index measures, all of its editions were read in part, and the index is what is full.
create view index_editions as
with

held as (
    select
        indicator_values.indicator,
        indicators.series,
        indicator_values.year,
        count(*) filter (where countries.kind = 'country') as countries
    from indicator_values
    join indicators using (indicator)
    join countries using (country)
    group by indicator_values.indicator, indicators.series, indicator_values.year
),

widest as (
    select
        *,
        max(countries) over (partition by indicator) as of_indicator,
        max(countries) over (partition by series) as of_series
    from held
)

select
    indicator,
    year,
    countries,
    case when 4 * of_indicator < of_series then of_series else of_indicator end as fullest,
    2 * countries < fullest as partial
from widest;

-- Where each value of an index stands among all countries of its edition, worked out once: what is asked of a place is then
-- looked up. A reading is one of `readings` with what is said beside it. `place` is 1 for the best, shared by equal values (`tied`),
-- `behind` how many countries have a worse value; both are empty where the index is meant as no ranking, where the edition has
-- was read in part (`partial`, of `index_editions`), for letters, and for groups of countries. `newest` marks the last
-- edition with the country that is not partial; what a place is asked for first stands together. `countries` counts
-- those with a value, `region_median` and `region_countries` those with a number in the same UN region. `year_before` is the
-- last edition that measured the same country in the same way, with its value; `place_before` and `place_now` are the places in
-- both editions among the `countries_both` that both measured in the same way, so that a change of place is one of the country
-- and not of who was measured.
--
-- What tells an index and its source is joined last, to rows that are narrow until then: wide ones of millions of values would
-- not fit into memory several times.
create view standings as
with

measured as (
    select
        indicator_values.indicator,
        indicator_values.year,
        indicator_values.country,
        indicator_values.method,
        indicator_values.value,
        indicator_values.note,
        indicator_values.provenance,
        try_cast(indicator_values.value as double) as number,
        number * case when coalesce(indicators.higher_is_better, true) then -1 else 1 end as order_number,
        countries.un_region,
        countries.kind = 'country' as is_country,
        index_editions.countries,
        index_editions.partial,
        is_country and number is not null and coalesce(series.ranked, true) and not index_editions.partial as is_placed
    from indicator_values
    join indicators using (indicator)
    join series using (series)
    join countries using (country)
    join index_editions
        on indicator_values.indicator = index_editions.indicator
        and indicator_values.year = index_editions.year
),

placed as (
    select
        *,
        rank() over (partition by indicator, year, is_placed order by order_number) as place,
        count(*) over (partition by indicator, year, is_placed, order_number) > 1 as tied,
        count(*) over (partition by indicator, year, is_placed)
        - count(*) over (partition by indicator, year, is_placed order by order_number) as behind,
        lag({'year': year, 'value': value, 'number': number}) over (
            partition by indicator, country, method order by year
        ) as edition_before,
        max(year) filter (where not partial and countries > 0) over (partition by indicator, country) as newest_year
    from measured
),

regions as (
    select indicator, year, un_region, median(number) as region_median, count(number) as region_countries
    from measured
    where is_country and un_region is not null
    group by indicator, year, un_region
),

-- Each two editions of which one is the edition before for some country.
pairs as (
    select distinct placed.indicator, placed.year, index_editions.year as year_before
    from placed
    join index_editions
        on placed.indicator = index_editions.indicator
        and placed.edition_before.year = index_editions.year
    where not index_editions.partial
),

both_editions as (
    select
        pairs.indicator,
        pairs.year,
        pairs.year_before,
        now.country,
        rank() over (partition by pairs.indicator, pairs.year, pairs.year_before order by before.order_number) as place_before,
        rank() over (partition by pairs.indicator, pairs.year, pairs.year_before order by now.order_number) as place_now,
        count(*) over (partition by pairs.indicator, pairs.year, pairs.year_before) as countries_both
    from pairs
    join measured as now using (indicator, year)
    join measured as before
        on pairs.indicator = before.indicator
        and pairs.year_before = before.year
        and now.country = before.country
        and now.method = before.method
    where now.is_country and now.number is not null and before.number is not null
),

narrow as (
    select
        placed.* exclude (is_country, place, tied, behind, edition_before, newest_year),
        coalesce(placed.year = placed.newest_year, false) as newest,
        case when placed.is_placed then placed.place end as place,
        placed.is_placed and placed.tied as tied,
        case when placed.is_placed then placed.behind end as behind,
        placed.edition_before.year as year_before,
        placed.edition_before.value as value_before,
        placed.edition_before.number as before,
        case when placed.is_placed then both_editions.place_before end as place_before,
        case when placed.is_placed then both_editions.place_now end as place_now,
        case when placed.is_placed then both_editions.countries_both end as countries_both,
        regions.region_median,
        nullif(regions.region_countries, 0) as region_countries
    from placed
    left join regions using (indicator, year, un_region)
    left join both_editions
        on placed.indicator = both_editions.indicator
        and placed.year = both_editions.year
        and placed.country = both_editions.country
        and placed.edition_before.year = both_editions.year_before
)

select
    narrow.indicator,
    indicators.label as indicator_name,
    indicators.series,
    series.name as series_name,
    series.publisher,
    coalesce(indicators.leads, false) as leads,
    indicators.theme,
    themes.label as theme_name,
    indicators.unit,
    indicators.coverage,
    coalesce(series.ranked, true) as ranked,
    narrow.partial,
    narrow.newest,
    series.caution,
    narrow.country,
    countries.name as country_name,
    countries.kind as country_kind,
    narrow.un_region,
    countries.un_subregion,
    countries.income_group,
    countries.groups,
    narrow.year,
    narrow.method,
    narrow.value,
    narrow.number,
    narrow.order_number,
    narrow.countries,
    narrow.place,
    narrow.tied,
    narrow.behind,
    narrow.year_before,
    narrow.value_before,
    narrow.before,
    narrow.place_before,
    narrow.place_now,
    narrow.countries_both,
    narrow.region_median,
    narrow.region_countries,
    narrow.note,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence
from narrow
join indicators using (indicator)
join series on indicators.series = series.series
join themes on indicators.theme = themes.theme
join countries on narrow.country = countries.country
join provenance on narrow.provenance = provenance.provenance
join documents using (document)
join sources on series.source_id = sources.source_id
join reuse_terms using (reuse)
order by narrow.country, narrow.newest desc, narrow.indicator, narrow.year;
