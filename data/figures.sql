-- What every question needs, joined once from the tables of schema.sql. The views are kept as tables by a build, since a
-- published store never changes; the macros go into the store as they stand.
--
-- A question that says `from chosen_figures` reads `figures` through the filters its header declares, and likewise for the
-- other relations; trends/store/fields.py says which column a filter restricts.
--
-- This file has the figures of surveys; surveys.sql, indices.sql, bodies.sql and relations.sql have the rest, in this order.

-- Editions that list by name all bodies there are, of every kind, where no source has their number.
create view full_editions as
select bodies.survey, bodies.year
from bodies
join waves using (survey, year)
left join full_lists using (survey, year, body_type)
where waves.population is null
group by bodies.survey, bodies.year
having bool_and(full_lists.survey is not null);

-- Every figure with its names, source, range and list, computed once for all questions: `respondents` are those of its question
-- or, where that has none of its own, of its sector in the survey, else all whom the survey names; `low` and
-- `high` are the 95 % range of a share in per cent and `flag` is u for a weak one, all empty where no range can be given;
-- `population` is how many there are of whom the figure speaks: where its base is that of the edition, where most of all that
-- an edition counted, asked or judged have an answer, where all of them are listed by name, or where it tells of a part of
-- an edition that has an answer of all; a question that is put to a part (`asked_part`) has none in any other edition;
-- `complete` says whether the figure stands for all of these; `few_bodies` marks a share worked out here from under 10 bodies; `slice`
-- numbers the series of one question in one country, region, sector and size of body; `later_years` and `earlier_years` are
-- its editions after and before this one, `comparable_years` the earlier ones made in the same way; `method_words` tells how
-- an edition was made, empty where that is known by a code alone; `years_apart` is the fewest years between two editions of the
-- survey, empty where it has one; `place_in_list` is a figure's place in its list, as published or by its share; `is_part` marks a part of
-- a whole that is there too; `named_first` marks the first item of each list that may be headlined.
create view figures as
with

-- Editions whose bodies are all listed by name, so that it is known how many each part of them has; and kinds of body of
-- which that holds in an edition that does not list all of every kind.
listed_kinds as (
    select distinct
        bodies.survey,
        bodies.year,
        bodies.body_type,
        count(*) over (partition by bodies.survey, bodies.year) is not distinct from waves.population as whole,
        full_lists.body_type is not null as kind_in_full
    from bodies
    join waves using (survey, year)
    left join full_lists
        on bodies.survey = full_lists.survey
        and bodies.year = full_lists.year
        and bodies.body_type = full_lists.body_type
        and waves.population is null
    where all_looked_at(waves.coverage)
),

listed_editions as (
    select survey, year, bool_and(whole or kind_in_full) as whole
    from listed_kinds
    group by survey, year
),

-- A body is one of its region and, as in “England: London”, of what that lies in; and one of its kind.
listed_parts as (
    select bodies.survey, bodies.year, bodies.country, bodies.sector, places.place, kinds.kind, count(*) as bodies
    from bodies
    join listed_editions using (survey, year)
    join listed_kinds using (survey, year, body_type),
        unnest(list_distinct(['', bodies.region, split_part(bodies.region, ': ', 1)])) as places (place),
        unnest(['', several(bodies.body_type)]) as kinds (kind)
    -- Bodies of every kind together are known where every kind is.
    where listed_editions.whole or (kinds.kind <> '' and (listed_kinds.whole or listed_kinds.kind_in_full))
    group by all
),

-- Editions that have an answer of all there are: so has every part of them, as a region, a kind of body or those whom one
-- of its questions is put to.
complete_editions as (
    select survey, year
    from waves
    where complete_count(coverage, base_n, population)
    union
    select survey, year
    from full_editions
    join waves using (survey, year)
    where all_looked_at(coverage)
),

-- The figures of a complete edition that tell of no region or kind of body, with how many of all have an answer in them.
edition_wholes as (
    select
        questions.survey,
        findings.question,
        findings.year,
        findings.country,
        findings.sector,
        findings.base_n = waves.base_n as of_all,
        findings.base_n < waves.base_n and 2 * findings.base_n > waves.population as of_most
    from findings
    join questions using (question)
    join waves on questions.survey = waves.survey and findings.year = waves.year
    join complete_editions on waves.survey = complete_editions.survey and waves.year = complete_editions.year
    where findings.region is null and findings.body_size is null
),

