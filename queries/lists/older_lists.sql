-- name: older_lists
-- One row: the surveys whose lists are all too old to count, where no list counts; see counted_lists.
-- Unit: surveys: number; first_year and last_year: of the newest edition of each, empty where there is no survey.
-- Base: none.
-- Parameters:
--   country: list of country codes; empty = no restriction
--   sector: list of sector codes; empty = no restriction
--   year: list of years; empty = no restriction
--   survey: list of survey codes; empty = no restriction
--   kind: list of kinds of question; empty = no restriction
select
    count(*) as surveys,
    min(newest) as first_year,
    max(newest) as last_year
from (
    select
        survey,
        max(year) as newest
    from chosen_lists
    group by survey
)
order by surveys
