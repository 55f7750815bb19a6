"""Rows that break a rule: each rule refuses, once and where it is broken, and says how to mend it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.given_faults import SHIPPED, Bad, Listed, assert_told, bad, listed
from tests.tiny_evidence import append, change, read_rows, row_number, write_rows
from trends.evidence import faults
from trends.evidence.build import build, find_faults
from trends.evidence.faults import EvidenceError
from trends.evidence.schema import CREATES

# Rules of a single field or row: one row is appended for each, and all are found at once ---------------------------

CHECKS = [
    bad("countries", "KEN", "country,kind", "xx1, country", country="xx1", name="One", iso2="XA"),
    bad("countries", "KEN", "kind", "realm", country="XXB", name="Two", iso2="XB", kind="realm"),
    bad(
        "countries", "KEN", "kind,stands_for", "country, OECD", country="XXE", name="Five", iso2="XE", stands_for="OECD"
    ),
    bad("countries", "KEN", "iso2", "xc", country="XXC", name="Three", iso2="xc"),
    bad("countries", "KEN", "income_group", "Rich", country="XXD", name="Four", iso2="XD", income_group="Rich"),
    bad("countries", "KEN", "kind,iso2", "country, empty", country="XXE", name="Five", iso2=""),
    bad("sources", "body_register", "source_id", "A Source", source_id="A Source"),
    bad(
        "sources",
        "body_register",
        "homepage_url",
        "www.example.org",
        source_id="source_a",
        homepage_url="www.example.org",
    ),
    bad("sources", "body_register", "read_on", "2019-12-31", source_id="source_b", read_on="2019-12-31"),
    bad("documents", "health_poll-00000a", "document", "health", document="health", url="https://example.org/1"),
    bad("documents", "health_poll-00000a", "url", "example.org/2", document="health_poll-00000b", url="example.org/2"),
    bad("surveys", "health_poll", "survey", "Health", survey="Health", name="One"),
    bad("waves", "health_poll,2023", "year", "1989", year="1989"),
    bad("waves", "health_poll,2023", "base_n", "0", year="2022", base_n="0"),
    bad("waves", "health_poll,2023", "population", "0", year="2021", base_n="", population="0"),
    bad("waves", "health_poll,2023", "base_n,population", "40, 39", year="2020", population="39"),
    bad("questions", "health_barriers", "question", "What?", question="What?", label="One"),
    bad(
        "questions",
        "health_barriers",
        "measure,score_note",
        "percent, Score: 1.",
        question="scored",
        label="Two",
        score_note="Score: 1.",
    ),
    bad(
        "questions",
        "health_barriers",
        "respondents",
        "–",
        question="unsaid",
        label="Three",
        respondents="–",
    ),
    bad(
        "questions",
        "health_barriers",
        "respondent_group,respondents",
        "staff, empty",
        question="ungrouped",
        label="Four",
        respondent_group="staff",
    ),
    bad("part_questions", "council_tools", "part", "–", question="council_barriers", part="–"),
    bad("sector_respondents", "body_register,health", "respondents", "–", survey="health_poll", respondents="–"),
    bad("sectors", "health", "closest,sector", "police, police", sector="police", label="Police", closest="police"),
    bad(
        "sectors",
        "health",
        "closest,closest_reason",
        "local_government, empty",
        sector="fire",
        label="Fire",
        closest_reason="",
    ),
    bad("body_sizes", "Small councils", "inhabitants", "-1", body_size="A", inhabitants="-1"),
    bad("body_sizes", "Small councils", "side", "below", body_size="B", side="below"),
    bad("leader_questions", "1", "place", "0", place="0", question="One?"),
    bad("leader_questions", "1", "page", "home", place="8", question="Two?", page="home"),
    bad(
        "leader_questions",
        "1",
        "page,theme",
        "movers, budget_value",
        place="9",
        question="Three?",
        page="movers",
        theme="budget_value",
    ),
    bad("answer_kinds", "Other", "role", "odd", answer="A", role="odd"),
    bad("answer_kinds", "Yes", "place", "0", answer="B", scale="odd", place="0"),
    bad("answer_kinds", "Yes", "role,scale", "on_scale, empty", answer="C", scale="", place="7"),
    bad("answer_kinds", "Yes", "role,place", "on_scale, empty", answer="D", place=""),
    bad(
        "country_groups", "G7", "membership,in_sentences", "empty, empty", name="Europe", membership="", in_sentences=""
    ),
    bad("country_names", "GBR,UK", "name", "…", name="…"),
    bad("respondent_groups", "staff", "place", "0", respondent_group="a", label="A", place="0"),
    bad("waves", "council_survey,2022", "coverage", "most", year="2020", coverage="most"),
    bad("questions", "council_barriers", "role", "title", question="a_question", label="A", role="title"),
    bad(
        "questions",
        "council_barriers",
        "role,role_reason",
        "detail, empty",
        question="b_question",
        label="B",
        role="detail",
    ),
    bad(
        "findings",
        "projects-24-gbr",
        "base_at_least",
        "0",
        finding_id="bad-least",
        item="Four",
        base_n="",
        base_at_least="0",
    ),
    bad(
        "findings",
        "projects-24-gbr",
        "base_at_most",
        "0",
        finding_id="bad-most",
        item="Five",
        base_n="",
        base_at_most="0",
    ),
    bad(
        "findings",
        "barriers-24-gbr-budget",
        "effective_base",
        "0.0",
        finding_id="bad-effective",
        item="Six",
        effective_base="0",
    ),
    bad(
        "findings",
        "barriers-24-gbr-budget",
        "effective_base,base_n",
        "150.5, 150",
        finding_id="bad-sureness",
        item="Seven",
        effective_base="150.5",
    ),
    bad("item_stages", "council_tools,Chatbot", "stage", "soon", item="One", stage="soon"),
    bad("item_points", "health_readiness,Skills of staff", "polarity", "good", item="One", polarity="good"),
    bad("known_editions", "health_poll,2024", "year", "1989", year="1989"),
    bad("known_editions", "health_poll,2024", "state", "rumoured", year="2020", state="rumoured"),
    bad("known_editions", "health_poll,2024", "url", "example.org", year="2021", url="example.org"),
    bad("matters", "gbr_strategy", "matter", "What?", matter="What?", label="One"),
    bad("same_matter", "nor_and_kenya,3", "country,sector", "empty, health", place="4", country=""),
    bad(
        "same_matter",
        "gbr_strategy,2",
        "called,counts",
        "empty, councils of one country",
        matter="nor_and_kenya",
        place="5",
        called="",
    ),
    bad(
        "same_matter",
        "gbr_strategy,1",
        "country,region,body_size",
        "empty, London, empty",
        place="3",
        region="London",
    ),
    bad("same_matter", "nor_and_kenya,3", "place", "0", place="0", item="Tight budgets", country="GBR"),
    bad(
        "indicators",
        "service_total",
        "coverage",
        "partly",
        indicator="total_c",
        label="Three",
        leads="",
        coverage="partly",
    ),
    bad("cases", "leeds-chatbot", "told_by", "mayor", case_id="j", told_by="mayor"),
    bad("cases", "leeds-chatbot", "outcome,outcome_kind", "empty, measured", case_id="k", outcome="", told_by=""),
    bad("cases", "leeds-chatbot", "outcome,told_by", "Calls fell by 1,200 a month., empty", case_id="l", told_by=""),
    bad("glossary", "Base", "term", "Edition [a] again", term="Edition [a] again"),
    bad("findings", "projects-24-gbr", "year", "2031", finding_id="bad-year", year="2031"),
    bad("findings", "projects-24-gbr", "value", "-1.0", finding_id="bad-value", item="One", value="-1"),
    bad("findings", "projects-24-gbr", "base_n", "0", finding_id="bad-base", item="Two", base_n="0"),
    bad("findings", "projects-24-gbr", "origin", "guessed", finding_id="bad-origin", item="Three", origin="guessed"),
    bad("bodies", "bath-2023", "year", "1989", body_id="bath-1989", year="1989"),
    bad("series", "service_index", "series", "Index", series="Index", name="One"),
    bad("series", "service_index", "first_year", "1989", series="index_a", name="Two", first_year="1989"),
    bad("series", "service_index", "last_year", "2031", series="index_b", name="Three", last_year="2031"),
    bad(
        "series", "service_index", "first_year,last_year", "2022, 2021", series="index_c", name="Four", last_year="2021"
    ),
    bad("indicators", "service_total", "leads", "false", indicator="total_d", label="Four", leads="false"),
    bad("indicators", "service_total", "indicator", "Total", indicator="Total", label="One", leads=""),
    bad("indicators", "service_total", "unit", "dollars", indicator="total_a", label="Two", leads="", unit="dollars"),
    bad(
        "composite_parts",
        "service_total,service_offline",
        "indicator,part",
        "service_total, service_total",
        part="service_total",
    ),
    bad("indicator_values", "service_total,2022,KEN", "year", "1989", year="1989"),
    bad("cases", "leeds-chatbot", "collection", "other", case_id="a", collection="other"),
    bad("cases", "leeds-chatbot", "latitude", "90.5", case_id="b", latitude="90.5"),
    bad("cases", "leeds-chatbot", "longitude", "-181.0", case_id="c", longitude="-181"),
    bad("cases", "leeds-chatbot", "level", "galactic", case_id="d", level="galactic"),
    bad("cases", "leeds-chatbot", "year_started", "1979", case_id="e", year_started="1979"),
    bad("cases", "leeds-chatbot", "year_ended", "2051", case_id="f", year_ended="2051"),
    bad("cases", "leeds-chatbot", "year_reported", "1979", case_id="g", year_reported="1979"),
    bad("cases", "leeds-chatbot", "latitude,longitude", "empty, -1.55", case_id="h", latitude=""),
    bad("cases", "leeds-chatbot", "year_started,year_ended", "2021, 2020", case_id="i", year_ended="2020"),
]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Listed:
    return listed(tmp_path_factory.mktemp("checked"), CHECKS)


@pytest.mark.parametrize("case", CHECKS, ids=str)
def test_a_row_that_breaks_a_check_is_refused(checked: Listed, case: Bad) -> None:
    fault = checked.of(case)
    assert fault.value == case.value
    expressions = [
        constraint.expression
        for constraint in SHIPPED.constraints
        if (constraint.kind, constraint.table, ",".join(constraint.columns)) == ("CHECK", case.table, case.columns)
    ]
    assert fault.rule in {f"It breaks the rule {expression}." for expression in expressions}
    for column in case.columns.split(","):
        assert SHIPPED.comment(case.table, column) in fault.mend
    assert_told(fault)


def test_only_the_rows_that_break_a_check_are_refused(checked: Listed) -> None:
    assert {(fault.file, fault.row) for fault in checked.faults} == {
        (f"{case.table}.csv", row) for case, row in checked.rows.items()
    }


def test_every_check_of_the_schema_has_a_refusal_here() -> None:
    declared = Counter(
        (constraint.table, ",".join(constraint.columns))
        for constraint in SHIPPED.constraints
        if constraint.kind == "CHECK"
    )
    assert Counter((case.table, case.columns) for case in CHECKS) == declared


def test_empty_fields_are_refused_in_exactly_the_columns_that_must_be_filled(tiny: Path) -> None:
    required = {
        (f"{name}.csv", len(read_rows(tiny, name)) + 1, column.name)
        for name, table in SHIPPED.tables.items()
        for column in table.columns
        if column.required
    }
    declared = {
        (f"{constraint.table}.csv", constraint.columns[0])
        for constraint in SHIPPED.constraints
        if constraint.kind == "NOT NULL"
    }
    assert {(file, column) for file, _, column in required} == declared
    for name in SHIPPED.tables:
        header, *rows = read_rows(tiny, name)
        write_rows(tiny, name, [header, *rows, [""] * len(header)])

    faults = [fault for fault in find_faults(tiny) if fault.rule == "The field must not be empty."]
    assert sorted((fault.file, fault.row, fault.column) for fault in faults) == sorted(required)
    for fault in faults:
        assert fault.value is None
        assert fault.mend == f"fill it in. {SHIPPED.comment(fault.file.removesuffix('.csv'), fault.column)}"
        assert_told(fault)


def test_a_repeated_row_is_refused_by_every_key(tiny: Path) -> None:
    # A row with every field of its keys filled, since an empty field equals nothing.
    full = {"provenance": "council_survey-00000a-1", "answer_kinds": "Yes", "indicators": "service_total"}
    expected = {}
    for name in SHIPPED.tables:
        rows = read_rows(tiny, name)
        repeated = next(row for row in rows[1:] if row[0] == full.get(name, rows[1][0]))
        write_rows(tiny, name, [*rows, repeated])
        for constraint in SHIPPED.constraints:
            if constraint.table == name and constraint.kind in {"PRIMARY KEY", "UNIQUE"}:
                columns = constraint.columns
                value = ", ".join(repeated[rows[0].index(column)] for column in columns)
                expected[f"{name}.csv", len(rows) + 1, ",".join(columns)] = value

    faults = [fault for fault in find_faults(tiny) if fault.rule.startswith("Another row above")]
    assert {(fault.file, fault.row, fault.column): fault.value for fault in faults} == expected
    assert len(faults) == len(expected)
    for fault in faults:
        assert fault.rule == f"Another row above has the same {fault.column.replace(',', ', ')}."
        assert_told(fault)


def test_a_key_with_an_empty_field_repeats_nothing(tiny: Path) -> None:
    append(tiny, "provenance", "body_register-00000a-1", provenance="body_register-00000a-2")
    assert find_faults(tiny) == []


def test_a_reference_to_nothing_is_refused_by_every_reference(tiny: Path) -> None:
    expected = {}
    for reference in SHIPPED.constraints:
        if reference.kind == "FOREIGN KEY":
            table, (column,), (theirs,) = reference.table, reference.columns, reference.referenced_columns
            row = append(tiny, table, tuple(read_rows(tiny, table)[1]), **{column: "nowhere"})
            expected[f"{table}.csv", row, column] = (
                f"There is no such {theirs} in {reference.referenced_table}.csv.",
                f"use one that is there, or add it to {reference.referenced_table}.csv.",
            )

    faults = [fault for fault in find_faults(tiny) if fault.value == "nowhere" and "There is no such" in fault.rule]
    assert {(fault.file, fault.row, fault.column): (fault.rule, fault.mend) for fault in faults} == expected
    assert len(faults) == len(expected)
    for fault in faults:
        assert_told(fault)


# Rules across tables: one field is changed for each ----------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One field to change and where faults of which rule are expected; the view of the rule is ``rule_<rule>``.

    ``at`` holds table, key of the row before the change, column and value of each fault.
    """

    rule: str
    table: str
    key: str
    column: str
    written: str
    at: tuple[tuple[str, str, str, str | None], ...]

    def __str__(self) -> str:
        return f"{self.rule}-{self.table}-{self.written or 'empty'}"