-- Whom the whole of a complete edition is told of: another country or sector is a part of it.
edition_slices as (
    select survey, year, list(distinct country || ' ' || sector) as slices
    from edition_wholes
    where of_all
    group by survey, year
),

-- Questions that some of all did not answer: of their parts it is not known whether all did.
short_questions as (
    select distinct question, year
    from edition_wholes
    where of_most and question not in (select question from part_questions)
),

survey_rhythm as (
    select survey, min(years_apart) as years_apart
    from (
        select survey, year - lag(year) over (partition by survey order by year) as years_apart
        from waves
    )
    group by survey
),

joined as (
    select
        -- All columns of the table, so that a new one is there for every question.
        findings.* exclude (provenance) replace (coalesce(findings.tied, false) as tied),
        questions.survey,
        surveys.name as survey_name,
        surveys.publisher,
        coalesce(questions.respondents, sector_respondents.respondents, surveys.respondents) as respondents,
        respondent_groups.respondent_group,
        respondent_groups.label as respondent_group_name,
        respondent_groups.definition as respondent_group_definition,
        respondent_groups.place as respondent_place,
        surveys.method_note,
        coalesce(surveys.several_countries, false) as several_told,
        surveys.evidence,
        evidence_kinds.label as evidence_name,
        evidence_kinds.definition as evidence_definition,
        evidence_kinds.limits as evidence_limits,
        questions.kind,
        kinds.label as kind_name,
        questions.label as question_name,
        questions.note as question_note,
        questions.role,
        part_questions.part as asked_part,
        questions.measure,
        measures.unit,
        waves.method,
        case when method_codes.method is null then waves.method else coalesce(method_codes.words, '') end as method_words,
        survey_rhythm.years_apart,
        waves.note as wave_note,
        waves.fieldwork,
        gathered_in_other_years(waves.fieldwork, waves.year) as gathered,
        waves.coverage,
        countries.name as country_name,
        countries.kind as country_kind,
        coalesce(findings.region, countries.name)
        || case
            when findings.body_size is null then ''
            else ' (' || within_sentence(findings.body_size) || ')'
        end as place_name,
        sectors.label as sector_name,
        coalesce(sectors.whole, false) as sector_whole,
        coalesce(questions.respondents, sector_respondents.respondents) is not null as sector_told,
        themes.label as theme_name,
        waves.base_n as wave_base_n,
        case
            when part_questions.question is not null
                then case when complete_editions.survey is not null then findings.base_n end
            when findings.origin = 'computed' and listed_parts.bodies >= findings.base_n then listed_parts.bodies
            when findings.base_n = waves.base_n then waves.population
            when
                complete_editions.survey is not null
                and (
                    findings.region is not null
                    or findings.body_size is not null
                    or not list_contains(edition_slices.slices, findings.country || ' ' || findings.sector)
                    or (waves.coverage <> 'asked_all' and 2 * findings.base_n <= waves.population)
                )
                then case when short_questions.question is null then findings.base_n end
            when all_looked_at(waves.coverage) and 2 * findings.base_n > waves.population then waves.population
        end as population,
        few_bodies(questions.measure, findings.origin, findings.base_n) as few_bodies,
        complete_lists.question is not null as list_complete,
        coalesce(answer_kinds.role in ('outside', 'no_answer'), false) as residual,
        item_stages.stage,
        item_points.polarity,
        -- A part counts as one only where the figure of a whole that holds it is there; else it is a survey of its own place.
        -- London is a part of England, which may stand for itself, and trusts in London are one of trusts in England.
        exists (
            from findings as whole
            where
                whole.question = findings.question
                and whole.year = findings.year
                and whole.country = findings.country
                and whole.sector = findings.sector
                and (whole.region is null or whole.region = findings.region or starts_with(findings.region, whole.region || ': '))
                and (whole.body_size is null or whole.body_size = findings.body_size)
                and (
                    whole.region is distinct from findings.region
                    or whole.body_size is distinct from findings.body_size
                )
        ) as is_part,
        sources.publisher as source_publisher,
        sources.publisher || ': ' || sources.title as source_name,
        documents.url as source_url,
        provenance.locator as source_place,
        coalesce(sources.licence, reuse_terms.label) as licence,
        sources.reuse,
    from findings
    join questions using (question)
    join surveys on questions.survey = surveys.survey
    join evidence_kinds using (evidence)
    join respondent_groups
        on coalesce(questions.respondent_group, surveys.respondent_group) = respondent_groups.respondent_group
    join kinds on questions.kind = kinds.kind
    join measures on questions.measure = measures.measure
    join waves on questions.survey = waves.survey and findings.year = waves.year
    join survey_rhythm on questions.survey = survey_rhythm.survey
    left join method_codes on waves.method = method_codes.method
    join countries using (country)
    join sectors on findings.sector = sectors.sector
    left join sector_respondents
        on questions.survey = sector_respondents.survey
        and findings.sector = sector_respondents.sector
    join themes on findings.theme = themes.theme
    join provenance using (provenance)
    join documents using (document)
    join sources on surveys.source_id = sources.source_id
    join reuse_terms using (reuse)
    left join listed_parts
        on questions.survey = listed_parts.survey
        and findings.year = listed_parts.year
        and findings.country = listed_parts.country
        and findings.sector = listed_parts.sector
        and coalesce(findings.region, '') = listed_parts.place
        and coalesce(findings.body_size, '') = listed_parts.kind
    left join part_questions on findings.question = part_questions.question
    left join complete_editions on questions.survey = complete_editions.survey and findings.year = complete_editions.year
    left join edition_slices on questions.survey = edition_slices.survey and findings.year = edition_slices.year
    left join short_questions on findings.question = short_questions.question and findings.year = short_questions.year
    left join complete_lists on findings.question = complete_lists.question and findings.year = complete_lists.year
    left join answer_kinds on as_matched(findings.item) = as_matched(answer_kinds.answer)
    left join item_stages on findings.question = item_stages.question and findings.item = item_stages.item
    left join item_points on findings.question = item_points.question and findings.item = item_points.item
),

