-- name: inventory_list
-- One row per source of case studies.
-- Unit: cases and countries: numbers.
-- Base: none: cases are what was found, not a sample.
-- Parameters: none
select
    sources.title,
    sources.publisher,
    cases.collection,
    count(*) as cases,
    count(distinct cases.country) as countries,
    coalesce(sources.licence, reuse_terms.label) as licence,
    coalesce(sources.homepage_url, min(documents.url)) as source_url
from cases
join sources using (source_id)
join documents using (document)
join reuse_terms using (reuse)
group by sources.title, sources.publisher, cases.collection, sources.licence, reuse_terms.label, sources.homepage_url
order by cases desc, sources.title, cases.collection
