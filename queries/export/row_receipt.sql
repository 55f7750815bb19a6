-- name: row_receipt
-- One row per figure of a survey or value of an index that has these names, and one per source of this name: where it
-- stands in its source, and the day on which that was read. At most one of each kind is expected.
-- Unit: none.
-- Base: none.
-- Parameters:
--   survey_name: name of the survey; empty where the row is of none
--   question_name: the question in our words
--   measure: how the value is expressed; empty where the row does not say it
--   indicator_name: name of the indicator; empty where the row is of none
--   year: year of the edition; 0 where the row has none
--   country_name: name of the country
--   region: part of the country; empty for the whole
--   sector_name: name of the sector
--   body_size: kind of body; empty for all of them
--   item: the item
--   source_name: publisher and title of the source; empty where the row names none
select
    'figure' as kind,
    figures.finding_id as code,
    figures.origin,
    figures.source_place,
    figures.source_url,
    sources.read_on
from figures
join surveys on figures.survey = surveys.survey
join sources on surveys.source_id = sources.source_id
where
    figures.survey_name = $survey_name
    and figures.question_name = $question_name
    and ($measure = '' or figures.measure = $measure)
    and figures.year = $year
    and figures.country_name = $country_name
    and coalesce(figures.region, '') = $region
    and figures.sector_name = $sector_name
    and coalesce(figures.body_size, '') = $body_size
    and figures.item = $item
union all
select
    'value' as kind,
    readings.indicator || ' ' || readings.country || ' ' || readings.year as code,
    'published' as origin,
    readings.source_place,
    readings.source_url,
    sources.read_on
from readings
join series on readings.series = series.series
join sources on series.source_id = sources.source_id
where
    readings.indicator_name = $indicator_name
    and readings.year = $year
    and readings.country_name = $country_name
union all
select
    'source' as kind,
    sources.source_id as code,
    null as origin,
    null as source_place,
    sources.homepage_url as source_url,
    sources.read_on
from sources
where sources.publisher || ': ' || sources.title = $source_name
order by kind, code
