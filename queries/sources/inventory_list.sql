-- name: inventory_list
-- One row per source and collection of case studies, the one with most cases first.
-- Unit: cases, countries and pages read: numbers.
-- Base: none: cases are what was found, not a sample.
-- source_url is empty where a source gathers press pieces: each of its cases has an address of its own.
-- Parameters: none
select
    sources.title,
    sources.publisher,
    cases.collection,
    count(*) as cases,
    count(distinct cases.country) as countries,
    count(distinct cases.document) as pages_read,
    sources.read_on,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from cases
join sources using (source_id)
join reuse_terms using (reuse)
group by all
order by cases desc, sources.title, cases.collection
