-- What every question needs, joined once from the tables of schema.sql. The views are kept as tables by a build, since a
-- published store never changes; the macros go into the store as they stand.
--
-- A question that says `from chosen_figures` reads `figures` through the filters its header declares, and likewise for the
-- other relations; trends/store/chosen.py says which column a filter restricts.

-- What bodies of a kind are called together, as in “Cities”: findings name kinds of body in the plural, bodies have one each.
create macro several(body_type) as
    case when ends_with(body_type, 'y') then left(body_type, -1) || 'ies' else body_type || 's' end;

-- A text in the form in which answers are compared: without regard to case, outer blanks and form of apostrophe.
create macro as_matched(text) as lower(replace(trim(text), '’', ''''));

-- A text in the form in which it is searched: lower case, without accents.
create macro plain(text) as strip_accents(lower(text));

-- A name as it stands within a sentence, as `lower_first` of the words has it: “NHS trusts” and “London boroughs” keep their
-- capitals.
create macro within_sentence(name) as
    case
        when regexp_matches(name, '^(\p{Lu}\p{Lu}|London\b|Tokyo\b|\w+[a-z]\p{Lu})') then name
        else lower(left(name, 1)) || substr(name, 2)
    end;

-- Whether a plain text holds all of the words, in any order.
create macro holds_words(words, plain_text) as
    words = '' or list_bool_and(list_transform(string_split(plain(words), ' '), lambda word: contains(plain_text, word)));

-- Whether a country is of a group: a UN region, UN subregion, income group or membership; an empty name stands for all.
create macro of_group(peers, un_region, un_subregion, income_group, memberships) as
    peers = ''
    or coalesce(peers in (un_region, un_subregion, income_group), false)
    or coalesce(list_contains(memberships, peers), false);

create macro is_last_edition(later_years, chosen_years) as case
    when len(chosen_years::varchar[]) = 0 then len(later_years) = 0
    else not list_has_any(later_years::varchar[], chosen_years::varchar[])
end;

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
    from listed_kinds
    group by survey, year
    having bool_and(kind_in_full)
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
        findings.finding_id,
        questions.survey,
        surveys.name as survey_name,
        surveys.publisher,
        coalesce(questions.respondents, sector_respondents.respondents, surveys.respondents) as respondents,
        surveys.respondent_group,
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
        findings.question,
        questions.label as question_name,
        questions.note as question_note,
        questions.role,
        part_questions.part as asked_part,
        questions.measure,
        measures.unit,
        findings.year,
        waves.method,
        case when method_codes.method is null then waves.method else coalesce(method_codes.words, '') end as method_words,
        survey_rhythm.years_apart,
        waves.note as wave_note,
        waves.coverage,
        findings.country,
        countries.name as country_name,
        countries.kind as country_kind,
        findings.region,
        coalesce(findings.region, countries.name)
        || case
            when findings.body_size is null then ''
            else ' (' || within_sentence(findings.body_size) || ')'
        end as place_name,
        -- The place within a country, as it stands after words that name the country themselves.
        case
            when findings.region is null then within_sentence(findings.body_size)
            when findings.body_size is null then findings.region
            else findings.region || ' (' || within_sentence(findings.body_size) || ')'
        end as part_name,
        findings.sector,
        sectors.label as sector_name,
        coalesce(sectors.whole, false) as sector_whole,
        coalesce(questions.respondents, sector_respondents.respondents) is not null as sector_told,
        findings.body_size,
        findings.item,
        findings.theme,
        themes.label as theme_name,
        findings.value,
        coalesce(findings.tied, false) as tied,
        findings.base_n,
        findings.base_at_least,
        findings.base_at_most,
        findings.effective_base,
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
        findings.origin,
        findings.note,
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
    join respondent_groups using (respondent_group)
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
    max(max(base_n)) over (partition by question, year, country, region, body_size, sector) as base_n
from listed
group by survey, question, year, country, region, body_size, sector, theme;

-- Every question in every slice of it. `standing` orders them, the best answer first: what may be headlined before details,
-- ranks and shares before scores, numbers and names, wholes before parts, editions of the last four years before older ones,
-- a base of 30 or more, or of all there are, before an unknown one and that before fewer than 30. Only among those that are
-- alike in all this do lists of several items and themes come before shorter ones, digital leaders and leaders of bodies
-- before others, firmer kinds of evidence, a comparable edition before, lists of three themes before those of two; then the
-- newest, the largest and the longest record. Names without an order come after all these, however new they are: none of
-- them stands first, so they cannot answer what does.
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
    row_number() over (
        order by
            role <> 'headline' or points_alone,
            measure = 'mentioned',
            measure in ('score', 'count'),
            is_part,
            last_year <= newest_year - 4,
            -- A weak figure is never headlined, one without a published base only where there is none with one.
            case
                when complete or coalesce(base_n, base_at_least) >= 30 then 0
                when base_n is null and (base_at_most is null or base_at_most >= 30) then 1
                else 2
            end,
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

-- Every value of an index with its names. In order of index, year and country, so that what is asked of one index reads a part
-- of the table alone.
create view readings as
select
    indicator_values.indicator,
    indicators.label as indicator_name,
    indicators.definition,
    indicators.unit,
    indicators.higher_is_better,
    indicators.theme,
    themes.label as theme_name,
    indicators.series,
    series.name as series_name,
    series.publisher,
    series.evidence,
    indicator_values.year,
    indicator_values.method,
    indicator_values.country,
    countries.name as country_name,
    countries.kind as country_kind,
    countries.un_region,
    countries.un_subregion,
    countries.income_group,
    countries.groups,
    indicator_values.value,
    try_cast(indicator_values.value as double) as number,
    indicator_values.note,
    series.caution,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    provenance.locator as source_place,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.reuse,
from indicator_values
join indicators using (indicator)
join themes on indicators.theme = themes.theme
join series using (series)
join countries using (country)
join provenance using (provenance)
join documents using (document)
join sources on series.source_id = sources.source_id
join reuse_terms using (reuse)
order by indicator_values.indicator, indicator_values.year, indicator_values.country;

-- How far each indicator reaches: one row per indicator with values of countries, groups of countries left aside. Counted once,
-- since pages list indicators, and the values may be many.
create view indices as
with

reached as (
    select
        indicator,
        count(distinct country) as countries,
        count(distinct year) as years,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as readings
    from indicator_values
    join countries using (country)
    where countries.kind = 'country'
    group by indicator
)

select
    reached.indicator,
    indicators.label as indicator_name,
    indicators.definition,
    indicators.unit,
    indicators.series,
    series.name as series_name,
    indicators.theme,
    themes.label as theme_name,
    series.caution,
    reached.countries,
    reached.years,
    reached.first_year,
    reached.last_year,
    reached.readings
from reached
join indicators using (indicator)
join series using (series)
join themes on indicators.theme = themes.theme;

-- Every index or scoreboard as it is listed, with what is held of it.
create view listed_series as
with

reached as (
    select
        indicators.series,
        max(year) as newest_year,
        list_sort(list(distinct year)) as edition_years,
        count(distinct indicator) as indicators,
        count(distinct country) as countries,
        count(*) as indicator_values
    from indicator_values
    join indicators using (indicator)
    group by indicators.series
)

select
    series.name as series_name,
    series.publisher,
    evidence_kinds.label as evidence_name,
    series.first_year,
    series.last_year,
    reached.newest_year,
    reached.edition_years,
    known.known_year,
    known.known_state,
    known.known_note,
    reached.indicators,
    reached.countries,
    reached.indicator_values,
    series.method_note,
    series.caution,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.homepage_url as source_url
from series
join reached using (series)
join evidence_kinds on series.evidence = evidence_kinds.evidence
join sources using (source_id)
join reuse_terms on sources.reuse = reuse_terms.reuse
left join last_known_editions as known on series.source_id = known.source_id;

-- Where each value of an index stands among all countries of its edition, worked out once: what is asked of a place is then
-- looked up. A reading is one of `readings` with what is said beside it. `place` is 1 for the best, shared by equal values (`tied`),
-- `behind` how many countries have a worse value; both are empty where the index is meant as no ranking, where the edition has
-- less than half the countries of the fullest one (`partial`), for letters, and for groups of countries. `newest` marks the last
-- edition with the country that is not partial; what a place is asked for first stands together. `countries` counts
-- those with a value, `region_median` and `region_countries` those with a number in the same UN region. `year_before` is the
-- last edition that measured the same country in the same way, with its value; `place_before` and `place_now` are the places in
-- both editions among the `countries_both` that both measured in the same way, so that a change of place is one of the country
-- and not of who was measured.
--
-- What tells an index and its source is joined last, to rows that are narrow until then: wide ones of millions of values would
-- not fit into memory several times.
create view standings as
with

editions as (
    select
        indicator,
        year,
        count(*) filter (where kind = 'country') as countries,
        2 * count(*) filter (where kind = 'country')
        < max(count(*) filter (where kind = 'country')) over (partition by indicator) as partial
    from indicator_values
    join countries using (country)
    group by indicator, year
),

measured as (
    select
        indicator_values.indicator,
        indicator_values.year,
        indicator_values.country,
        indicator_values.method,
        indicator_values.value,
        indicator_values.note,
        indicator_values.provenance,
        try_cast(indicator_values.value as double) as number,
        number * case when coalesce(indicators.higher_is_better, true) then -1 else 1 end as order_number,
        countries.un_region,
        countries.kind = 'country' as is_country,
        editions.countries,
        editions.partial,
        is_country and number is not null and coalesce(series.ranked, true) and not editions.partial as is_placed
    from indicator_values
    join indicators using (indicator)
    join series using (series)
    join countries using (country)
    join editions on indicator_values.indicator = editions.indicator and indicator_values.year = editions.year
),

placed as (
    select
        *,
        rank() over (partition by indicator, year, is_placed order by order_number) as place,
        count(*) over (partition by indicator, year, is_placed, order_number) > 1 as tied,
        count(*) over (partition by indicator, year, is_placed)
        - count(*) over (partition by indicator, year, is_placed order by order_number) as behind,
        lag({'year': year, 'value': value, 'number': number}) over (
            partition by indicator, country, method order by year
        ) as edition_before,
        max(year) filter (where not partial and countries > 0) over (partition by indicator, country) as newest_year
    from measured
),

regions as (
    select indicator, year, un_region, median(number) as region_median, count(number) as region_countries
    from measured
    where is_country and un_region is not null
    group by indicator, year, un_region
),

-- Each two editions of which one is the edition before for some country.
pairs as (
    select distinct placed.indicator, placed.year, editions.year as year_before
    from placed
    join editions on placed.indicator = editions.indicator and placed.edition_before.year = editions.year
    where not editions.partial
),

both_editions as (
    select
        pairs.indicator,
        pairs.year,
        pairs.year_before,
        now.country,
        rank() over (partition by pairs.indicator, pairs.year, pairs.year_before order by before.order_number) as place_before,
        rank() over (partition by pairs.indicator, pairs.year, pairs.year_before order by now.order_number) as place_now,
        count(*) over (partition by pairs.indicator, pairs.year, pairs.year_before) as countries_both
    from pairs
    join measured as now using (indicator, year)
    join measured as before
        on pairs.indicator = before.indicator
        and pairs.year_before = before.year
        and now.country = before.country
        and now.method = before.method
    where now.is_country and now.number is not null and before.number is not null
),

narrow as (
    select
        placed.* exclude (is_country, place, tied, behind, edition_before, newest_year),
        coalesce(placed.year = placed.newest_year, false) as newest,
        case when placed.is_placed then placed.place end as place,
        placed.is_placed and placed.tied as tied,
        case when placed.is_placed then placed.behind end as behind,
        placed.edition_before.year as year_before,
        placed.edition_before.value as value_before,
        placed.edition_before.number as before,
        case when placed.is_placed then both_editions.place_before end as place_before,
        case when placed.is_placed then both_editions.place_now end as place_now,
        case when placed.is_placed then both_editions.countries_both end as countries_both,
        regions.region_median,
        nullif(regions.region_countries, 0) as region_countries
    from placed
    left join regions using (indicator, year, un_region)
    left join both_editions
        on placed.indicator = both_editions.indicator
        and placed.year = both_editions.year
        and placed.country = both_editions.country
        and placed.edition_before.year = both_editions.year_before
)

select
    narrow.indicator,
    indicators.label as indicator_name,
    indicators.series,
    series.name as series_name,
    series.publisher,
    indicators.theme,
    themes.label as theme_name,
    indicators.unit,
    indicators.coverage,
    coalesce(series.ranked, true) as ranked,
    narrow.partial,
    narrow.newest,
    series.caution,
    narrow.country,
    countries.name as country_name,
    countries.kind as country_kind,
    narrow.un_region,
    countries.un_subregion,
    countries.income_group,
    countries.groups,
    narrow.year,
    narrow.method,
    narrow.value,
    narrow.number,
    narrow.order_number,
    narrow.countries,
    narrow.place,
    narrow.tied,
    narrow.behind,
    narrow.year_before,
    narrow.value_before,
    narrow.before,
    narrow.place_before,
    narrow.place_now,
    narrow.countries_both,
    narrow.region_median,
    narrow.region_countries,
    narrow.note,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence
from narrow
join indicators using (indicator)
join series on indicators.series = series.series
join themes on indicators.theme = themes.theme
join countries on narrow.country = countries.country
join provenance on narrow.provenance = provenance.provenance
join documents using (document)
join sources on series.source_id = sources.source_id
join reuse_terms using (reuse)
order by narrow.country, narrow.newest desc, narrow.indicator, narrow.year;

create view replies as
select
    answers.body_id,
    bodies.name as body_name,
    bodies.body_type,
    bodies.survey,
    surveys.name as survey_name,
    surveys.publisher,
    surveys.evidence,
    questions.kind,
    answers.question,
    questions.label as question_name,
    questions.theme,
    themes.label as theme_name,
    bodies.year,
    waves.method,
    bodies.country,
    countries.name as country_name,
    bodies.region,
    bodies.sector,
    sectors.label as sector_name,
    sectors.bodies as sector_bodies,
    answers.answer,
    answers.score,
    coalesce(answer_kinds.role <> 'no_answer', true) as answered,
    coalesce(answer_kinds.role = 'outside', false) as outside,
    answer_kinds.scale,
    answer_kinds.place as scale_place,
    scales.steps as scale_steps,
    sources.publisher || ': ' || sources.title as source_name,
    sources.homepage_url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.reuse,
from answers
join bodies using (body_id)
join questions using (question)
join themes using (theme)
join surveys on bodies.survey = surveys.survey
join waves on bodies.survey = waves.survey and bodies.year = waves.year
join countries using (country)
join sectors on bodies.sector = sectors.sector
join sources using (source_id)
join reuse_terms using (reuse)
left join answer_kinds on as_matched(answers.answer) = as_matched(answer_kinds.answer)
left join (select scale, count(*) as steps from answer_kinds where scale is not null group by scale) as scales using (scale);

-- The editions of a question that named bodies answered, whole: what a reader's filters leave of them is computed later.
create view asked_editions as
select
    question,
    year,
    any_value(question_name) as question_name,
    any_value(survey_name) as survey_name,
    count(*) as edition_bodies,
    case when count(distinct country) = 1 then min(country_name) end as country_name,
    count(distinct country) > 1 and count(distinct country) = count(*) as one_each_country,
    case when count(distinct body_type) = 1 then min(body_type) end as body_type,
    case when count(distinct sector) = 1 then min(sector) end as sector,
    case when count(distinct sector) = 1 then min(sector_bodies) end as sector_bodies
from replies
group by question, year;

-- label names a case in addresses and lists: its title, with its body (and a number) where the title alone names several.
create view projects as
with

repeated as (
    select
        cases.case_id,
        coalesce(cases.organisation, countries.name) as body,
        count(*) over (partition by cases.title, body) as of_body,
        row_number() over (partition by cases.title, body order by cases.case_id) as number
    from cases
    join countries using (country)
    where cases.title in (select title from cases group by title having count(*) > 1)
)

select
    cases.case_id,
    cases.collection,
    cases.title,
    cases.title || case
        when repeated.case_id is null then ''
        when repeated.of_body = 1 then ' (' || repeated.body || ')'
        else ' (' || repeated.body || ', ' || repeated.number || ')'
    end as label,
    cases.organisation,
    cases.country,
    countries.name as country_name,
    countries.kind as country_kind,
    cases.place,
    cases.latitude,
    cases.longitude,
    cases.sector,
    sectors.label as sector_name,
    cases.level,
    cases.year_started,
    cases.year_ended,
    cases.year_reported,
    coalesce(cases.year_started, cases.year_reported) as year,
    cases.status,
    statuses.label as status_name,
    coalesce(cases.themes, []) as themes,
    coalesce(cases.technologies, []) as technologies,
    cases.outcome,
    cases.outcome_kind,
    outcome_kinds.label as outcome_kind_name,
    cases.told_by,
    cases.summary,
    sources.publisher || ': ' || sources.title as source_name,
    documents.url as source_url,
    coalesce(sources.licence, reuse_terms.label) as licence,
    sources.reuse,
    plain(concat_ws(
        ' ', cases.title, cases.organisation, cases.place, countries.name, cases.outcome, cases.summary,
        array_to_string(cases.technologies, ' ')
    )) as searchable,
from cases
left join repeated using (case_id)
join countries using (country)
join sectors on cases.sector = sectors.sector
join statuses using (status)
left join outcome_kinds using (outcome_kind)
join documents using (document)
join sources using (source_id)
join reuse_terms using (reuse);

-- The figures on each matter that several figures tell of: one row per matter, figure and year, with its names and its
-- value in per cent. `bodies` marks an answer of named bodies, all of them together; `newest` the last edition in its place.
-- `edition_country` is the country of all bodies of an edition, empty where they lie in several.
create view matter_figures as
with

on_matters as (
    select
        same_matter.*,
        matters.label,
        same_matter.place as figure
    from same_matter
    join matters using (matter)
    where matters.apart is null
)

select
    on_matters.matter,
    on_matters.label,
    on_matters.figure,
    on_matters.called,
    on_matters.counts,
    false as bodies,
    figures.question,
    figures.survey_name,
    figures.question_name,
    figures.kind,
    figures.theme_name,
    figures.country_name,
    figures.region,
    figures.sector_name,
    figures.body_size,
    figures.item,
    figures.year,
    figures.value,
    len(figures.later_years) = 0 as newest,
    null::varchar as edition_country
from on_matters
join figures
    on on_matters.question = figures.question
    and on_matters.item = figures.item
    and on_matters.country = figures.country
    and on_matters.region is not distinct from figures.region
    and on_matters.sector = figures.sector
    and on_matters.body_size is not distinct from figures.body_size
union all
select
    on_matters.matter,
    any_value(on_matters.label),
    on_matters.figure,
    any_value(on_matters.called),
    any_value(on_matters.counts),
    true,
    replies.question,
    any_value(replies.survey_name),
    any_value(replies.question_name),
    any_value(replies.kind),
    any_value(replies.theme_name),
    null,
    null,
    null,
    null,
    any_value(on_matters.item),
    replies.year,
    100.0 * count(*) filter (where replies.answer = on_matters.item) / count(*),
    replies.year = max(replies.year) over (partition by on_matters.matter, on_matters.figure),
    case when count(distinct replies.country) = 1 then min(replies.country_name) end
from on_matters
join replies using (question)
where on_matters.country is null and replies.answered
group by on_matters.matter, on_matters.figure, replies.question, replies.year;

-- Every choice of a shared filter that any figure, index value, answer or case has; asked on every page.
create view offered_choices as
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
);

-- Every kind and size of body that figures have, with the countries and sectors they have it in.
create view offered_sizes as
select distinct body_size, country, sector
from findings
where body_size is not null;

-- Every item that figures have.
create view offered_items as
select distinct item from findings;

-- A public body over the editions of its survey: one row per body of an edition, `body` being the number of the named body.
--
-- Two rows are one body where survey, country and kind are the same and so is the code without the year of its edition, as in
-- `nhs-2021-rpg` and `nhs-2023-rpg`: the codes are those its publisher gives, so a body that was renamed or moved to another
-- region stays one. A code that was given to another kind of body is another body, as the editions say of NHS commissioning
-- groups and what followed them. Surveys name bodies each in its own way, so nothing is joined across surveys.
create view body_editions as
select
    body_id,
    survey,
    year,
    country,
    body_type,
    region,
    name,
    regexp_replace(body_id, '-' || year || '(-|$)', '\1') as code,
    dense_rank() over (order by survey, country, body_type, regexp_replace(body_id, '-' || year || '(-|$)', '\1'))::integer as body
from bodies;

-- Letters and digits of a name as they stand in an address, as in “cote-d-ivoire”; empty for a name without Latin letters.
create macro as_path(name) as trim(regexp_replace(strip_accents(lower(name)), '[^a-z0-9]+', '-', 'g'), '-');

-- The address of a body: its name, or its region where the name has no Latin letters, and its code, which alone makes it unique.
create macro body_path(name, region, code) as case
    when contains(as_path(code), coalesce(nullif(as_path(name), ''), as_path(coalesce(region, '')))) then as_path(code)
    else concat_ws('-', coalesce(nullif(as_path(name), ''), nullif(as_path(region), '')), as_path(code))
end;

-- Every named public body: what it is called in its last edition, and its address `slug`, which no other body has. `regions` are
-- where it lies: its region or, where a survey has one body for each country, its part of the world. `abroad` says that the
-- bodies of its survey lie in several countries.
create view named_bodies as
with

newest as (
    select
        *,
        max(year) over (partition by body) as last_year,
        body_path(name, region, code) as path
    from body_editions
    qualify row_number() over (partition by body order by year desc) = 1
),

told as (
    select
        *,
        path || case when count(*) over (partition by path) > 1 then '-' || as_path(body_id) else '' end as slug,
        min(country) over (partition by survey) <> max(country) over (partition by survey) as abroad
    from newest
)

select
    told.body,
    told.slug,
    told.name,
    told.survey,
    surveys.name as survey_name,
    surveys.publisher,
    told.body_type,
    told.country,
    countries.name as country_name,
    countries.un_region,
    countries.un_subregion,
    countries.income_group,
    told.region,
    told.abroad,
    told.last_year,
    plain(told.name) as plain_name,
    plain(concat_ws(' ', told.name, told.body_type, countries.name, told.region)) as searchable
from told
join surveys using (survey)
join countries using (country)
order by told.body;

-- Every address under which a body is found: its own, those of names it had in earlier editions, and its codes.
create view body_addresses as
select path as slug, body
from (
    select slug as path, body, last_year as year, 1 as place from named_bodies
    union all
    select body_path(name, region, code) as path, body, year, 2 as place from body_editions
    union all
    select as_path(body_id) as path, body, year, 3 as place from body_editions
)
qualify row_number() over (partition by path order by place, year desc, body) = 1
order by slug;

-- How many bodies of a kind, and of a region, gave each answer to a question in an edition: one row per part and answer. `part_of`
-- is kind or region; `base_n` the bodies of the part with an answer. In an edition of several countries a region is a part of the
-- world.
create view reply_parts as
with

parted as (
    select
        replies.question,
        replies.year,
        replies.answer,
        replies.answered,
        replies.body_type,
        case when asked_editions.country_name is null then countries.un_region else replies.region end as region
    from replies
    join asked_editions using (question, year)
    join countries using (country)
),

listed as (
    select question, year, answer, answered, 'kind' as part_of, body_type as part from parted
    union all
    select question, year, answer, answered, 'region' as part_of, region as part from parted where region is not null
)

select
    question,
    year,
    part_of,
    part,
    answer,
    answered,
    count(*) as bodies,
    (sum(count(*)) filter (where answered) over (partition by question, year, part_of, part))::bigint as base_n
from listed
group by question, year, part_of, part, answer, answered
order by question, year, part_of, part, answer;

-- The answer at the top of its scale, of each question of which the order of answers is known: one row per question and year. It is
-- the first step of the one scale on which all answers stand, unless its publisher gave another more points; else the answer with
-- most points, where each answer has its own.
create view top_answers as
with

entries as (
    select
        question,
        year,
        answer,
        any_value(scale) as scale,
        any_value(scale_place) as scale_place,
        min(score) as lowest_score,
        max(score) as highest_score
    from replies
    where answered and not outside
    group by question, year, answer
),

ordered as (
    select
        question,
        year,
        count(*) as answers,
        count(scale) = count(*) and count(distinct scale) = 1 as on_scale,
        count(distinct lowest_score) = count(*) and bool_and(lowest_score = highest_score) as by_points,
        arg_min(answer, scale_place) as first_step,
        arg_max(answer, lowest_score) as most_points,
        coalesce(arg_min(coalesce(highest_score, -1), scale_place) < max(highest_score), false) as against
    from entries
    group by question, year
)

select
    question,
    year,
    case when on_scale then first_step else most_points end as answer
from ordered
where answers > 1 and case when on_scale then not against else by_points end;

-- Every answer of a named body beside those of its kind and of its region: one row per body, edition and question. `kind_bodies` and
-- `region_bodies` are how many gave the same answer, `kind_base` and `region_base` of how many with an answer, itself among
-- them; empty where the body has no answer or no region is known. `top` is the answer at the top of the scale, empty where the
-- order of answers is not known, and `top_bodies` how many of its kind gave that.
create view body_replies as
with

placed as (
    select
        numbered.body,
        replies.*,
        case when asked_editions.country_name is null then countries.un_region else replies.region end as part
    from replies
    join (select body_id, body from body_editions) as numbered using (body_id)
    join asked_editions using (question, year)
    join countries on replies.country = countries.country
)

select
    placed.body,
    placed.survey,
    placed.survey_name,
    placed.question,
    placed.question_name,
    placed.theme,
    placed.theme_name,
    placed.year,
    placed.body_type,
    placed.part as region,
    placed.answer,
    placed.answered,
    placed.outside,
    case when placed.answered then of_kind.bodies end as kind_bodies,
    case when placed.answered then of_kind.base_n end as kind_base,
    case when placed.answered then of_region.bodies end as region_bodies,
    case when placed.answered then of_region.base_n end as region_base,
    top_answers.answer as top,
    case when top_answers.answer is not null then coalesce(of_top.bodies, 0) end as top_bodies,
    placed.source_name,
    placed.source_url,
    placed.licence
from placed
left join reply_parts as of_kind
    on placed.question = of_kind.question
    and placed.year = of_kind.year
    and of_kind.part_of = 'kind'
    and placed.body_type = of_kind.part
    and placed.answer = of_kind.answer
left join reply_parts as of_region
    on placed.question = of_region.question
    and placed.year = of_region.year
    and of_region.part_of = 'region'
    and placed.part = of_region.part
    and placed.answer = of_region.answer
left join top_answers on placed.question = top_answers.question and placed.year = top_answers.year
left join reply_parts as of_top
    on placed.question = of_top.question
    and placed.year = of_top.year
    and of_top.part_of = 'kind'
    and placed.body_type = of_top.part
    and top_answers.answer = of_top.answer
order by placed.body, placed.year desc, placed.theme_name, placed.question_name, placed.question;

-- How many named bodies an edition has, and to how many questions any of them has an entry: one row per survey and year.
create view body_waves as
select
    survey,
    year,
    count(distinct body) as bodies,
    count(distinct question) as questions
from body_replies
group by survey, year;
