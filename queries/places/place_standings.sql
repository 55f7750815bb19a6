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

editions as (
    select indicator, year, any_value(partial) as partial, count(*) as held
    from chosen_standings
    where countries > 0
    group by indicator, year
),

shown as (
    select indicator, max(year) as year
    from editions
    where
        held >= $least
        and case when len($years::integer[]) = 0 then not partial else list_contains($years::integer[], year) end
    group by indicator
)

select
    chosen_standings.indicator,
    indicator_name,
    series,
    series_name,
    publisher,
    leads,
    theme_name,
    unit,
    coverage,
    ranked,
    partial,
    caution,
    country,
    country_name,
    un_region,
    chosen_standings.year,
    method,
    value,
    number,
    countries,
    place,
    tied,
    behind,
    year_before,
    value_before,
    before,
    place_before,
    place_now,
    countries_both,
    region_median,
    region_countries,
    note,
    source_name,
    source_url,
    licence
from chosen_standings
join shown using (indicator, year)
order by series_name, indicator, country