counted as (
    select
        *,
        effective_base is null and complete_count(coverage, base_n, population) as complete,
        range_base(base_n, base_at_least, population, effective_base) as corrected_base
    from joined
),

sampled as (
    select *, sampled_share(value, measure, complete or few_bodies) as share
    from counted
),

ranged as (
    select
        * exclude (share, corrected_base),
        100 * wilson_low(share, corrected_base) as low,
        100 * wilson_high(share, corrected_base) as high,
        case
            when few_bodies then 'u'
            when measure = 'percent' then weak_flag(
                coalesce(base_n, base_at_least),
                base_at_most,
                wilson_low(share, corrected_base),
                wilson_high(share, corrected_base)
            )
        end as flag
    from sampled
),

numbered as (
    select
        *,
        -- The sector as it stands after a place, where one question has figures of several.
        case
            when not sector_whole and min(sector) over asked <> max(sector) over asked
                then within_sentence(sector_name)
        end as sector_said,
        (dense_rank() over (order by question, country, region, sector, body_size))::integer as slice,
        count(*) over listed as list_items,
        count(distinct theme) over listed as list_themes,
        rank() over (listed order by case measure when 'rank' then value else -value end) as place_in_list,
        -- Answers such as “other” stand first in no list.
        row_number() over (
            listed order by residual, case measure when 'rank' then value else -value end, item
        ) as row_in_list
    from ranged
    window
        listed as (partition by question, country, region, sector, body_size, year),
        asked as (partition by question, country, year)
),

editions as (
    select slice, list_sort(list(distinct year)) as years
    from numbered
    group by slice
),

-- An edition of a slice is any year in which it has a figure, whichever item that is: an item that was left out of the
-- edition before is not compared with an older one.
made_alike as (
    select slice, method, list_sort(list(distinct year)) as years
    from numbered
    group by slice, method
)

select
    numbered.* exclude (row_in_list),
    list_filter(editions.years, lambda later: later > numbered.year) as later_years,
    list_filter(editions.years, lambda earlier: earlier < numbered.year) as earlier_years,
    list_filter(made_alike.years, lambda earlier: earlier < numbered.year) as comparable_years,
    coalesce(
        measure in ('rank', 'percent')
        and role = 'headline'
        and polarity is null
        and not is_part
        and (base_n is null or base_n >= 10)
        and row_in_list = 1,
        false
    ) as named_first
from numbered
join editions using (slice)
join made_alike on numbered.slice = made_alike.slice and numbered.method is not distinct from made_alike.method;

-- How many figures there are of each choice of the shared filters, and how many of them have a base. Counted once, since every
-- page counts what each further choice would leave.
create view counts as
select country, sector, year, survey, theme, count(*) as figures, count(base_n) as with_base
from figures
group by country, sector, year, survey, theme;

-- The editions with figures that were changed at random to protect those who answered.
create view guarded_editions as
select distinct survey_name, year from figures where origin = 'guarded';
