-- The rules of the evidence. Every CSV file beside this one fills the table of its name.
--
-- Constraints state the rules for a single table and its references; views named `rule_…` state those that need several
-- tables: one row per fault, with the columns table_name, row_number, column_name and value. Their comment says the
-- rule, a bar, and how to mend a fault. A CSV row's number is its place in the file, the header being row 1.
-- What joins the tables for the questions stands in figures.sql and the files it names. The comments are the data dictionary.

-- Vocabularies -------------------------------------------------------------------------------------------------------

create table kinds (
    kind varchar primary key,
    label varchar not null unique,
    definition varchar not null,
);
comment on table kinds is 'What a question asks about; one row per kind.';
comment on column kinds.kind is 'Code of the kind of question.';
comment on column kinds.label is 'Name shown to readers.';
comment on column kinds.definition is 'What questions of this kind ask.';

create table measures (
    measure varchar primary key,
    label varchar not null unique,
    unit varchar not null,
    definition varchar not null,
);
comment on table measures is 'How a value is expressed; one row per measure.';
comment on column measures.measure is 'Code of the measure.';
comment on column measures.label is 'Name shown to readers.';
comment on column measures.unit is 'Unit of the values.';
comment on column measures.definition is 'What a value of this measure means.';

create table evidence_kinds (
    evidence varchar primary key,
    label varchar not null unique,
    definition varchar not null,
    limits varchar not null,
);
comment on table evidence_kinds is 'How respondents were found; one row per kind of evidence.';
comment on column evidence_kinds.evidence is 'Code of the kind of evidence.';
comment on column evidence_kinds.label is 'Name shown to readers.';
comment on column evidence_kinds.definition is 'How the respondents of such a survey were found.';
comment on column evidence_kinds.limits is 'What such evidence can and cannot tell.';

create table respondent_groups (
    respondent_group varchar primary key,
    label varchar not null unique,
    definition varchar not null,
    place integer not null unique check (place >= 1),
);
comment on table respondent_groups is 'Who speaks in a survey; one row per group of respondents.';
comment on column respondent_groups.respondent_group is 'Code of the group.';
comment on column respondent_groups.label is 'Name shown to readers.';
comment on column respondent_groups.definition is 'Who belongs to it.';
comment on column respondent_groups.place is 'Place in lists, and how near the group is to those who lead digital work, 1 being the nearest.';

create table reuse_terms (
    reuse varchar primary key,
    label varchar not null unique,
    definition varchar not null,
);
comment on table reuse_terms is 'Terms under which a publisher lets its figures be reused; one row per kind of terms.';
comment on column reuse_terms.reuse is 'Code of the terms.';
comment on column reuse_terms.label is 'Name shown to readers.';
comment on column reuse_terms.definition is 'What the terms allow.';

create table statuses (
    status varchar primary key,
    label varchar not null unique,
    definition varchar not null,
);
comment on table statuses is 'How far a case has come; one row per status.';
comment on column statuses.status is 'Code of the status.';
comment on column statuses.label is 'Name shown to readers.';
comment on column statuses.definition is 'What the status means.';

create table outcome_kinds (
    outcome_kind varchar primary key,
    label varchar not null unique,
    definition varchar not null,
);
comment on table outcome_kinds is 'What the outcome of a case tells; one row per kind.';
comment on column outcome_kinds.outcome_kind is 'Code of the kind.';
comment on column outcome_kinds.label is 'Name shown to readers.';
comment on column outcome_kinds.definition is 'What such an outcome says.';

create table sectors (
    sector varchar primary key,
    label varchar not null unique,
    definition varchar not null,
    closest varchar check (closest <> sector),
    closest_reason varchar,
    bodies varchar not null,
    whole boolean,
    shown_first boolean,
    check ((closest is null) = (closest_reason is null)),
);
comment on table sectors is 'A part of the public service; one row per sector.';
comment on column sectors.sector is 'Code of the sector.';
comment on column sectors.label is 'Name shown to readers, in addresses and in files.';
comment on column sectors.definition is 'Which bodies belong to the sector.';
comment on column sectors.closest is 'The sector that does the same work and was asked more often, for a sector that few surveys asked; empty = none.';
comment on column sectors.closest_reason is 'Why it comes closest, as the end of a sentence.';
comment on column sectors.bodies is 'What bodies of the sector of several kinds are called together, as in “municipalities”.';
comment on column sectors.whole is 'true where it stands for several sectors together, so that others may be its parts; empty = a sector of its own.';
comment on column sectors.shown_first is 'true for the sector that its page shows while none is chosen; empty for all others.';

create table themes (
    theme varchar primary key,
    label varchar not null unique,
    definition varchar not null,
    question varchar unique,
    shown_first boolean,
);
comment on table themes is 'A topic that figures and cases belong to, the same across surveys; one row per theme.';
comment on column themes.theme is 'Code of the theme.';
comment on column themes.label is 'Name shown to readers, in addresses and in files.';
comment on column themes.definition is 'What belongs to the theme.';
comment on column themes.question is 'The question a leader asks on the theme, in our words; empty where none of theirs fits.';
comment on column themes.shown_first is 'true for the theme that its page shows while none is chosen; empty for all others.';

create table prompts (
    theme varchar not null references themes (theme),
    prompt varchar not null,
    primary key (theme, prompt),
);
comment on table prompts is 'A question a leader may put to the team; one row per theme and question.';
comment on column prompts.theme is 'The theme.';
comment on column prompts.prompt is 'The question, in our words; no figure stands behind it.';

create table leader_questions (
    place integer primary key check (place >= 1),
    question varchar not null unique,
    page varchar not null check (
        page in ('themes', 'sectors', 'priorities', 'concerns', 'movers', 'countries', 'bodies', 'cases', 'sources')
    ),
    theme varchar references themes (theme),
    check ((page = 'themes') = (theme is not null)),
);
comment on table leader_questions is 'A question leaders ask, with the page that answers it; one row per question.';
comment on column leader_questions.place is 'Place in the list of questions, from 1.';
comment on column leader_questions.question is 'The question, in our words.';
comment on column leader_questions.page is 'The page that answers it, by its name in addresses.';
comment on column leader_questions.theme is 'The theme that page is to show; given for the page on themes alone.';

create table answer_kinds (
    answer varchar primary key,
    role varchar not null check (role in ('no_answer', 'outside', 'on_scale')),
    scale varchar,
    place integer check (place >= 1),
    unique (scale, place),
    check ((role = 'on_scale') = (scale is not null)),
    check ((role = 'on_scale') = (place is not null)),
);
comment on table answer_kinds is 'What an answer is where its words alone do not say it to a program; one row per answer. An answer without a row is one of its own that stands on no scale.';
comment on column answer_kinds.answer is 'The answer or item, as the tables of answers and findings write it; capitals do not matter.';
comment on column answer_kinds.role is 'no_answer (an entry that says why there is none: such a body is in no base), outside (an answer such as “other” or “not known”: last in a list, never placed or headlined) or on_scale (a step of a scale).';
comment on column answer_kinds.scale is 'Code of the scale.';
comment on column answer_kinds.place is 'Place on the scale, 1 being the most.';

