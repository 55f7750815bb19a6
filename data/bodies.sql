-- Answers of named public bodies, the bodies themselves, and their addresses. See figures.sql.

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
    any_value(evidence) as evidence,
    count(*) as edition_bodies,
    case when count(distinct country) = 1 then min(country_name) end as country_name,
    count(distinct country) > 1 and count(distinct country) = count(*) as one_each_country,
    case when count(distinct body_type) = 1 then min(body_type) end as body_type,
    case when count(distinct sector) = 1 then min(sector) end as sector,
    case when count(distinct sector) = 1 then min(sector_bodies) end as sector_bodies
from replies
group by question, year;

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
    surveys.evidence,
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
