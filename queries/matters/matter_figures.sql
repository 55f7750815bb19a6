-- name: matter_figures
-- One row per matter, figure on it and year: figures of surveys and answers of named bodies that tell of one matter and differ.
-- Unit: value in per cent; figure: number of the figure on its matter, in the order of telling.
-- Base: that of the figure; of an answer of named bodies, all with an answer.
-- newest says that its question has no later edition in its place.
-- edition_country is the country of all named bodies of an edition, empty where they lie in several.
-- Parameters: none
select
    matter,
    label,
    figure,
    called,
    counts,
    bodies,
    question,
    survey_name,
    question_name,
    kind,
    theme_name,
    country_name,
    region,
    sector_name,
    body_size,
    item,
    year,
    value,
    newest,
    edition_country
from matter_figures
order by matter, figure, year