create table glossary (
    term varchar primary key check (regexp_full_match(term, '[^(\[]+(\([^)]+\)|\[\w\])?')),
    definition varchar not null,
);
comment on table glossary is 'A word this dashboard uses; one row per term.';
comment on column glossary.term is 'The word; other forms of it stand behind it in round brackets, parted by commas, or its symbol in square ones.';
comment on column glossary.definition is 'What it means here.';

create table country_groups (
    name varchar primary key,
    membership varchar unique,
    in_sentences varchar,
    check (membership is not null or in_sentences is not null),
);
comment on table country_groups is 'What a group of countries is called where its name alone would not do; one row per group.';
comment on column country_groups.name is 'Name of the group as in countries: a UN region, UN subregion, income group or membership.';
comment on column country_groups.membership is 'What a membership is called in lists; empty for regions and income groups.';
comment on column country_groups.in_sentences is 'What the group is called within a sentence, as in “27 countries of …”; empty = its name.';

create table countries (
    country varchar primary key check (regexp_full_match(country, '[A-Z]{3}') or kind <> 'country'),
    name varchar not null unique,
    kind varchar not null check (kind in ('country', 'aggregate', 'several')),
    iso2 varchar unique check (regexp_full_match(iso2, '[A-Z]{2}')),
    un_region varchar,
    un_subregion varchar,
    income_group varchar check (
        income_group in ('Low income', 'Lower middle income', 'Upper middle income', 'High income')
    ),
    groups varchar[],
    stands_for varchar check (kind = 'aggregate' or stands_for is null),
    check (kind <> 'country' or iso2 is not null),
);
comment on table countries is 'A country or a group of countries that a figure can stand for; one row per country or group.';
comment on column countries.country is 'ISO 3166-1 alpha-3 code; groups of countries have codes of their own.';
comment on column countries.name is 'Name shown to readers, in addresses and in files.';
comment on column countries.kind is 'country, aggregate (a group of countries) or several (countries that form no group, such as all a survey reached).';
comment on column countries.iso2 is 'ISO 3166-1 alpha-2 code.';
comment on column countries.un_region is 'Region of the United Nations geoscheme (M49).';
comment on column countries.un_subregion is 'Subregion of the United Nations geoscheme (M49).';
comment on column countries.income_group is 'Income group of the World Bank.';
comment on column countries.stands_for is 'UN region, UN subregion or membership whose countries an aggregate holds; empty for countries, and where that is not known.';
comment on column countries.groups is 'Memberships (EU, G7, OECD, LOLA), separated by semicolons.';

create table country_names (
    country varchar not null references countries (country),
    name varchar primary key check (regexp_matches(name, '\p{L}')),
);
comment on table country_names is 'Another name by which readers know a country, in filters and addresses: a short or former name, an abbreviation, the name it gives itself or has in another language; one row per name.';
comment on column country_names.country is 'The country or group of countries.';
comment on column country_names.name is 'The other name; case, accents, punctuation and blanks do not matter, and & is and.';

