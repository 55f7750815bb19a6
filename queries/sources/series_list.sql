-- name: series_list
-- One row per index or scoreboard of countries.
-- Unit: indicators, countries and values: numbers.
-- edition_years: list of the years that hold values, newest_year the last of them; known_year and known_state: an edition
-- known to be out and not read in full, or to be the last; empty where none is.
-- Base: none: indices have no respondents to count.
-- Parameters: none
select
    series_name,
    publisher,
    evidence_name,
    first_year,
    last_year,
    newest_year,
    edition_years,
    known_year,
    known_state,
    known_note,
    indicators,
    countries,
    indicator_values,
    method_note,
    caution,
    licence,
    source_url
from listed_series
order by indicator_values desc, series_name
