-- name: offered
-- One row per shared filter and choice that any figure, index value, answer or case has. A year needs a figure, an index
-- value or an answer: cases began in many a year in which nobody was asked.
-- Unit: none.
-- Base: none.
-- Parameters: none
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
)
order by field, code
