-- What a reader can find by words, and the words by which it is found; kept as tables by a build, as relations.sql is.

-- The words of a text as they are compared: lower case, without accents and apostrophes, parted by all that is neither letter
-- nor digit.
create macro words_of(text) as list_filter(
    string_split_regex(regexp_replace(plain(text), '[''’‘ʻʼ`´]', '', 'g'), '[^\p{L}\p{M}\p{N}]+'), lambda word: word <> ''
);

-- Which letters a word has, a bit for each. Words of as many slips of the keyboard differ in at most twice as many bits, which
-- is told far sooner than how many slips they are apart.
create macro letters_of(word) as list_sum(
    list_distinct(list_transform(string_split(word, ''), lambda letter: (1::bigint << (unicode(letter) % 61))))
)::bigint;

-- What a name of several words is called in short, as HSE of “Health Service Executive” and HMRC of “HM Revenue and Customs”: the
-- first letter of each word with a capital, and all of a word in capitals; nothing where that is not three to eight letters.
create macro shortest(word) as case when regexp_full_match(word, '\p{Lu}+') then word else left(word, 1) end;
create macro capitals_of(name) as list_filter(
    string_split_regex(name, '[^\p{L}\p{M}\p{N}]+'), lambda word: regexp_matches(word, '^\p{Lu}')
);
create macro acronym_of(name) as case
    when
        len(capitals_of(name)) > 1
        and length(array_to_string(list_transform(capitals_of(name), lambda word: shortest(word)), '')) between 3 and 8
        then plain(array_to_string(list_transform(capitals_of(name), lambda word: shortest(word)), ''))
end;

-- Everything that can be found, once each, with what its address needs: `about` tells it apart from others of its name,
-- `context` holds further words that are part of no name, `called` the names, of it and of its organisations, that may be
-- shortened, `theme` and `survey` choose what a page shows of it, `question` (of an item with who `answered`, and the `year` where
-- that is past) is where it is told of best, `page` the kind of question that page is on (“bodies” where named bodies answered it),
-- of a body the name of its own page, and `weight` how much evidence there is of it.
create view findables as
with

-- The theme of most figures that the page on a theme shows untouched; of equal ones the first by name, so that the order of
-- rows decides nothing.
themes_of_questions as (
    select question, theme, sum(count(*)) over (partition by question)::bigint as figures
    from figures
    group by question, theme
    qualify
        row_number() over (
            partition by question order by count(*) filter (where len(later_years) = 0 and not is_part) desc, theme
        ) = 1
),

themes_of_surveys as (
    select survey, theme
    from figures
    group by survey, theme
    qualify
        row_number() over (
            partition by survey order by count(*) filter (where len(later_years) = 0 and not is_part) desc, theme
        ) = 1
),

-- Of all lists that hold an item: one of priorities or concerns, in its last edition, the best one.
items as (
    select
        as_matched(item) as code,
        item,
        concat_ws(' · ', figures.country_name, figures.region, figures.body_size, figures.sector_name) as answered,
        figures.question,
        kind,
        kind_name,
        theme,
        survey,
        figures.survey_name,
        year,
        len(later_years) > 0 as is_past,
        count(*) over (partition by as_matched(item)) as figures
    from figures
    join slices using (slice)
    where as_matched(item) not in (select as_matched(answer) from answer_kinds)
    qualify
        row_number() over (
            partition by as_matched(item)
            order by kind not in ('priority', 'concern'), figures.is_part, len(later_years) > 0, standing, year desc, item
        ) = 1
),

-- The page of a body by each name it ever had; of several bodies of one name in a country, that with the newest answers.
slugs as (
    select body_editions.name, body_editions.country, arg_max(slug, (body_editions.year, slug)) as slug
    from body_editions
    join named_bodies using (body)
    group by body_editions.name, body_editions.country
),

