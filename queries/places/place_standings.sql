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

asked as (
    select
        measured.*,
        shown.partial,
        indicators.coverage,
        coalesce(series.ranked, true) as ranked,
        measured.is_country and measured.number is not null and not shown.partial and coalesce(series.ranked, true) as has_place
    from measured
    join shown using (indicator, year)
    join indicators using (indicator)
    join series on indicators.series = series.series
    where list_contains($place::varchar[], measured.country)
),

-- Each place against all countries of its edition, itself among them.
against as (
    select
        asked.indicator,
        asked.country,
        count(*) as countries,
        count(*) filter (where others.order_number < asked.order_number) + 1 as place,
        count(*) filter (where others.order_number = asked.order_number) > 1 as tied,
        count(*) filter (where others.order_number > asked.order_number) as behind,
        median(others.number) filter (where others.un_region = asked.un_region) as region_median,
        count(others.number) filter (where others.un_region = asked.un_region) as region_countries
    from asked
    join measured as others using (indicator, year)
    where others.is_country
    group by asked.indicator, asked.country
),

earlier as (
    select
        asked.indicator,
        asked.country,
        arg_max(
            {'value': measured.value, 'number': measured.number, 'order_number': measured.order_number, 'year': measured.year},
            measured.year
        ) as edition
    from asked
    join measured
        on asked.indicator = measured.indicator
        and asked.country = measured.country
        and asked.method = measured.method
        and asked.year > measured.year
    group by asked.indicator, asked.country
),

both_editions as (
    select
        asked.indicator,
        asked.country,
        count(*) as countries_both,
        count(*) filter (where before.order_number < earlier.edition.order_number) + 1 as place_before,
        count(*) filter (where now.order_number < asked.order_number) + 1 as place_now
    from asked
    join earlier using (indicator, country)
    join editions as before_edition
        on asked.indicator = before_edition.indicator and earlier.edition.year = before_edition.year
    join measured as now on asked.indicator = now.indicator and asked.year = now.year
    join measured as before
        on now.indicator = before.indicator
        and now.country = before.country
        and now.method = before.method
        and earlier.edition.year = before.year
    where
        asked.has_place
        and earlier.edition.number is not null
        and not before_edition.partial
        and now.is_country
        and now.number is not null
        and before.number is not null
    group by asked.indicator, asked.country
)

select
    asked.indicator,
    readings.indicator_name,
    readings.series,
    readings.series_name,
    readings.publisher,
    readings.theme_name,
    readings.unit,
    asked.coverage,
    asked.ranked,
    asked.partial,
    readings.caution,
    asked.country,
    readings.country_name,
    asked.un_region,
    asked.year,
    asked.method,
    asked.value,
    asked.number,
    against.countries,
    case when asked.has_place then against.place end as place,
    asked.has_place and against.tied as tied,
    case when asked.has_place then against.behind end as behind,
    earlier.edition.year as year_before,
    earlier.edition.value as value_before,
    earlier.edition.number as before,
    both_editions.place_before,
    both_editions.place_now,
    both_editions.countries_both,
    against.region_median,
    nullif(against.region_countries, 0) as region_countries,
    readings.note,
    readings.source_name,
    readings.source_url,
    readings.licence
from asked
join readings using (indicator, country, year)
join against using (indicator, country)
left join earlier using (indicator, country)
left join both_editions using (indicator, country)
order by readings.series_name, asked.indicator, asked.country
