-- What is counted and listed of surveys: lists, questions in their slices, and surveys themselves. See figures.sql.

-- What each headline list says of each theme: one row per list of three or more items of three or more themes and theme,
-- with the place of the theme's highest item. A list is a question of ranks or shares whose role is that of a headline, in
-- one country, sector and year, for the whole of its place; one whose first share is weak is none.
create view lists as
with

listed as (
    select *
    from figures
    where
        role = 'headline'
        and polarity is null
        and not residual
        and not is_part
        and measure in ('rank', 'percent')
        and list_items >= 3
        and list_themes >= 3
        -- Under ten answers a share is the answer of single bodies.
        and (base_n is null or base_n >= 10)
    -- What a weak share puts first is not known, and is told nowhere.
    qualify not bool_or(place_in_list = 1 and flag is not distinct from 'u')
        over (partition by question, country, region, sector, body_size, year)
)

select
    survey,
    any_value(survey_name) as survey_name,
    question,
    any_value(question_name) as question_name,
    any_value(kind) as kind,
    any_value(respondents) as respondents,
    any_value(several_told) as several_told,
    any_value(respondent_group_name) as respondent_group_name,
    any_value(respondent_place) as respondent_place,
    any_value(measure) as measure,
    year,
    country,
    any_value(country_name) as country_name,
    any_value(country_kind) as country_kind,
    region,
    body_size,
    sector,
    any_value(sector_name) as sector_name,
    any_value(sector_whole) as sector_whole,
    theme,
    any_value(theme_name) as theme_name,
    min(place_in_list) as place,
    arg_min(item, (place_in_list, item)) as item,
    any_value(list_items) as items,
    max(max(base_n)) over of_list as base_n,
    max(max(base_at_least)) over of_list as base_at_least,
    max(max(base_at_most)) over of_list as base_at_most
from listed
group by survey, question, year, country, region, body_size, sector, theme
window of_list as (partition by question, year, country, region, body_size, sector);

-- The years in which a slice of shares was made in another way than in all years before and no base of it is known either: such
-- an edition tells nothing of a change.
create view silent_editions as
select slice, list(year) as years
from (
    select slice, year
    from figures
    where measure = 'percent' and len(comparable_years) = 0 and len(earlier_years) > 0
    group by slice, year
    having count(base_n) = 0 and count(base_at_least) = 0
)
group by slice;

-- Every question in every slice of it. `standing` orders them, the best answer first: what may be headlined before details,
-- ranks and shares before scores, numbers and names, wholes before parts, editions of the last four years before older ones,
-- a base of 30 or more, or of all there are, before one of which the most it can be is known, that before an unknown one and that
-- before fewer than 30. Only among those that are alike in all this do lists of several items and themes come before shorter ones, digital leaders and leaders of bodies
-- before others, firmer kinds of evidence, a comparable edition before, lists of three themes before those of two; then the
-- newest, the largest and the longest record. `tier` counts what goes before age and base, which may be others in chosen years.
-- Names without an order come after all these, however new they are: none of them stands first, so they cannot answer what does.
create view slices as
with

editions as (
    select
        slice,
        any_value(question) as question,
        any_value(question_name) as question_name,
        any_value(survey_name) as survey_name,
        any_value(respondents) as respondents,
        any_value(measure) as measure,
        any_value(country) as country,
        any_value(country_name) as country_name,
        any_value(country_kind) as country_kind,
        any_value(region) as region,
        any_value(sector) as sector,
        any_value(sector_name) as sector_name,
        any_value(body_size) as body_size,
        year,
        any_value(method) as method,
        any_value(role) as role,
        any_value(evidence) as evidence,
        any_value(respondent_place) as respondent_place,
        bool_or(is_part) as is_part,
        bool_and(polarity is not null) as points_alone,
        count(*) as items,
        count(distinct theme) as themes,
        max(base_n) as base_n,
        max(base_at_least) as base_at_least,
        max(base_at_most) as base_at_most,
        bool_or(complete) as complete
    from figures
    group by slice, year
),