-- Where a part of a country is told of best: in its best list of priorities or concerns, in what its bodies answered, and else
-- on the theme of its best figure. A page on a theme shows the last edition, and a part only where the whole is not known.
regions as (
    select
        figures.country,
        figures.country_name,
        figures.region,
        concat_ws(' · ', figures.country_name, kind_name, figures.survey_name) as about,
        figures.question,
        theme,
        figures.survey,
        concat_ws(' · ', figures.country_name, figures.region, figures.body_size, figures.sector_name) as answered,
        null as year,
        kind as page,
        case when kind not in ('priority', 'concern') then 3 when figures.is_part then 2 else 0 end as place,
        standing,
        count(*) over (partition by figures.country, figures.region) as weight
    from figures
    join slices using (slice)
    where
        figures.region is not null
        and figures.country_kind = 'country'
        and (kind in ('priority', 'concern') or (not figures.is_part and len(later_years) = 0))
    union all by name
    select
        country,
        country_name,
        region,
        concat_ws(
            ' · ', country_name, count(*) || case count(*) when 1 then ' public body, ' else ' public bodies, ' end || year
        ) as about,
        question,
        survey,
        year,
        'bodies' as page,
        1 as place,
        -- The newest edition, the question that most answered, the first by name.
        row_number() over (order by year desc, count(*) desc, question_name, question) as standing,
        sum(count(*)) over (partition by country, region)::bigint as weight
    from replies
    where region is not null
    group by country, country_name, region, survey, question, question_name, year
),

bodies_found as (
    select
        body_name,
        replies.country,
        replies.country_name,
        -- Bodies of one name may lie apart.
        case when count(distinct replies.region) = 1 then any_value(replies.region) end as region,
        string_agg(distinct replies.region, ' ' order by replies.region) as regions,
        arg_max(replies.body_type, (replies.year, replies.body_type)) as body_type,
        any_value(slugs.slug) as slug,
        bool_or(replies.sector = 'local_government') as is_local,
        count(*) as answers
    from replies
    join slugs on replies.body_name = slugs.name and replies.country = slugs.country
    group by body_name, replies.country, replies.country_name
),

surveys_found as (
    select
        surveys.survey,
        surveys.name,
        surveys.publisher,
        surveys.respondents,
        themes_of_surveys.theme,
        -- What of it a page is on: its priorities before its concerns, and these before all else.
        case
            when bool_or(figures.kind = 'priority') then 'priority'
            when bool_or(figures.kind = 'concern') then 'concern'
            when count(figures.survey) = 0 then 'bodies'
            else 'other'
        end as page,
        count(figures.survey) as figures
    from surveys
    left join figures using (survey)
    left join themes_of_surveys using (survey)
    where surveys.survey in (select code from offered_choices where field = 'survey')
    group by all
),

found as (
    select
        'place' as kind,
        country as code,
        name,
        case countries.kind when 'country' then 'Country' else 'Group of countries' end as about,
        country as context,
        coalesce(surveys, 0) as weight
    from countries
    left join (
        select country, count(distinct survey) as surveys from figures group by country
    ) as counted using (country)
    where
        countries.kind in ('country', 'aggregate')
        and country in (select code from offered_choices where field = 'country')
    union all by name
    select
        'region' as kind,
        country || ' ' || region as code,
        region as name,
        about,
        country_name as context,
        weight,
        theme,
        survey,
        question,
        answered,
        year,
        page
    from regions
    qualify row_number() over (partition by country, region order by place, standing, question, theme) = 1
    union all by name
    select 'theme' as kind, theme as code, label as name, '' as about, '' as context, 0 as weight
    from themes
    where theme in (select code from offered_choices where field = 'theme')
    union all by name
    select 'sector' as kind, sector as code, label as name, '' as about, '' as context, 0 as weight
    from sectors
    where sector in (select code from offered_choices where field = 'sector')
    union all by name
    select
        'item' as kind,
        code,
        item as name,
        kind_name || ' · ' || survey_name || ', ' || year as about,
        '' as context,
        figures as weight,
        theme,
        survey,
        question,
        answered,
        -- A page shows the last edition unless another year is chosen.
        case when is_past then year end as year,
        kind as page
    from items
    union all by name
    select
        'question' as kind,
        questions.question as code,
        questions.label as name,
        kinds.label || ' · ' || surveys.name as about,
        surveys.name || ' ' || surveys.publisher as context,
        [surveys.name, surveys.publisher] as called,
        coalesce(figures, edition_bodies, 0) as weight,
        coalesce(themes_of_questions.theme, questions.theme) as theme,
        questions.survey,
        questions.question,
        last_year as year,
        case when themes_of_questions.question is null then 'bodies' else questions.kind end as page
    from questions
    join surveys using (survey)
    join kinds on questions.kind = kinds.kind
    left join themes_of_questions on questions.question = themes_of_questions.question
    left join (
        select question, max(year) as last_year, max(edition_bodies) as edition_bodies from asked_editions group by question
    ) as asked on questions.question = asked.question
    where themes_of_questions.question is not null or asked.question is not null
    union all by name
    select
        'survey' as kind,
        survey as code,
        name,
        publisher || ' · ' || respondents as about,
        publisher || ' ' || respondents as context,
        [name, publisher] as called,
        figures as weight,
        theme,
        survey,
        page
    from surveys_found
    union all by name
    select
        'index' as kind,
        indicator as code,
        indicator_name as name,
        any_value(series_name) as about,
        any_value(series_name) || ' ' || any_value(publisher) as context,
        [indicator_name, any_value(series_name), any_value(publisher)] as called,
        count(*) as weight
    from readings
    where country_kind = 'country'
    group by indicator, indicator_name
    union all by name
    select
        'body' as kind,
        country || ' ' || body_name as code,
        body_name as name,
        body_type || ' · ' || concat_ws(', ', region, country_name) as about,
        concat_ws(' ', country_name, regions) as context,
        -- A municipality is called by its place, never in short.
        case when not is_local then [body_name] end as called,
        answers as weight,
        slug as page
    from bodies_found
    union all by name
    select
        'case' as kind,
        label as code,
        label as name,
        concat_ws(' · ', organisation, country_name, year) as about,
        concat_ws(' ', organisation, place, country_name, array_to_string(technologies, ' ')) as context,
        [organisation] as called,
        case collection when 'curated' then 1 else 0 end as weight
    from projects
    union all by name
    select 'word' as kind, term as code, term as name, definition as about, '' as context, 0 as weight
    from glossary
)

