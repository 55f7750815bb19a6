-- name: place_standings
-- One row per indicator and place asked for, in the last edition that measured enough of these places: the value, and where
-- it stands among all countries measured.
-- Unit: number, before and region_median: in the unit of the indicator, empty where that is a letter. place: 1 is the best,
-- shared by equal values (tied); behind: how many countries have a worse value. place_before and place_now are those in both
-- editions among the countries that both measured in the same way, so that a change of place is one of the country and not
-- of who was measured.
-- Base: countries is the number of countries with a value, countries_both that of those in both editions, region_countries
-- that of those of the same UN region; indices have no respondents to count.
-- Places are given only where the index is meant as a ranking, and of editions with half the countries of the fullest one or
-- more; partial says that this edition has fewer. A group of countries has a value and no place.
-- Parameters:
--   place: list of codes of countries or groups, not empty
--   least: how many of them an edition must have measured
--   years: list of years an edition may be of; empty = any that is not partial
--   theme: list of theme codes; empty = no restriction
with

measured as (
    select
        indicator,
        year,
        country,
        country_kind = 'country' as is_country,
        un_region,
        method,
        value,
        number,
        number * case when coalesce(higher_is_better, true) then -1 else 1 end as order_number
    from chosen_readings
),

editions as (
    select
        indicator,
        year,
        2 * count(*) filter (where is_country) < max(count(*) filter (where is_country)) over (partition by indicator) as partial,
        count(*) filter (where list_contains($place::varchar[], country)) as held
    from measured
    group by indicator, year
),

shown as (
    select indicator, arg_max(partial, year) as partial, max(year) as year
    from editions
    where
        held >= $least
        and case when len($years::integer[]) = 0 then not partial else list_contains($years::integer[], year) end
    group by indicator
),

placed as (
    select
        measured.indicator,
        measured.country,
        measured.un_region,
        measured.number,
        rank() over best_first as place,
        count(*) over (partition by measured.indicator, measured.order_number) > 1 as tied,
        rank() over (partition by measured.indicator order by measured.order_number desc) - 1 as behind
    from measured
    join shown using (indicator, year)
    where measured.is_country and measured.number is not null
    window best_first as (partition by measured.indicator order by measured.order_number)
),

counted as (
    select measured.indicator, count(*) as countries
    from measured
    join shown using (indicator, year)
    where measured.is_country
    group by measured.indicator
),

regions as (
    select indicator, un_region, median(number) as region_median, count(*) as region_countries
    from placed
    where un_region is not null
    group by indicator, un_region
),

earlier as (
    select
        measured.indicator,
        measured.country,
        arg_max({'value': measured.value, 'number': measured.number, 'year': measured.year}, measured.year) as edition
    from measured
    join shown on measured.indicator = shown.indicator and measured.year < shown.year
    join measured as now
        on measured.indicator = now.indicator
        and measured.country = now.country
        and measured.method = now.method
        and now.year = shown.year
    where list_contains($place::varchar[], measured.country)
    group by measured.indicator, measured.country
),

asked_before as (
    select distinct indicator, edition.year as year_before
    from earlier
),

both_editions as (
    select
        now.indicator,
        now.country,
        before.year as year_before,
        rank() over (partition by now.indicator, before.year order by before.order_number) as place_before,
        rank() over (partition by now.indicator, before.year order by now.order_number) as place_now,
        count(*) over (partition by now.indicator, before.year) as countries_both
    from asked_before
    join measured as before on asked_before.indicator = before.indicator and asked_before.year_before = before.year
    join shown on before.indicator = shown.indicator
    join measured as now
        on before.indicator = now.indicator
        and before.country = now.country
        and before.method = now.method
        and now.year = shown.year
    where now.is_country and now.number is not null and before.number is not null
),

told as (
    select
        shown.*,
        readings.* exclude (indicator, year),
        indicators.coverage,
        coalesce(series.ranked, true) as ranked,
        coalesce(series.ranked, true) and not shown.partial as gives_places
    from shown
    join readings using (indicator, year)
    join indicators using (indicator)
    join series on readings.series = series.series
    where list_contains($place::varchar[], readings.country)
)

select
    told.indicator,
    told.indicator_name,
    told.series,
    told.series_name,
    told.publisher,
    told.theme_name,
    told.unit,
    told.coverage,
    told.ranked,
    told.partial,
    told.caution,
    told.country,
    told.country_name,
    told.un_region,
    told.year,
    told.method,
    told.value,
    told.number,
    counted.countries,
    case when told.gives_places then placed.place end as place,
    coalesce(told.gives_places and placed.tied, false) as tied,
    case when told.gives_places then placed.behind end as behind,
    earlier.edition.year as year_before,
    earlier.edition.value as value_before,
    earlier.edition.number as before,
    case when told.gives_places and not before_edition.partial then both_editions.place_before end as place_before,
    case when told.gives_places and not before_edition.partial then both_editions.place_now end as place_now,
    case when told.gives_places and not before_edition.partial then both_editions.countries_both end as countries_both,
    regions.region_median,
    regions.region_countries,
    told.note,
    told.source_name,
    told.source_url,
    told.licence
from told
join counted using (indicator)
left join placed on told.indicator = placed.indicator and told.country = placed.country
left join regions on told.indicator = regions.indicator and told.un_region = regions.un_region
left join earlier on told.indicator = earlier.indicator and told.country = earlier.country
left join editions as before_edition
    on told.indicator = before_edition.indicator and earlier.edition.year = before_edition.year
left join both_editions
    on told.indicator = both_editions.indicator
    and told.country = both_editions.country
    and earlier.edition.year = both_editions.year_before
order by told.series_name, told.indicator, told.country