def at_itself(rule: str, table: str, key: str, column: str, written: str, shown: str | None = None) -> Change:
    return Change(rule, table, key, column, written, ((table, key, column, shown or written or None),))


NOTHING = "rule_pages_have_something_to_be_on"
CHANGES = [
    at_itself("stage_of_an_item_has_figures", "item_stages", "council_tools,Chatbot", "item", "Chatbots"),
    at_itself("stage_of_an_item_has_figures", "item_points", "health_readiness,Skills of staff", "item", "Skill"),
    at_itself("bound_of_a_base_is_for_an_unknown_one", "findings", "health-24-ken-skills", "base_n", "20"),
    at_itself("percent_lies_between_0_and_100", "findings", "barriers-21-gbr-budget", "value", "100.5"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_offline,2024,KEN", "value", "100.5"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_total,2024,NOR", "value", "-1"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_total,2024,INTL", "value", "79 %"),
    at_itself("index_lies_between_0_and_1", "indicator_values", "service_open,2024,NOR", "value", "1.01"),
    at_itself("index_lies_between_0_and_1", "indicator_values", "service_open,2024,NOR", "value", "high"),
    # A cast reads these as 1 and 10; a spreadsheet or a reader does not.
    at_itself("index_lies_between_0_and_1", "indicator_values", "service_open,2024,NOR", "value", "0_1"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_total,2024,NOR", "value", "1e1"),
    at_itself("group_is_a_letter", "indicator_values", "service_band,2024,KEN", "value", "E"),
    at_itself("rank_is_a_whole_place", "findings", "priorities-22-gbr-ai", "value", "2.5"),
    at_itself("rank_is_a_whole_place", "findings", "priorities-22-gbr-train", "value", "0", "0.0"),
    Change(
        "rank_is_held_by_one_item",
        "findings",
        "priorities-22-gbr-ai",
        "value",
        "2",
        (
            ("findings", "priorities-22-gbr-ai", "value", "2.0"),
            ("findings", "priorities-22-gbr-secure", "value", "2.0"),
        ),
    ),
    Change(
        "rank_is_held_by_one_item",
        "findings",
        "priorities-23-gbr-ai",
        "tied",
        "",
        (
            ("findings", "priorities-23-gbr-ai", "value", "2.0"),
            ("findings", "priorities-23-gbr-train", "value", "2.0"),
        ),
    ),
    at_itself("named_has_the_value_1", "findings", "tools-24-gbr-login", "value", "2", "2.0"),
    at_itself("finding_has_a_measure_with_figures", "findings", "strategy-23-gbr", "question", "register_strategy"),
    Change(
        "finding_is_unique",
        "findings",
        "health-23-gbr-skills",
        "item",
        "Tight budgets",
        (
            ("findings", "health-23-gbr-budget", "item", "Tight budgets"),
            ("findings", "health-23-gbr-skills", "item", "Tight budgets"),
        ),
    ),
    at_itself("named_group_has_countries", "country_groups", "High income", "name", "Atlantis"),
    at_itself("name_belongs_to_one_country", "country_names", "NOR,Noreg", "name", "united-kingdom"),
    at_itself("name_belongs_to_one_country", "country_names", "NOR,Noreg", "name", "K.E.N."),
    Change(
        "name_belongs_to_one_country",
        "country_names",
        "NOR,Noreg",
        "name",
        "Gréat-Britain",
        (
            ("country_names", "GBR,Great Britain", "name", "Great Britain"),
            ("country_names", "NOR,Noreg", "name", "Gréat-Britain"),
        ),
    ),
    at_itself("other_name_says_something_new", "country_names", "NOR,Noreg", "name", "Nor'way"),
    Change(
        "other_name_says_something_new",
        "country_names",
        "GBR,UK",
        "name",
        "great britain",
        (
            ("country_names", "GBR,Great Britain", "name", "Great Britain"),
            ("country_names", "GBR,UK", "name", "great britain"),
        ),
    ),
    at_itself("closest_sector_exists", "sectors", "health", "closest", "police"),
    at_itself("method_code_is_in_use", "method_codes", "Open web form", "method", "Web form"),
    at_itself("size_of_body_has_figures", "body_sizes", "Small councils", "body_size", "Tiny councils"),
    at_itself("places_of_a_scale_have_no_gap", "answer_kinds", "No", "place", "4"),
    Change(
        "one_is_shown_first",
        "sectors",
        "health",
        "shown_first",
        "true",
        (("sectors", "health", "shown_first", "true"), ("sectors", "local_government", "shown_first", "true")),
    ),
    Change(
        "one_is_shown_first",
        "themes",
        "cyber_resilience",
        "shown_first",
        "",
        (("themes", "ai_automation", "shown_first", None),),
    ),
    at_itself(
        "use_of_a_theme_has_figures", "theme_uses", "ai_automation,council_tools", "question", "register_strategy"
    ),
    Change(
        "answer_kind_is_given_once",
        "answer_kinds",
        "Other",
        "answer",
        "not answered",
        (
            ("answer_kinds", "Not answered", "answer", "Not answered"),
            ("answer_kinds", "Other", "answer", "not answered"),
        ),
    ),
    at_itself("finding_belongs_to_a_wave", "findings", "health-23-gbr-skills", "year", "2022"),
    at_itself("body_belongs_to_a_wave", "bodies", "bergen-2024", "year", "2022"),
    at_itself(
        "answer_belongs_to_the_survey_of_its_body",
        "answers",
        "bergen-2024,register_training",
        "question",
        "council_tools",
    ),
    at_itself(
        "answer_belongs_to_the_survey_of_its_body",
        "answers",
        "bergen-2024,register_training",
        "question",
        "register_strategy_share",
    ),
    at_itself("question_for_bodies_has_a_theme", "questions", "register_training", "theme", ""),
    at_itself("question_for_bodies_has_a_theme", "questions", "council_tools", "theme", "ai_automation"),
    at_itself("full_list_names_bodies", "full_lists", "body_register,2024,Hospital", "body_type", "Clinic"),
    at_itself("complete_list_holds_ranks", "complete_lists", "council_priorities,2023", "question", "council_barriers"),
    Change(
        "complete_list_holds_ranks",
        "complete_lists",
        "council_priorities,2023",
        "year",
        "2021",
        (("complete_lists", "council_priorities,2023", "question", "council_priorities"),),
    ),
    Change(
        "figure_has_a_web_address",
        "sources",
        "council_survey",
        "homepage_url",
        "",
        (("surveys", "council_survey", "source_id", "council_survey"),),
    ),
    Change(
        "figure_has_a_web_address",
        "sources",
        "service_index",
        "homepage_url",
        "",
        (("series", "service_index", "source_id", "service_index"),),
    ),
    at_itself("edition_read_in_part_holds_something", "known_editions", "service_index,2025", "state", "in_part"),
    at_itself("figure_of_a_matter_exists", "same_matter", "nor_and_kenya,3", "item", "Skills"),
    at_itself("figure_of_a_matter_exists", "same_matter", "gbr_strategy,1", "item", "Perhaps"),
    Change(
        "figure_is_on_a_matter_once",
        "same_matter",
        "nor_and_kenya,1",
        "country",
        "NOR",
        (
            ("same_matter", "nor_and_kenya,1", "item", "Lack of skills"),
            ("same_matter", "nor_and_kenya,2", "item", "Lack of skills"),
        ),
    ),
    Change(
        "matter_has_several_figures",
        "same_matter",
        "hospitals,9",
        "matter",
        "nor_and_kenya",
        (("matters", "hospitals", "matter", "hospitals"),),
    ),
    Change(
        "figures_on_a_matter_differ",
        "findings",
        "barriers-24-gbr-skills-small",
        "value",
        "80",
        (
            ("same_matter", "gbr_parts,1", "item", "Lack of skills"),
            (
                "same_matter",
                "gbr_parts,2",
                "item",
                "Lack of skills",
            ),
        ),
    ),
    Change(
        "figure_on_a_matter_says_how_it_differs",
        "matters",
        "nor_and_kenya",
        "apart",
        "",
        (
            ("same_matter", "nor_and_kenya,1", "counts", None),
            ("same_matter", "nor_and_kenya,2", "counts", None),
            ("same_matter", "nor_and_kenya,3", "counts", None),
        ),
    ),
    at_itself("theme_of_a_case_exists", "cases", "leeds-chatbot", "themes", "ai_automation;magic", "magic"),
    at_itself("evidence_of_an_indicator_is_known", "indicators", "service_total", "coverage", "asked_all"),
    at_itself("group_of_a_country_is_known", "countries", "NOR", "groups", "OECD;NATO", "NATO"),
]


@pytest.mark.parametrize("case", CHANGES, ids=str)
def test_a_field_that_breaks_a_rule_across_tables_is_refused(tiny: Path, case: Change) -> None:
    expected = [
        (f"{table}.csv", row_number(tiny, table, *key.split(",")), column, value)
        for table, key, column, value in case.at
    ]
    change(tiny, case.table, tuple(case.key.split(",")), case.column, case.written)
    faults = find_faults(tiny)
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in faults] == sorted(expected)
    for fault in faults:
        assert (fault.rule, fault.mend) == SHIPPED.rules[f"rule_{case.rule}"]
        assert_told(fault)


def test_evidence_without_anything_for_a_page_to_be_on_is_refused(tiny: Path) -> None:
    # Countries of which nothing is known have no page; all other tables are empty too, so that nothing refers to them.
    for name in set(SHIPPED.tables) - {"countries", "country_groups"}:
        write_rows(tiny, name, read_rows(tiny, name)[:1])
    found = find_faults(tiny)
    assert [(fault.file, fault.row, fault.column) for fault in found] == [
        ("countries.csv", 1, "country"),
        ("sectors.csv", 1, "sector"),
        ("themes.csv", 1, "theme"),
    ]
    for fault in found:
        assert (fault.rule, fault.mend) == SHIPPED.rules[NOTHING]
        assert_told(fault)


def test_every_rule_view_has_a_refusal_here() -> None:
    assert {f"rule_{case.rule}" for case in CHANGES} | {NOTHING} == set(SHIPPED.rules)


@pytest.fixture(scope="module")
def rules() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that has read the rules and holds no rows."""
    with duckdb.connect() as con:
        for statement in SHIPPED.statements:
            made = CREATES.match(statement)
            # Views that join are none of the rules, and each spells out all that it joins, which takes seconds to read.
            if made and made[2] not in SHIPPED.views:
                con.execute(statement)
        yield con


@pytest.mark.parametrize("name", SHIPPED.rules)
def test_a_rule_view_says_where_a_fault_is_and_how_to_mend_it(rules: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = rules.execute(f"from {name}").description
    assert [column[0] for column in columns] == ["table_name", "row_number", "column_name", "value"]
    rule, mend = SHIPPED.rules[name]
    assert rule.endswith(".")
    assert mend.endswith(".")


@pytest.mark.parametrize(
    ("key", "column", "written", "parts"),
    [
        (
            ("health_poll", "2024"),
            "base_n",
            "0",
            ["waves.csv:9:base_n is '0'. ", "base_n >= 1", "Number that answered"],
        ),
        (("health_poll", "2024"), "base_n", "few", ["waves.csv:9:base_n is 'few'. ", "holds a whole number."]),
        (
            ("health_poll", "2024"),
            "method",
            "",
            ["waves.csv:9:method is empty. ", "must not be empty", "fill it in. How"],
        ),
        (
            ("body_register", "2024"),
            "year",
            "2023",
            ["waves.csv:3:survey,year is 'body_register, 2023'. ", "Another row above has the same survey, year."],
        ),
        (
            ("health_poll", "2024"),
            "survey",
            "poll",
            ["waves.csv:9:survey is 'poll'. ", "There is no such survey in surveys.csv.", "add it to surveys.csv."],
        ),
    ],
)
def test_messages_can_be_read(tiny: Path, key: tuple[str, str], column: str, written: str, parts: list[str]) -> None:
    change(tiny, "waves", key, column, written)
    with pytest.raises(EvidenceError) as refused:
        build(tiny, tiny.parent / "store.duckdb")
    message = str(refused.value)
    for part in parts:
        assert part in message


# Many faults at once -----------------------------------------------------------------------------------------------


def test_a_long_list_of_faults_is_cut_in_the_message_only(tiny: Path) -> None:
    rows = read_rows(tiny, "glossary")
    count = faults.SHOWN_FAULTS + 50
    write_rows(tiny, "glossary", [*rows, *([f"term {number}", ""] for number in range(count))])
    error = EvidenceError(find_faults(tiny))
    assert len(error.faults) == count
    lines = str(error).splitlines()
    assert len(lines) == 1 + faults.SHOWN_FAULTS + 1
    assert lines[-1] == "… and 50 more."
