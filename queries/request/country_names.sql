-- name: country_names
-- One row per other name by which readers know a country or a group of countries, such as UK.
-- Unit: none.
-- Base: none.
-- Parameters: none
select country, name from country_names order by name