select row_number() over (order by kind, code) as entry, * from found;

-- Every name of what can be found: those readers see, numbered 1, and for places, surveys and glossary words others. `compact`
-- is the name without blanks and signs, with the number of its `letters` and which it has, `held` how many words it has.
create view findable_names as
with

named as (
    select entry, kind, name, 1 as number from findables
    union all
    select
        entry,
        kind,
        country_names.name,
        1 + row_number() over (partition by entry order by country_names.name) as number
    from findables
    join country_names on findables.kind = 'place' and findables.code = country_names.country
    union all
    select entry, kind, replace(code, '_', ' '), 2 as number from findables where kind = 'survey'
    union all
    select entry, kind, regexp_replace(name, '\s*[(\[].*$', ''), 2 as number
    from findables
    where kind = 'word' and regexp_matches(name, '[(\[]')
)

select
    entry,
    number,
    kind,
    name,
    as_place(name) as compact,
    length(as_place(name)) as letters,
    letters_of(as_place(name)) as mask,
    len(list_distinct(words_of(name))) as held
from named;

-- Short names, each word for word as it would be typed: of a thing itself, and weaker of its organisations.
create view findable_acronyms as
select entry, acronym_of(part) as word, max(case when part = name then 1.0 else 0.6 end)::float as strength
from (
    -- Several organisations, or the part of one, stand apart.
    select entry, name, trim(unnest(string_split_regex(text, '[()/:;]|\s+with\s+'))) as part
    from (select entry, name, unnest(called) as text from findables)
)
where acronym_of(part) is not null
group by entry, word;

-- The words of each name; `strength` is less for a word of its context. One that `is_short` is a name in short: it is found by
-- nothing but itself.
create view findable_words as
select entry, number, kind, held, word, max(strength) as strength, bool_and(is_short) as is_short
from (
    select entry, number, kind, held, unnest(words_of(name)) as word, 1.0::float as strength, false as is_short
    from findable_names
    union all by name
    select entry, number, findables.kind, held, unnest(words_of(context)) as word, 0.6::float as strength, false as is_short
    from findables
    join findable_names using (entry)
    union all by name
    select entry, number, kind, held, word, strength, true as is_short
    from findable_acronyms
    join findable_names using (entry)
    where number = 1
)
group by entry, number, kind, held, word
order by word, entry, number;

-- Every word that anything is found by.
create view search_words as
select
    word,
    length(word)::integer as letters,
    letters_of(word) as mask,
    count(distinct entry) as entries,
    bool_and(is_short) as is_short
from findable_words
group by word
order by letters, word;