marked as (
    select
        *,
        method = last_value(method) over (
            partition by slice order by year rows between unbounded preceding and unbounded following
        ) as comparable
    from editions
),

told as (
    select
        slice,
        any_value(question) as question,
        any_value(question_name) as question_name,
        any_value(survey_name) as survey_name,
        any_value(respondents) as respondents,
        any_value(measure) as measure,
        any_value(country) as country,
        any_value(country_name) as country_name,
        any_value(country_kind) as country_kind,
        any_value(region) as region,
        any_value(sector) as sector,
        any_value(sector_name) as sector_name,
        any_value(body_size) as body_size,
        sum(items)::bigint as figures,
        count(*) as years,
        min(year) as first_year,
        max(year) as last_year,
        count(*) filter (where comparable) as comparable_years,
        (sum(items) filter (where comparable))::bigint as comparable_figures,
        any_value(role) as role,
        any_value(evidence) as evidence,
        any_value(respondent_place) as respondent_place,
        bool_or(is_part) as is_part,
        bool_or(points_alone) as points_alone,
        arg_max(items, year) as last_items,
        arg_max(themes, year) as last_themes,
        arg_max_null(base_n, year) as base_n,
        arg_max_null(base_at_least, year) as base_at_least,
        arg_max_null(base_at_most, year) as base_at_most,
        arg_max(complete, year) as complete
    from marked
    group by slice
),

-- Stands apart: a question of its own within the order of a window is refused by DuckDB 2.
newest as (
    select max(year) as newest_year from figures
)

select
    told.*,
    dense_rank() over (
        order by
            role <> 'headline' or points_alone,
            measure = 'mentioned',
            measure in ('score', 'count'),
            is_part
    ) as tier,
    last_year > newest_year - 4 as is_recent,
    row_number() over (
        order by
            role <> 'headline' or points_alone,
            measure = 'mentioned',
            measure in ('score', 'count'),
            is_part,
            last_year <= newest_year - 4,
            founded(complete, base_n, base_at_least, base_at_most),
            last_items < 3 or last_themes < 2,
            respondent_place > 2,
            list_position(['census', 'random_sample', 'members_vote', 'self_report', 'self_selected'], evidence) is null,
            comparable_years < 2,
            last_items < 3 or last_themes < 3,
            last_year desc,
            base_n desc nulls last,
            comparable_figures desc,
            slice
    ) as standing
from told cross join newest;

-- The edition known last of a source: out and not read in full, or the last there will be.
create view last_known_editions as
select
    source_id,
    max(year) as known_year,
    arg_max(state, year) as known_state,
    arg_max(note, year) as known_note
from known_editions
group by source_id;

-- Every survey as it is listed: who was asked, how, how old it is, and where it can be read. `edition_years` are the years of all
-- its editions, whatever is chosen: how old a survey is does not depend on that. `searchable` is what words are looked for in, `by_name`
-- where the survey stands in a list by name.
create view listed_surveys as
with editions as (
    select survey, max(year) as newest_year, list_sort(list(year)) as edition_years
    from waves
    group by survey
)

select
    surveys.survey,
    surveys.name as survey_name,
    surveys.publisher,
    surveys.respondents,
    respondent_groups.label as respondent_group_name,
    evidence_kinds.label as evidence_name,
    editions.newest_year,
    editions.edition_years,
    known.known_year,
    known.known_state,
    known.known_note,
    surveys.method_note,
    sources.read_on,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url,
    plain(concat_ws(
        ' ', surveys.name, surveys.publisher, surveys.respondents, respondent_groups.label, evidence_kinds.label
    )) as searchable,
    row_number() over (order by plain(surveys.name), surveys.name) as by_name
from surveys
join evidence_kinds using (evidence)
join respondent_groups using (respondent_group)
join editions using (survey)
join sources using (source_id)
join reuse_terms using (reuse)
left join last_known_editions as known using (source_id);
