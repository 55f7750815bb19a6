-- name: place_newest
-- One row per indicator that measures a place, in the last edition with it that is not partial: what place_standings gives for
-- one place and no year, without reading the place's older editions.
-- Unit: number, before and region_median: in the unit of the indicator, empty where that is a letter. place: 1 is the best,
-- shared by equal values (tied); behind: how many countries have a worse value.
-- Base: countries is the number of countries with a value, countries_both that of those in both editions, region_countries
-- that of those of the same UN region; indices have no respondents to count.
-- Parameters:
--   place: list of one code of a country or group
--   theme: list of theme codes; empty = no restriction
select
    indicator,
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
    year,
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
where newest
order by series_name, indicator, country