-- A text in lower case without accents, its letters as they are typed where a keyboard lacks them, as o for ø; `as_typed` in
-- trends/words/folding.py has the same.
create macro as_typed(text) as replace(replace(replace(replace(
    translate(strip_accents(lower(text)), 'øłđðħı', 'olddhi'), 'þ', 'th'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'
);

-- A name of a country as it is compared: its letters and digits alone, in lower case and without accents.
create macro as_place(name) as
    regexp_replace(as_typed(replace(lower(replace(name, '&', ' and ')), 'ς', 'σ')), '[^\p{L}\p{N}]', '', 'g');

-- Where figures come from --------------------------------------------------------------------------------------------

create table sources (
    source_id varchar primary key check (regexp_full_match(source_id, '[a-z0-9_]+')),
    title varchar not null,
    publisher varchar not null,
    homepage_url varchar check (regexp_full_match(homepage_url, 'https?://\S+')),
    licence varchar,
    reuse varchar not null references reuse_terms (reuse),
    read_on date not null check (read_on between date '2020-01-01' and date '2100-01-01'),
    note varchar,
);
comment on table sources is 'A publication or dataset of one publisher; one row per source.';
comment on column sources.source_id is 'Code of the source: lower-case letters, digits and underscores.';
comment on column sources.title is 'Title of the publication or dataset.';
comment on column sources.publisher is 'Who published it.';
comment on column sources.homepage_url is 'Web address of the publication; empty where a source gathers press pieces with addresses of their own.';
comment on column sources.licence is 'Licence in the words of the publisher; empty = not stated.';
comment on column sources.reuse is 'Kind of terms for reuse.';
comment on column sources.read_on is 'Day on which the pages were read.';
comment on column sources.note is 'What a reader should know of the source.';

create table known_editions (
    source_id varchar not null references sources (source_id),
    year integer not null check (year between 1990 and 2100),
    state varchar not null check (state in ('unread', 'in_part', 'last')),
    url varchar not null check (regexp_full_match(url, 'https?://\S+')),
    note varchar not null,
    primary key (source_id, year),
);
comment on table known_editions is 'An edition of a source that is known to be out and was not read in full, or after which there is none; one row per source and year.';
comment on column known_editions.source_id is 'The publication.';
comment on column known_editions.year is 'Year in the name of the edition.';
comment on column known_editions.state is 'unread (it is out and none of it was read; said as long as that is so), in_part (some of it was read) or last (no further edition is made).';
comment on column known_editions.url is 'Web address of the publication.';
comment on column known_editions.note is 'What is known of it, as a sentence.';

create table documents (
    document varchar primary key check (regexp_full_match(document, '[a-z0-9_]+-[0-9a-f]{6}')),
    url varchar not null unique check (regexp_full_match(url, 'https?://\S+')),
);
comment on table documents is 'A web page or file that was read; one row per web address.';
comment on column documents.document is 'Code of the page: a source or survey, a hyphen, six hexadecimal digits.';
comment on column documents.url is 'Web address at which it was read.';

create table provenance (
    provenance varchar primary key,
    document varchar not null references documents (document),
    locator varchar,
    unique (document, locator),
);
comment on table provenance is 'The place in a document where values were read; one row per place.';
comment on column provenance.provenance is 'Code of the place: the document, a hyphen, a number.';
comment on column provenance.document is 'The document.';
comment on column provenance.locator is 'Where in the document: table, section or field.';

-- Surveys ------------------------------------------------------------------------------------------------------------

create table surveys (
    survey varchar primary key check (regexp_full_match(survey, '[a-z0-9_]+')),
    name varchar not null unique,
    publisher varchar not null,
    respondents varchar not null,
    evidence varchar not null references evidence_kinds (evidence),
    respondent_group varchar not null references respondent_groups (respondent_group),
    frequency varchar,
    source_id varchar not null references sources (source_id),
    method_note varchar,
    several_countries boolean,
);
comment on table surveys is 'A survey, poll, register or audit of public services; one row per survey.';
comment on column surveys.survey is 'Code of the survey.';
comment on column surveys.name is 'Name shown to readers, in addresses and in files.';
comment on column surveys.publisher is 'Who made it.';
comment on column surveys.respondents is 'Who answered; where nobody was asked, what the figures were taken from, as a name that can stand in a sentence.';
comment on column surveys.evidence is 'How the respondents were found.';
comment on column surveys.respondent_group is 'Who most of the respondents are.';
comment on column surveys.frequency is 'How often it is made, or the years read.';
comment on column surveys.source_id is 'The publication.';
comment on column surveys.method_note is 'How it was made and what to mind.';
comment on column surveys.several_countries is 'true where the words on respondents say themselves that they are in several countries, so that it need not be said again; empty = they do not.';

create table waves (
    survey varchar not null references surveys (survey),
    year integer not null check (year between 1990 and 2030),
    fieldwork varchar,
    base_n integer check (base_n >= 1),
    population integer check (population >= 1),
    coverage varchar not null check (coverage in ('counted', 'asked_all', 'sampled', 'judged', 'open', 'unknown')),
    method varchar not null,
    note varchar,
    primary key (survey, year),
    check (base_n <= population),
);
comment on table waves is 'An edition of a survey; one row per survey and year.';
comment on column waves.survey is 'The survey.';
comment on column waves.year is 'Year in the name of the edition.';
comment on column waves.fieldwork is 'When answers were gathered.';
comment on column waves.base_n is 'Number that answered the edition; empty = not published or not read.';
comment on column waves.population is 'Number of bodies or people the edition could have reached, where the source says how many there are; empty = not known. A number merely written to is none. Where more than a tenth of it answered, ranges are narrowed by it: of figures whose base is that of the edition, and where most of all that were counted or asked have an answer. How many a part stands for is known only where all bodies are listed by name.';
comment on column waves.coverage is 'How the values came about: counted (all bodies counted or had to report), asked_all (each of a known group was asked), sampled (drawn), judged (by experts, or looked at from outside, as websites are), open (whoever wished answered) or unknown.';
comment on column waves.method is 'How the edition was made; only editions with the same text compare.';
comment on column waves.note is 'What breaks or limits the edition.';

create table questions (
    question varchar primary key check (regexp_full_match(question, '[a-z0-9_]+')),
    survey varchar not null references surveys (survey),
    kind varchar not null references kinds (kind),
    label varchar not null,
    measure varchar not null references measures (measure),
    theme varchar references themes (theme),
    role varchar not null check (role in ('headline', 'detail')),
    role_reason varchar,
    note varchar,
    score_note varchar check (measure = 'answer' or score_note is null),
    respondents varchar check (regexp_matches(respondents, '\p{L}')),
    respondent_group varchar references respondent_groups (respondent_group),
    unique (survey, label, measure),
    check ((role = 'detail') = (role_reason is not null)),
    check (respondent_group is null or respondents is not null),
);
comment on table questions is 'A question of a survey: one wording, one kind, one measure; one row per question.';
comment on column questions.question is 'Code of the question.';
comment on column questions.survey is 'The survey that asked it.';
comment on column questions.kind is 'What it asks about.';
comment on column questions.label is 'The question in our words.';
comment on column questions.measure is 'How its values are expressed.';
comment on column questions.theme is 'Theme, for questions answered by named bodies; in other questions each item has its own.';
comment on column questions.role is 'headline (its first answer may stand as the answer of a page) or detail (it is drawn, and never headlined or counted as naming a theme).';
comment on column questions.role_reason is 'Why a detail is none for a headline; empty for a headline.';
comment on column questions.note is 'Scale, base or wording a reader should know.';
comment on column questions.score_note is 'What the points of its answers are, for questions answered by named bodies; it says nothing to a reader who sees the answers themselves.';
comment on column questions.respondents is 'Who was asked this question or is counted in it, where that is not everybody the survey names; in the words of the survey where it tells of several countries. Empty = as sector_respondents has it, else as the survey says.';
comment on column questions.respondent_group is 'Who most of those who answered this question are, where that is another group than of the survey, and its words on respondents say so; empty = as the survey says.';

create table sector_respondents (
    survey varchar not null references surveys (survey),
    sector varchar not null references sectors (sector),
    respondents varchar not null check (regexp_matches(respondents, '\p{L}')),
    primary key (survey, sector),
);
comment on table sector_respondents is 'Who stands behind the figures of a survey in one sector, where the survey names several groups and each has a sector of its own; one row per survey and sector.';
comment on column sector_respondents.survey is 'The survey.';
comment on column sector_respondents.sector is 'The sector of the figures.';
comment on column sector_respondents.respondents is 'Who was asked or is counted in that sector.';

create table theme_uses (
    theme varchar not null references themes (theme),
    question varchar not null references questions (question),
    primary key (theme, question),
);
comment on table theme_uses is 'A question of which each item is something a theme is used for, whatever the theme of the item; one row per theme and question.';
comment on column theme_uses.theme is 'The theme.';
comment on column theme_uses.question is 'The question.';

create table method_codes (
    method varchar primary key,
    words varchar,
);
comment on table method_codes is 'A method of an edition that is given as a code; one row per code. Any other method is told as it stands.';
comment on column method_codes.method is 'The code, as the column method of waves or indicator_values has it.';
comment on column method_codes.words is 'What readers are told of it, without a full stop; empty = only that the method is another one.';

create table complete_lists (
    question varchar not null references questions (question),
    year integer not null,
    primary key (question, year),
);
comment on table complete_lists is 'A ranked list that was read to its end; one row per question and year. Elsewhere an item without a rank may still have been on the list.';
comment on column complete_lists.question is 'The question behind the list.';
comment on column complete_lists.year is 'Year of the list.';

create table part_questions (
    question varchar primary key references questions (question),
    part varchar not null check (regexp_matches(part, '\p{L}')),
);
comment on table part_questions is 'A question that is put to, or counts, a part of those who answered its edition alone, such as those who use a thing; one row per question. Its figures say nothing of the others, so they are no partial response: where the edition is a complete count, so is the part; elsewhere it is not known how many the part has.';
comment on column part_questions.question is 'The question.';
comment on column part_questions.part is 'Whom it is put to or counts, in our words, as the end of “those asked:”. It stands beside the respondents of each figure: where the figures are of several sectors, it names the bodies of none of them.';

create table full_lists (
    survey varchar not null references surveys (survey),
    year integer not null,
    body_type varchar not null,
    primary key (survey, year, body_type),
);
comment on table full_lists is 'A kind of body of which an edition lists by name all there are, where no source says how many that is; one row per survey, year and kind. Where the column population of waves has a number, that decides.';
comment on column full_lists.survey is 'The survey.';
comment on column full_lists.year is 'Year of the edition.';
comment on column full_lists.body_type is 'The kind, as the column body_type of bodies has it.';

create table findings (
    finding_id varchar primary key,
    question varchar not null references questions (question),
    year integer not null check (year between 1990 and 2030),
    country varchar not null references countries (country),
    region varchar,
    sector varchar not null references sectors (sector),
    body_size varchar,
    item varchar not null,
    theme varchar not null references themes (theme),
    value double not null check (value >= 0),
    tied boolean,
    base_n integer check (base_n >= 1),
    base_at_least integer check (base_at_least >= 1),
    base_at_most integer check (base_at_most >= 1),
    effective_base double check (effective_base > 0),
    origin varchar not null check (origin in ('published', 'computed', 'guarded')),
    provenance varchar not null references provenance (provenance),
    note varchar,
    check (effective_base <= base_n),
);
comment on table findings is 'A figure of a survey; one row per question, year, country, region, sector, size of body and item.';
comment on column findings.finding_id is 'Code of the figure.';
comment on column findings.question is 'The question it answers.';
comment on column findings.year is 'Year of the edition.';
comment on column findings.country is 'Country, or group of countries, whose bodies or people answered.';
comment on column findings.region is 'Part of the country; empty = the whole.';
comment on column findings.sector is 'Sector of those who answered.';
comment on column findings.body_size is 'Kind or size of body; empty = all.';
comment on column findings.item is 'What was named, ranked or measured.';
comment on column findings.theme is 'Theme of the item.';
comment on column findings.value is 'The figure, in the unit of its measure: per cent of those who answered (0 to 100), place (1 is the top), points, number, or 1 for named.';
comment on column findings.tied is 'true where a published place is shared with another item; empty = not shared.';
comment on column findings.base_n is 'Number that answered the question in this slice; empty = not published or not read.';
comment on column findings.base_at_least is 'Least number that answered, where the source prints it as “more than”; empty where base_n is known. “About 300” is a number rounded to its last digit that is not 0: more than 250 and at most 350.';
comment on column findings.base_at_most is 'Most that can have answered, where the size of the group is known or the source prints “nearly” or “about”; empty where base_n is known.';
comment on column findings.effective_base is 'Number of equally weighted answers that would be as sure as the figure, where weights, or changes that protect those who answered, make it less sure than base_n alone says; ranges and verdicts are worked out at it. Empty = base_n.';
comment on column findings.origin is 'published by the owner, computed here from the answers of single bodies, or guarded: counted from the answers of persons and changed by up to 5 of them, which protects those who answered.';
comment on column findings.provenance is 'Where it was read.';
comment on column findings.note is 'What a reader should know of the figure.';

create table item_stages (
    question varchar not null references questions (question),
    item varchar not null,
    stage varchar not null check (stage in ('in_use', 'pilot', 'planned', 'none', 'incident', 'other')),
    primary key (question, item),
);
comment on table item_stages is 'How far bodies are with what an item of a question names; one row per question and item.';
comment on column item_stages.question is 'Code of the question.';
comment on column item_stages.item is 'The item, as findings write it.';
comment on column item_stages.stage is 'in_use, pilot, planned, none (not used and not planned), incident (something suffered) or other (an opinion, a number of posts, a reason).';

create table item_points (
    question varchar not null references questions (question),
    item varchar not null,
    polarity varchar not null check (polarity in ('positive', 'neutral', 'negative')),
    primary key (question, item),
);
comment on table item_points is 'Items that are points of a scale and no subjects of their own, with what they say; one row per question and item.';
comment on column item_points.question is 'Code of the question.';
comment on column item_points.item is 'The item, as findings write it.';
comment on column item_points.polarity is 'positive where it says that a body has, can or wants more; negative for the opposite; else neutral.';

create table body_sizes (
    body_size varchar primary key,
    inhabitants integer not null check (inhabitants >= 0),
    side varchar not null check (side in ('up_to', 'from', 'over')),
);
comment on table body_sizes is 'A size of body told by a number of inhabitants; one row per size. Kinds and sizes without a row stand before these, by alphabet.';
comment on column body_sizes.body_size is 'The size, as the column body_size of findings has it.';
comment on column body_sizes.inhabitants is 'The number that tells where it stands: its lower end, or its upper one where it has no lower.';
comment on column body_sizes.side is 'up_to (all below the number), from (from it to a larger one, or upwards) or over (all above it): the order of sizes with the same number.';

create table bodies (
    body_id varchar primary key,
    survey varchar not null references surveys (survey),
    year integer not null check (year between 1990 and 2030),
    country varchar not null references countries (country),
    region varchar,
    sector varchar not null references sectors (sector),
    body_type varchar not null,
    name varchar not null,
);
comment on table bodies is 'A named public body in an edition of a survey; one row per body and edition.';
comment on column bodies.body_id is 'Code of the body in that edition.';
comment on column bodies.survey is 'The survey.';
comment on column bodies.year is 'Year of the edition.';
comment on column bodies.country is 'Country of the body.';
comment on column bodies.region is 'Part of the country; empty = not given.';
comment on column bodies.sector is 'Sector of the body.';
comment on column bodies.body_type is 'Kind of body.';
comment on column bodies.name is 'Name of the body.';

create table answers (
    body_id varchar not null references bodies (body_id),
    question varchar not null references questions (question),
    answer varchar not null,
    score double,
    primary key (body_id, question),
);
comment on table answers is 'What a named body answered; one row per body and question.';
comment on column answers.body_id is 'The body.';
comment on column answers.question is 'The question.';
comment on column answers.answer is 'The answer, a category of the questionnaire.';
comment on column answers.score is 'Points its publisher gave the answer; empty = none.';

create table matters (
    matter varchar primary key check (regexp_full_match(matter, '[a-z0-9_]+')),
    label varchar not null unique,
    apart varchar,
);
comment on table matters is 'A matter of one place that several figures tell of; one row per matter that was looked at.';
comment on column matters.matter is 'Code of the matter.';
comment on column matters.label is 'What its figures are on, in our words, as the beginning of a sentence.';
comment on column matters.apart is 'Why figures that look alike are not on one matter; empty where they are, and then each names the others.';

create table same_matter (
    matter varchar not null references matters (matter),
    place integer not null check (place >= 1),
    question varchar not null references questions (question),
    item varchar not null,
    country varchar references countries (country),
    region varchar,
    sector varchar references sectors (sector),
    body_size varchar,
    called varchar,
    counts varchar,
    primary key (matter, place),
    check ((country is null) = (sector is null)),
    check ((called is null) = (counts is null)),
    check (country is not null or (region is null and body_size is null)),
);
comment on table same_matter is 'A figure on a matter, with how it differs from the others; one row per matter and figure, of whatever year.';
comment on column same_matter.matter is 'The matter.';
comment on column same_matter.place is 'Number of the figure on its matter, from 1; figures are told in this order.';
comment on column same_matter.question is 'The question of a survey, or one that named bodies answered.';
comment on column same_matter.item is 'The item, as findings write it; of a question that named bodies answered, the answer.';
comment on column same_matter.country is 'Country or group of the figure; empty where named bodies answered, of whom all are meant.';
comment on column same_matter.region is 'Part of the country, as findings have it; empty = the whole.';
comment on column same_matter.sector is 'Sector of those who answered; empty where named bodies answered.';
comment on column same_matter.body_size is 'Kind or size of body, as findings have it; empty = all.';
comment on column same_matter.called is 'What sets it apart from the others, in a few words; empty where the matter is apart.';
comment on column same_matter.counts is 'Whom or what it counts, so that its difference from the others is plain, as the end of a sentence; empty where the matter is apart.';

-- Indices of countries -----------------------------------------------------------------------------------------------

create table series (
    series varchar primary key check (regexp_full_match(series, '[a-z0-9_]+')),
    name varchar not null unique,
    publisher varchar not null,
    first_year integer not null check (first_year between 1990 and 2030),
    last_year integer not null check (last_year between 1990 and 2030),
    evidence varchar not null references evidence_kinds (evidence),
    source_id varchar not null references sources (source_id),
    method_note varchar not null,
    caution varchar not null,
    ranked boolean not null,
    check (first_year <= last_year),
);
comment on table series is 'An index or scoreboard of countries; one row per series.';
comment on column series.series is 'Code of the series.';
comment on column series.name is 'Name shown to readers.';
comment on column series.publisher is 'Who publishes it.';
comment on column series.first_year is 'First year held here.';
comment on column series.last_year is 'Last year held here.';
comment on column series.evidence is 'How its values come about.';
comment on column series.source_id is 'The publication.';
comment on column series.method_note is 'How it is made.';
comment on column series.caution is 'What must be said wherever it is shown.';
comment on column series.ranked is 'true where places may be given; false where its publisher says that it is no ranking.';

create table indicators (
    indicator varchar primary key check (regexp_full_match(indicator, '[a-z0-9_]+')),
    series varchar not null references series (series),
    label varchar not null,
    definition varchar not null,
    unit varchar not null check (unit in ('percent', 'index_0_1', 'score_0_100', 'group')),
    higher_is_better boolean,
    theme_group varchar not null,
    theme varchar not null references themes (theme),
    coverage varchar not null check (coverage in ('counted', 'asked_all', 'sampled', 'judged', 'composite')),
    leads boolean check (leads),
    unique (series, label),
    unique (series, leads),
);
comment on table indicators is 'A figure that a series gives for countries; one row per indicator.';
comment on column indicators.indicator is 'Code of the indicator.';
comment on column indicators.series is 'The series.';
comment on column indicators.label is 'Name shown to readers.';
comment on column indicators.definition is 'What it measures and on which scale.';
comment on column indicators.unit is 'percent (0 to 100), index_0_1, score_0_100 or group (letters A to D).';
comment on column indicators.higher_is_better is 'true where a higher value is the better one.';
comment on column indicators.theme_group is 'Group in which the series lists it.';
comment on column indicators.theme is 'Theme.';
comment on column indicators.coverage is 'How the values came about: counted, asked_all (each government answered for itself), sampled (of persons or firms), judged (by experts or by looking at websites) or composite (an index of several).';
comment on column indicators.leads is 'true where it stands for its series, such as an overall score, one at most; empty elsewhere.';

create table composite_parts (
    indicator varchar not null references indicators (indicator),
    part varchar not null references indicators (indicator),
    primary key (indicator, part),
    check (indicator <> part),
);
comment on table composite_parts is 'A part of a composite index that averages all its parts equally; one row per index and part. Editions in which the average is another are left out where ranges of places are worked out.';
comment on column composite_parts.indicator is 'Code of the composite index.';
comment on column composite_parts.part is 'Code of the part.';

create table indicator_values (
    indicator varchar not null references indicators (indicator),
    year integer not null check (year between 1990 and 2030),
    country varchar not null references countries (country),
    value varchar not null,
    method varchar not null,
    note varchar,
    provenance varchar not null references provenance (provenance),
    primary key (indicator, year, country),
);
comment on table indicator_values is 'The value of an indicator; one row per indicator, year and country.';
comment on column indicator_values.indicator is 'The indicator.';
comment on column indicator_values.year is 'Year of the edition.';
comment on column indicator_values.country is 'The country, or group of countries.';
comment on column indicator_values.value is 'A number in the unit of the indicator, or a letter from A to D where the unit is group.';
comment on column indicator_values.method is 'How the edition was made; only years with the same text compare.';
comment on column indicator_values.note is 'What a reader should know of the value.';
comment on column indicator_values.provenance is 'Where it was read.';

-- Case studies -------------------------------------------------------------------------------------------------------

create table cases (
    case_id varchar primary key,
    collection varchar not null check (collection in ('curated', 'inventory')),
    title varchar not null,
    organisation varchar,
    country varchar not null references countries (country),
    place varchar,
    latitude double check (latitude between -90 and 90),
    longitude double check (longitude between -180 and 180),
    sector varchar not null references sectors (sector),
    level varchar not null check (level in ('local', 'regional', 'national', 'international')),
    year_started integer check (year_started between 1980 and 2030),
    year_ended integer check (year_ended between 1980 and 2050),
    year_reported integer check (year_reported between 1980 and 2030),
    status varchar not null references statuses (status),
    themes varchar[],
    technologies varchar[],
    outcome varchar,
    outcome_kind varchar references outcome_kinds (outcome_kind),
    told_by varchar check (told_by in ('body', 'auditor', 'supplier', 'press', 'unknown')),
    summary varchar,
    source_id varchar not null references sources (source_id),
    document varchar not null references documents (document),
    check ((outcome is null) = (outcome_kind is null)),
    check ((outcome is null) = (told_by is null)),
    check ((latitude is null) = (longitude is null)),
    check (year_started <= year_ended),
);
comment on table cases is 'A digital project of a public body; one row per project.';
comment on column cases.case_id is 'Code of the case.';
comment on column cases.collection is 'curated (its page was compared again by a second reading) or inventory (taken from a public register).';
comment on column cases.title is 'Name of the project.';
comment on column cases.organisation is 'Body that runs it.';
comment on column cases.country is 'Country of the body.';
comment on column cases.place is 'Town or area.';
comment on column cases.latitude is 'Degrees north, WGS 84.';
comment on column cases.longitude is 'Degrees east, WGS 84.';
comment on column cases.sector is 'Sector of the body.';
comment on column cases.level is 'Level of government: local, regional, national or international.';
comment on column cases.year_started is 'Year it began.';
comment on column cases.year_ended is 'Year it ended or is planned to end.';
comment on column cases.year_reported is 'Year of the page or register read.';
comment on column cases.status is 'How far it has come.';
comment on column cases.themes is 'Themes, separated by semicolons; in inventories set by keyword, for filtering only.';
comment on column cases.technologies is 'Technologies, separated by semicolons; in inventories set by keyword, for filtering only.';
comment on column cases.outcome is 'What came of it, as the source says.';
comment on column cases.outcome_kind is 'What the outcome tells; empty where there is none.';
comment on column cases.told_by is 'Who says so: body (those whose project it is), auditor (also courts and researchers), supplier, press (also associations and collections) or unknown; empty where there is no outcome.';
comment on column cases.summary is 'What it does, in our words.';
comment on column cases.source_id is 'The publication.';
comment on column cases.document is 'The page read.';

-- Rules across tables ------------------------------------------------------------------------------------------------

-- A number in a column that holds letters too, written as in one of numbers alone: a cast would read 0_1 as 1.
create macro as_number(value) as
    case when regexp_full_match(value, '-?\d{1,15}(\.\d+)?') then try_cast(value as double) end;

-- The kind of evidence of an indicator: that of its series, unless its values came about otherwise. Shares of a sample of persons
-- are no score of experts, nor is what each government answered for itself.
create macro evidence_of(coverage, of_series) as case coverage
    when 'sampled' then 'random_sample'
    when 'asked_all' then 'self_report'
    else of_series
end;

create view rule_percent_lies_between_0_and_100 as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'value' as column_name, findings.value::varchar as value
from findings join questions using (question)
where questions.measure = 'percent' and findings.value > 100
union all
select 'indicator_values', indicator_values.rowid + 2, 'value', indicator_values.value
from indicator_values join indicators using (indicator)
where
    indicators.unit in ('percent', 'score_0_100')
    and not coalesce(as_number(indicator_values.value) between 0 and 100, false);
comment on view rule_percent_lies_between_0_and_100 is
'A share or a score of 100 lies between 0 and 100, written in digits with a point. | Write the number without a per cent sign, as the source prints it.';

create view rule_index_lies_between_0_and_1 as
select 'indicator_values' as table_name, indicator_values.rowid + 2 as row_number, 'value' as column_name, indicator_values.value
from indicator_values join indicators using (indicator)
where indicators.unit = 'index_0_1' and not coalesce(as_number(indicator_values.value) between 0 and 1, false);
comment on view rule_index_lies_between_0_and_1 is
'An index of this unit lies between 0 and 1, written in digits with a point. | Divide by the length of the scale, or give the indicator another unit.';

create view rule_group_is_a_letter as
select 'indicator_values' as table_name, indicator_values.rowid + 2 as row_number, 'value' as column_name, indicator_values.value
from indicator_values join indicators using (indicator)
where indicators.unit = 'group' and not regexp_full_match(indicator_values.value, '[A-D]');
comment on view rule_group_is_a_letter is
'A group is a letter from A to D. | Write the letter alone.';

create view rule_rank_is_a_whole_place as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'value' as column_name, findings.value::varchar as value
from findings join questions using (question)
where questions.measure = 'rank' and (findings.value < 1 or findings.value <> round(findings.value));
comment on view rule_rank_is_a_whole_place is
'A rank is a whole number from 1. | Write the place in the list, 1 being the top.';

create view rule_rank_is_held_by_one_item as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'value' as column_name, findings.value::varchar as value
from findings join questions using (question)
where questions.measure = 'rank'
qualify
    count(*) over (
        partition by question, year, country, coalesce(region, ''), sector, coalesce(body_size, ''), value
    ) > count(*) filter (where tied) over (
        partition by question, year, country, coalesce(region, ''), sector, coalesce(body_size, ''), value
    )
    and count(*) over (
        partition by question, year, country, coalesce(region, ''), sector, coalesce(body_size, ''), value
    ) > 1;
comment on view rule_rank_is_held_by_one_item is
'Within a question, year, country and sector a place belongs to one item, unless the source says it is shared. | Check the list; where the source shows a tie, write true in the column tied of each item that shares the place.';

create view rule_named_has_the_value_1 as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'value' as column_name, findings.value::varchar as value
from findings join questions using (question)
where questions.measure = 'mentioned' and findings.value <> 1;
comment on view rule_named_has_the_value_1 is
'A figure of the measure mentioned has the value 1. | Write 1; where the source gives a number, the question needs another measure.';

create view rule_finding_has_a_measure_with_figures as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'question' as column_name, findings.question as value
from findings join questions using (question)
where questions.measure = 'answer';
comment on view rule_finding_has_a_measure_with_figures is
'A question answered by named bodies has its figures in answers.csv, not in findings.csv. | Give the share a question of its own with the measure percent.';

create view rule_finding_is_unique as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'item' as column_name, findings.item as value
from findings
qualify count(*) over (
    partition by question, year, country, coalesce(region, ''), sector, coalesce(body_size, ''), item
) > 1;
comment on view rule_finding_is_unique is
'There is one figure for each question, year, country, region, sector, size and item. | Remove the repetition, or say in region, body_size or item what differs.';

create view rule_finding_belongs_to_a_wave as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'year' as column_name, findings.year::varchar as value
from findings join questions using (question) left join waves on questions.survey = waves.survey and findings.year = waves.year
where waves.year is null;
comment on view rule_finding_belongs_to_a_wave is
'The survey has a wave in the year of the figure. | Correct the year, or add the wave with its method to waves.csv.';

create view rule_body_belongs_to_a_wave as
select 'bodies' as table_name, bodies.rowid + 2 as row_number, 'year' as column_name, bodies.year::varchar as value
from bodies left join waves on bodies.survey = waves.survey and bodies.year = waves.year
where waves.year is null;
comment on view rule_body_belongs_to_a_wave is
'The survey has a wave in the year of the body. | Correct the year, or add the wave with its method to waves.csv.';

create view rule_answer_belongs_to_the_survey_of_its_body as
select 'answers' as table_name, answers.rowid + 2 as row_number, 'question' as column_name, answers.question as value
from answers join questions using (question) join bodies using (body_id)
where questions.survey <> bodies.survey or questions.measure <> 'answer';
comment on view rule_answer_belongs_to_the_survey_of_its_body is
'An answer is to a question of the body''s own survey with the measure answer. | Correct the question or the body.';

create view rule_question_for_bodies_has_a_theme as
select 'questions' as table_name, questions.rowid + 2 as row_number, 'theme' as column_name, questions.theme as value
from questions
where (questions.measure = 'answer') <> (questions.theme is not null);
comment on view rule_question_for_bodies_has_a_theme is
'A question answered by named bodies has a theme; others have none, since each of their items has its own. | Add or remove the theme.';

create view rule_full_list_names_bodies as
select 'full_lists' as table_name, full_lists.rowid + 2 as row_number, 'body_type' as column_name, full_lists.body_type as value
from full_lists
where not exists (
    from bodies
    where bodies.survey = full_lists.survey and bodies.year = full_lists.year and bodies.body_type = full_lists.body_type
);
comment on view rule_full_list_names_bodies is
'A full list names bodies of its kind in its edition. | Correct the survey, the year or the kind.';

create view rule_complete_list_holds_ranks as
select 'complete_lists' as table_name, complete_lists.rowid + 2 as row_number, 'question' as column_name, complete_lists.question as value
from complete_lists left join questions using (question) left join findings using (question, year)
group by all
having count(findings.finding_id) = 0 or any_value(questions.measure) <> 'rank';
comment on view rule_complete_list_holds_ranks is
'A complete list has ranks in its year. | Correct the question or the year.';

create view rule_figure_has_a_web_address as
select 'surveys' as table_name, surveys.rowid + 2 as row_number, 'source_id' as column_name, surveys.source_id as value
from surveys join sources using (source_id)
where sources.homepage_url is null
union all
select 'series', series.rowid + 2, 'source_id', series.source_id
from series join sources using (source_id)
where sources.homepage_url is null;
comment on view rule_figure_has_a_web_address is
'The source of a survey or a series has a web address. | Write its homepage_url in sources.csv.';

create view rule_theme_of_a_case_exists as
select 'cases' as table_name, listed.row_number, 'themes' as column_name, listed.theme as value
from (select cases.rowid + 2 as row_number, unnest(cases.themes) as theme from cases) as listed left join themes using (theme)
where themes.theme is null;
comment on view rule_theme_of_a_case_exists is
'Each theme of a case is a code of themes.csv. | Correct the code; separate several with semicolons.';

create view rule_group_of_a_country_is_known as
select 'countries' as table_name, listed.row_number, 'groups' as column_name, listed.membership as value
from (select countries.rowid + 2 as row_number, unnest(countries.groups) as membership from countries) as listed
left join country_groups on listed.membership = country_groups.name
where country_groups.membership is null;
comment on view rule_group_of_a_country_is_known is
'A membership is one of country_groups.csv. | Correct it, or add it there with its name; separate several with semicolons.';

create view rule_evidence_of_an_indicator_is_known as
select 'indicators' as table_name, indicators.rowid + 2 as row_number, 'coverage' as column_name, indicators.coverage as value
from indicators
join series using (series)
left join evidence_kinds on evidence_kinds.evidence = evidence_of(indicators.coverage, series.evidence)
where evidence_kinds.evidence is null;
comment on view rule_evidence_of_an_indicator_is_known is
'Values of all who were asked need the kind self_report in evidence_kinds.csv, and sampled ones random_sample. | Add the kind there, or correct how the values came about.';

create view rule_named_group_has_countries as
with

known as (
    select un_region as name from countries
    union
    select un_subregion as name from countries
    union
    select income_group as name from countries
    union
    select unnest(groups) as name from countries
)

select 'country_groups' as table_name, country_groups.rowid + 2 as row_number, 'name' as column_name, country_groups.name as value
from country_groups left join known using (name)
where known.name is null;
comment on view rule_named_group_has_countries is
'A group of countries that has a name in sentences has countries. | Correct the name, or remove the row.';

create view rule_name_belongs_to_one_country as
with

known as (
    select country, as_place(name) as place from countries
    union
    select country, as_place(country) as place from countries
    union
    select country, as_place(name) as place from country_names
)

select distinct
    'country_names' as table_name,
    country_names.rowid + 2 as row_number,
    'name' as column_name,
    country_names.name as value
from country_names join known on as_place(country_names.name) = known.place
where country_names.country <> known.country;
comment on view rule_name_belongs_to_one_country is
'Another name of a country is no name and no code of a second one. | Remove it, or write out which of them it means.';

create view rule_other_name_says_something_new as
select 'country_names' as table_name, country_names.rowid + 2 as row_number, 'name' as column_name, country_names.name as value
from country_names join countries using (country)
qualify
    as_place(country_names.name) = as_place(countries.name)
    or count(*) over (partition by country_names.country, as_place(country_names.name)) > 1;
comment on view rule_other_name_says_something_new is
'Another name of a country differs from its name and its further ones by more than case, accents, punctuation and blanks. | Remove the row; it is understood without it.';

create view rule_closest_sector_exists as
select 'sectors' as table_name, sectors.rowid + 2 as row_number, 'closest' as column_name, sectors.closest as value
from sectors left join sectors as known on sectors.closest = known.sector
where sectors.closest is not null and known.sector is null;
comment on view rule_closest_sector_exists is
'The closest sector is a code of sectors.csv. | Correct the code, or leave it and its reason empty.';

create view rule_use_of_a_theme_has_figures as
select 'theme_uses' as table_name, theme_uses.rowid + 2 as row_number, 'question' as column_name, theme_uses.question as value
from theme_uses join questions using (question)
where questions.measure = 'answer';
comment on view rule_use_of_a_theme_has_figures is
'A question of what a theme is used for has figures. | Name a question whose measure is not answer.';

create view rule_answer_kind_is_given_once as
select 'answer_kinds' as table_name, answer_kinds.rowid + 2 as row_number, 'answer' as column_name, answer_kinds.answer as value
from answer_kinds
qualify count(*) over (partition by lower(replace(trim(answer), '’', ''''))) > 1;
comment on view rule_answer_kind_is_given_once is
'An answer has one kind, however it is written in capitals. | Remove the repetition.';

create view rule_one_is_shown_first as
with

listed as (
    select 'sectors' as table_name, rowid + 2 as row_number, shown_first, count(*) filter (where shown_first) over () as found
    from sectors
    union all
    select 'themes', rowid + 2, shown_first, count(*) filter (where shown_first) over ()
    from themes
)

select table_name, row_number, 'shown_first' as column_name, shown_first::varchar as value
from listed
where (found > 1 and shown_first) or (found = 0 and row_number = 2);
comment on view rule_one_is_shown_first is
'One theme and one sector are shown while none is chosen. | Write true in the column of that one, and leave it empty in all others.';

create view rule_pages_have_something_to_be_on as
with

told_of as (
    select country from findings
    union
    select country from indicator_values
    union
    select bodies.country from bodies join answers using (body_id)
    union
    select country from cases
),

counted as (
    select 'countries' as table_name, 'country' as column_name, count(*) as found
    from countries join told_of using (country)
    where countries.kind = 'country'
    union all
    select 'sectors', 'sector', count(*)
    from sectors
    union all
    select 'themes', 'theme', count(*)
    from themes
)

select table_name, 1 as row_number, column_name, null::varchar as value
from counted
where found = 0;
comment on view rule_pages_have_something_to_be_on is
'There is a country with figures, answers or cases, a sector and a theme, since pages are on one of each. | Add a row for one below the header, or what is known of a country.';

create view rule_method_code_is_in_use as
select 'method_codes' as table_name, method_codes.rowid + 2 as row_number, 'method' as column_name, method_codes.method as value
from method_codes
where method not in (select method from waves union select method from indicator_values);
comment on view rule_method_code_is_in_use is
'A code of a method is that of an edition of a survey or of an index. | Write it as waves.csv or indicator_values.csv does, or remove the row.';

create view rule_stage_of_an_item_has_figures as
select 'item_stages' as table_name, item_stages.rowid + 2 as row_number, 'item' as column_name, item_stages.item as value
from item_stages
where not exists (from findings where findings.question = item_stages.question and findings.item = item_stages.item)
union all
select 'item_points', item_points.rowid + 2, 'item', item_points.item
from item_points
where not exists (from findings where findings.question = item_points.question and findings.item = item_points.item);
comment on view rule_stage_of_an_item_has_figures is
'An item with a stage or a polarity has figures. | Write it as findings.csv does, or remove the row.';

create view rule_bound_of_a_base_is_for_an_unknown_one as
select 'findings' as table_name, findings.rowid + 2 as row_number, 'base_n' as column_name, findings.base_n::varchar as value
from findings
where findings.base_n is not null and (findings.base_at_least is not null or findings.base_at_most is not null);
comment on view rule_bound_of_a_base_is_for_an_unknown_one is
'A bound stands where the base itself is not known. | Remove the bound, or the base.';

create view rule_size_of_body_has_figures as
select 'body_sizes' as table_name, body_sizes.rowid + 2 as row_number, 'body_size' as column_name, body_sizes.body_size as value
from body_sizes
where not exists (from findings where findings.body_size = body_sizes.body_size);
comment on view rule_size_of_body_has_figures is
'A size of body has figures. | Write it as findings.csv does, or remove the row.';

create view rule_places_of_a_scale_have_no_gap as
select 'answer_kinds' as table_name, answer_kinds.rowid + 2 as row_number, 'place' as column_name, answer_kinds.place::varchar as value
from answer_kinds
where scale is not null
qualify place <> row_number() over (partition by scale order by place);
comment on view rule_places_of_a_scale_have_no_gap is
'Places on a scale run from 1 without a gap. | Number the answers of the scale anew, the most first.';

create view rule_figure_of_a_matter_exists as
select 'same_matter' as table_name, same_matter.rowid + 2 as row_number, 'item' as column_name, same_matter.item as value
from same_matter join questions using (question)
where
    case
        when same_matter.country is null
            then questions.measure <> 'answer' or not exists (
                from answers where answers.question = same_matter.question and answers.answer = same_matter.item
            )
        else not exists (
            from findings
            where
                findings.question = same_matter.question
                and findings.item = same_matter.item
                and findings.country = same_matter.country
                and findings.region is not distinct from same_matter.region
                and findings.sector = same_matter.sector
                and findings.body_size is not distinct from same_matter.body_size
        ) or questions.measure <> 'percent'
    end;
comment on view rule_figure_of_a_matter_exists is
'A figure on a matter is a share in findings, or an answer of named bodies, who have neither country nor sector there. | Write question, item and place as findings.csv or answers.csv does, or remove the row.';

create view rule_figure_is_on_a_matter_once as
select 'same_matter' as table_name, same_matter.rowid + 2 as row_number, 'item' as column_name, same_matter.item as value
from same_matter
qualify count(*) over (partition by matter, question, item, country, region, sector, body_size) > 1;
comment on view rule_figure_is_on_a_matter_once is
'A figure stands once on a matter. | Remove the repetition.';

create view rule_matter_has_several_figures as
select 'matters' as table_name, matters.rowid + 2 as row_number, 'matter' as column_name, matters.matter as value
from matters left join same_matter using (matter)
group by all
having count(same_matter.question) < 2;
comment on view rule_matter_has_several_figures is
'A matter has at least two figures. | Add the others to same_matter.csv, or remove the matter.';

create view rule_figure_on_a_matter_says_how_it_differs as
select 'same_matter' as table_name, same_matter.rowid + 2 as row_number, 'counts' as column_name, same_matter.counts as value
from same_matter join matters using (matter)
where (same_matter.counts is null) = (matters.apart is null);
comment on view rule_figure_on_a_matter_says_how_it_differs is
'A figure says what it counts, unless its matter is apart. | Write what it is called and counts, or leave both empty where the matter says why it is apart.';

create view rule_figures_on_a_matter_differ as
with

told as (
    select same_matter.rowid, same_matter.matter, same_matter.item, findings.year, findings.value
    from same_matter
    join findings
        on same_matter.question = findings.question
        and same_matter.item = findings.item
        and same_matter.country = findings.country
        and same_matter.region is not distinct from findings.region
        and same_matter.sector = findings.sector
        and same_matter.body_size is not distinct from findings.body_size
    union all
    select
        same_matter.rowid,
        same_matter.matter,
        same_matter.item,
        bodies.year,
        100.0 * count(*) filter (where answers.answer = same_matter.item) / count(*)
    from same_matter
    join answers using (question)
    join bodies using (body_id)
    left join answer_kinds on lower(replace(trim(answers.answer), '’', '''')) = lower(replace(trim(answer_kinds.answer), '’', ''''))
    where same_matter.country is null and coalesce(answer_kinds.role <> 'no_answer', true)
    group by all
)

select 'same_matter' as table_name, told.rowid + 2 as row_number, 'item' as column_name, any_value(told.item) as value
from told
join matters using (matter)
left join told as others
    on told.matter = others.matter
    and told.rowid <> others.rowid
    and abs(told.year - others.year) <= 1
    and abs(told.value - others.value) >= 0.05
where matters.apart is null
group by told.rowid
having count(others.rowid) = 0;
comment on view rule_figures_on_a_matter_differ is
'A figure on a matter differs from another one of the same or the next year. | Remove it: where figures agree or are years apart, nothing has to be said.';

create view rule_edition_read_in_part_holds_something as
with

read_editions as (
    select surveys.source_id, waves.year from waves join surveys using (survey)
    union
    select series.source_id, indicator_values.year
    from indicator_values
    join indicators using (indicator)
    join series using (series)
)

select 'known_editions' as table_name, known_editions.rowid + 2 as row_number, 'state' as column_name, known_editions.state as value
from known_editions
left join read_editions on known_editions.source_id = read_editions.source_id and known_editions.year = read_editions.year
where known_editions.state = 'in_part' and read_editions.year is null;
comment on view rule_edition_read_in_part_holds_something is
'An edition read in part has a wave or a value. | Say that it is unread, or remove the row.';
