"""The rules of the evidence: what is accepted, what is refused, and how a refusal says where and how to mend it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from tests import tiny_evidence
from tests.tiny_evidence import append, change, read_rows, remove, row_number, write_rows
from trends import evidence
from trends.evidence import EvidenceError, Fault, Schema, build, find_faults
from trends.places import ROOT

SHIPPED = Schema(ROOT / "data")


def only_fault(folder: Path) -> Fault:
    faults = find_faults(folder)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def assert_told(fault: Fault) -> None:
    """Hold that the message names place, value, rule and a way to mend it."""
    place = ":".join(part for part in (fault.file, str(fault.row), fault.column) if part)
    value = "empty" if fault.value is None else repr(fault.value)
    told = str(fault)
    assert told.startswith(f"{place} is {value}. ")
    assert fault.rule.endswith(".")
    assert f" {fault.rule} To mend: " in told
    assert len(fault.mend) > len("mend it")
    assert fault.mend.endswith(".")


# What is accepted --------------------------------------------------------------------------------------------------


def test_the_shipped_evidence_keeps_every_rule() -> None:
    assert [str(fault) for fault in find_faults(ROOT / "data")] == []


def test_the_tiny_evidence_keeps_every_rule(tiny: Path) -> None:
    assert [str(fault) for fault in find_faults(tiny)] == []


def test_the_tiny_evidence_fills_every_table(tiny: Path) -> None:
    assert set(tiny_evidence.TABLES) == set(SHIPPED.tables)
    for name, table in SHIPPED.tables.items():
        header, *rows = read_rows(tiny, name)
        assert header == [column.name for column in table.columns]
        assert len(rows) >= 1


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "mixed"])
def test_line_ends_of_other_systems_and_a_byte_order_mark_are_accepted(tiny: Path, line_end: str) -> None:
    for path in tiny.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        ends = ["\n", "\r\n"] if line_end == "mixed" else [line_end]
        text = "".join(line + ends[place % len(ends)] for place, line in enumerate(lines))
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [str(fault) for fault in find_faults(tiny)] == []


def test_a_last_line_without_an_end_is_read(tiny: Path) -> None:
    path = tiny / "glossary.csv"
    path.write_text(path.read_text(encoding="utf-8") + "Zero,", encoding="utf-8")
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.column) == ("glossary.csv", 4, "definition")


def test_text_with_commas_quotes_and_line_breaks_arrives_unchanged(tiny: Path, tmp_path: Path) -> None:
    text = 'One, "two"\nand three; it\'s “four” — NULL'
    change(tiny, "glossary", "Base", "definition", text)
    build(tiny, tmp_path / "store.duckdb")
    with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as con:
        assert con.execute("select definition from glossary where term = 'Base'").fetchall() == [(text,)]


def test_the_store_holds_every_row_of_every_table_in_order(tiny: Path, tmp_path: Path) -> None:
    build(tiny, tmp_path / "store.duckdb")
    with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as con:
        for name, table in SHIPPED.tables.items():
            first = table.columns[0].name
            held = [row[0] for row in con.execute(f"select {first} from {name} order by rowid").fetchall()]
            assert held == [row[0] for row in read_rows(tiny, name)[1:]], name


def test_values_have_the_types_of_the_schema(tiny: Path, tmp_path: Path) -> None:
    build(tiny, tmp_path / "store.duckdb")
    with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as con:
        assert con.execute(
            "select groups, income_group from countries where country in ('GBR', 'INTL') order by country"
        ).fetchall() == [(["OECD", "LOLA", "G7"], "High income"), (None, None)]
        assert con.execute(
            "select tied, value, base_n from findings"
            " where finding_id in ('priorities-23-gbr-ai', 'ready-24-gbr-attack') order by finding_id"
        ).fetchall() == [(True, 2.0, None), (None, 2.75, 8)]
        held = con.execute("select read_on::varchar from sources where source_id = 'press_pieces'").fetchone()
        assert held == ("2025-02-01",)


# Rules of a single field or row: one row is appended for each, and all are found at once ---------------------------


@dataclass(frozen=True)
class Bad:
    """A row to append: like another but for ``fields``, it breaks a rule at ``columns``, where ``value`` is shown."""

    table: str
    like: str
    columns: str
    value: str | None
    fields: dict[str, str] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.table}-{self.columns}-{self.value}"


def bad(table: str, like: str, columns: str, value: str | None, /, **fields: str) -> Bad:
    return Bad(table, like, columns, value, fields)


CHECKS = [
    bad("countries", "KEN", "country,kind", "xx1, country", country="xx1", name="One", iso2="XA"),
    bad("countries", "KEN", "kind", "realm", country="XXB", name="Two", iso2="XB", kind="realm"),
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
    bad("indicators", "service_total", "indicator", "Total", indicator="Total", label="One"),
    bad("indicators", "service_total", "unit", "dollars", indicator="total_a", label="Two", unit="dollars"),
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

TYPES = {
    "INTEGER": "a whole number",
    "DOUBLE": "a number",
    "BOOLEAN": "true or false",
    "DATE": "a date (YYYY-MM-DD)",
    "VARCHAR[]": "entries separated by semicolons",
}

MISTYPED = [
    *(
        bad("waves", "health_poll,2023", "base_n", value, year=str(2001 + place), base_n=value)
        for place, value in enumerate(
            ("about 40", "40.0", "40.6", "4e1", " 40", "1_000", "1,000", "+4", "0x10", "99999999999", "٤")
        )
    ),
    *(
        bad("cases", "leeds-chatbot", "latitude", value, case_id=f"number-{value}", latitude=value)
        for value in ("53°", "nan", "inf", "Infinity", "53,8", "1_0", " 53", "5e1", "53.", "north")
    ),
    *(
        bad("findings", "tools-24-gbr-login", "tied", value, finding_id=f"bad-{value}", item=value, tied=value)
        for value in ("1", "yes", "TRUE", "t", "no")
    ),
    *(
        bad("sources", "body_register", "read_on", value, source_id=f"source_{place}", read_on=value)
        for place, value in enumerate(
            ("31.01.2025", "2025/01/31", "2025-1-31", "2025-02-30", "epoch", "2025-01-31 10:00", "infinity")
        )
    ),
    *(
        bad("cases", "leeds-chatbot", "technologies", value, case_id=f"list-{value}", technologies=value)
        for value in ("cloud;", ";cloud", "cloud;;robots", "cloud; robots", " cloud", ";")
    ),
]


@dataclass(frozen=True)
class Listed:
    """What ``find_faults`` said of a folder to which bad rows were appended, and which row each of them is."""

    faults: list[Fault]
    rows: dict[Bad, int]

    def of(self, case: Bad) -> Fault:
        found = [
            fault
            for fault in self.faults
            if (fault.file, fault.row, fault.column) == (f"{case.table}.csv", self.rows[case], case.columns)
            and fault.rule.startswith(("It breaks the rule", "The column holds"))
        ]
        assert len(found) == 1, found
        return found[0]


def listed(folder: Path, cases: list[Bad]) -> Listed:
    tiny_evidence.write(folder)
    rows = {case: append(folder, case.table, tuple(case.like.split(",")), **case.fields) for case in cases}
    return Listed(find_faults(folder), rows)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Listed:
    return listed(tmp_path_factory.mktemp("checked"), CHECKS)


@pytest.fixture(scope="module")
def mistyped(tmp_path_factory: pytest.TempPathFactory) -> Listed:
    return listed(tmp_path_factory.mktemp("mistyped"), MISTYPED)


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


@pytest.mark.parametrize("case", MISTYPED, ids=str)
def test_a_field_that_is_not_of_its_type_is_refused(mistyped: Listed, case: Bad) -> None:
    fault = mistyped.of(case)
    assert fault.value == case.value
    (kind,) = {column.kind for column in SHIPPED.tables[case.table].columns if column.name == case.columns}
    assert fault.rule.startswith(f"The column holds {TYPES[kind]}")
    assert fault.mend.startswith(f"write {TYPES[kind]}")
    assert SHIPPED.comment(case.table, case.columns) in fault.mend
    assert_told(fault)


def test_a_field_that_is_not_of_its_type_breaks_no_further_rule(mistyped: Listed) -> None:
    assert len(mistyped.faults) == len(MISTYPED)


def test_every_type_of_the_schema_has_a_refusal_here() -> None:
    declared = {column.kind for table in SHIPPED.tables.values() for column in table.columns}
    assert declared - {"VARCHAR"} == set(TYPES)


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
    full = {"provenance": "council_survey-00000a-1"}
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


CHANGES = [
    at_itself("percent_lies_between_0_and_100", "findings", "barriers-21-gbr-budget", "value", "100.5"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_offline,2024,KEN", "value", "100.5"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_total,2024,NOR", "value", "-1"),
    at_itself("percent_lies_between_0_and_100", "indicator_values", "service_total,2024,INTL", "value", "79 %"),
    at_itself("index_lies_between_0_and_1", "indicator_values", "service_open,2024,NOR", "value", "1.01"),
    at_itself("index_lies_between_0_and_1", "indicator_values", "service_open,2024,NOR", "value", "high"),
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
    at_itself("theme_of_a_case_exists", "cases", "leeds-chatbot", "themes", "ai_automation;magic", "magic"),
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


def test_every_rule_view_has_a_refusal_here() -> None:
    assert {f"rule_{case.rule}" for case in CHANGES} == set(SHIPPED.rules)


@pytest.mark.parametrize("name", SHIPPED.rules)
def test_a_rule_view_says_where_a_fault_is_and_how_to_mend_it(name: str) -> None:
    with duckdb.connect() as con:
        con.execute(SHIPPED.text)
        columns = con.execute(f"from {name}").description
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


# Files that cannot be read -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Broken:
    """What is done to ``waves.csv`` as bytes, and what is said of it."""

    old: bytes
    new: bytes
    row: int
    value: str
    rule: str
    mend: str


HEADER = b"survey,year,fieldwork,base_n,population,method,note"

BROKEN = {
    "unknown header": Broken(
        HEADER,
        b"survey,jahr,fieldwork,base_n,population,method,note",
        1,
        "survey,jahr,fieldwork,base_n,population,method,note",
        "The header names other columns than the schema.",
        "write survey,year,fieldwork,base_n,population,method,note.",
    ),
    "columns in another order": Broken(
        HEADER,
        b"year,survey,fieldwork,base_n,population,method,note",
        1,
        "year,survey,fieldwork,base_n,population,method,note",
        "The header names other columns than the schema.",
        "write survey,year,",
    ),
    "semicolons for commas": Broken(
        HEADER,
        HEADER.replace(b",", b";"),
        1,
        "survey;year;fieldwork;base_n;population;method;note",
        "The header names other columns than the schema.",
        "write survey,year,",
    ),
    "too many fields": Broken(
        b"2023,May 2023,150,",
        b"2023,May, then June 2023,150,",
        6,
        "council_survey,2023,May, then June 2023,150,,Web questionnaire,The questionnaire",
        "The row has 8 fields instead of 7.",
        "put text that holds commas in double quotes",
    ),
    "too few fields": Broken(
        b"health_poll,2024,,8,,Open web form,\n",
        b"health_poll,2024,8,Open web form\n",
        9,
        "health_poll,2024,8,Open web form",
        "The row has 4 fields instead of 7.",
        "leave a field empty where nothing is known.",
    ),
    "blank line": Broken(
        b"\nhealth_poll,2023", b"\n\nhealth_poll,2023", 8, "", "The row has 0 fields instead of 7.", ""
    ),
    "not UTF-8": Broken(
        b"The questionnaire moved",
        "Der Fragebogen für".encode("latin-1"),
        6,
        "council_survey,2023,May 2023,150,,Web questionnaire,Der Fragebogen f\ufffdr to the we",
        "The line is not UTF-8.",
        "save the file as UTF-8.",
    ),
    "quote that is not closed": Broken(
        b"Postal questionnaire",
        b'"Postal questionnaire',
        4,
        'council_survey,2021,May 2021,100,,"Postal questionnaire,',
        "The row is not CSV as in RFC 4180: unexpected end of data.",
        "close each double quote",
    ),
    "quote inside quotes": Broken(
        b"The questionnaire moved to the web.",
        b'"The "form" moved"',
        6,
        'council_survey,2023,May 2023,150,,Web questionnaire,"The "form" moved"',
        "The row is not CSV as in RFC 4180: ',' expected after '\"'.",
        "write a double quote inside quoted text twice.",
    ),
    "quote in the header": Broken(HEADER, b'"survey" ' + HEADER, 1, '"survey" survey,', "The row is not CSV", "close"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_read_is_the_only_fault(tiny: Path, name: str) -> None:
    # Figures and bodies belong to waves; they are not at fault where that file cannot be read.
    broken = BROKEN[name]
    path = tiny / "waves.csv"
    content = path.read_bytes()
    assert broken.old in content
    path.write_bytes(content.replace(broken.old, broken.new, 1))
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.column) == ("waves.csv", broken.row, "")
    assert fault.value is not None
    assert fault.value.startswith(broken.value)
    assert fault.rule.startswith(broken.rule)
    assert broken.mend in fault.mend
    assert_told(fault)


@pytest.mark.parametrize("table", ["waves", "surveys", "themes"])
def test_a_missing_file_is_the_only_fault(tiny: Path, table: str) -> None:
    # Other tables refer to these, some by a reference and some by a rule.
    (tiny / f"{table}.csv").unlink()
    columns = ", ".join(column.name for column in SHIPPED.tables[table].columns)
    assert str(only_fault(tiny)) == f"{table}.csv. The file is missing. To mend: write it with the columns {columns}."


def test_every_missing_file_is_a_fault(tiny: Path) -> None:
    for path in tiny.glob("*.csv"):
        path.unlink()
    faults = find_faults(tiny)
    assert [fault.file for fault in faults] == sorted(f"{table}.csv" for table in SHIPPED.tables)
    assert {fault.rule for fault in faults} == {"The file is missing."}


def test_an_empty_file_has_no_header(tiny: Path) -> None:
    (tiny / "glossary.csv").write_bytes(b"")
    fault = only_fault(tiny)
    assert (fault.file, fault.row) == ("glossary.csv", 1)
    assert fault.mend == "write term,definition."


def test_rows_are_counted_and_not_lines(tiny: Path) -> None:
    change(tiny, "glossary", "Base", "definition", "Over\nthree\nlines.")
    change(tiny, "glossary", "Wave", "definition", "")
    assert only_fault(tiny).row == 3
    path = tiny / "glossary.csv"
    path.write_text(path.read_text(encoding="utf-8") + 'Open,"never closed\n', encoding="utf-8")
    fault = only_fault(tiny)
    assert (fault.row, fault.value) == (4, 'Open,"never closed')


# Many faults at once -----------------------------------------------------------------------------------------------


def test_all_faults_of_all_files_are_listed_in_one_error(tiny: Path, tmp_path: Path) -> None:
    change(tiny, "waves", ("health_poll", "2024"), "base_n", "few")
    change(tiny, "waves", ("health_poll", "2023"), "base_n", "0")
    change(tiny, "findings", "tools-24-gbr-login", "theme", "magic")
    change(tiny, "findings", "health-23-gbr-budget", "value", "101")
    change(tiny, "cases", "oslo-sensors", "title", "")
    append(tiny, "glossary", "Base")
    remove(tiny, "provenance", "health_poll-00000a-1")
    (tiny / "statuses.csv").unlink()
    with pytest.raises(EvidenceError) as refused:
        build(tiny, tmp_path / "store.duckdb")

    poll = range(row_number(tiny, "findings", "health-23-gbr-budget"), row_number(tiny, "findings", "strategy-23-gbr"))
    expected = [
        ("cases.csv", 5, "title", None),
        ("findings.csv", row_number(tiny, "findings", "health-23-gbr-budget"), "value", "101.0"),
        ("findings.csv", row_number(tiny, "findings", "tools-24-gbr-login"), "theme", "magic"),
        *(("findings.csv", row, "provenance", "health_poll-00000a-1") for row in poll),
        ("glossary.csv", 4, "term", "Base"),
        ("statuses.csv", 0, "", None),
        ("waves.csv", 8, "base_n", "0"),
        ("waves.csv", 9, "base_n", "few"),
    ]
    faults = refused.value.faults
    assert [(fault.file, fault.row, fault.column, fault.value) for fault in faults] == sorted(
        expected, key=lambda place: place[:3]
    )
    assert find_faults(tiny) == faults
    lines = str(refused.value).splitlines()
    assert lines[0] == f"{len(expected)} faults in the evidence; nothing was built."
    assert lines[1:] == [str(fault) for fault in faults]


def test_one_fault_is_counted_as_one(tiny: Path, tmp_path: Path) -> None:
    change(tiny, "waves", ("health_poll", "2024"), "base_n", "few")
    with pytest.raises(
        EvidenceError, match=re.escape("1 fault in the evidence; nothing was built.\nwaves.csv:9:base_n")
    ):
        build(tiny, tmp_path / "store.duckdb")


def test_a_long_list_of_faults_is_cut_in_the_message_only(tiny: Path) -> None:
    rows = read_rows(tiny, "glossary")
    count = evidence.SHOWN_FAULTS + 50
    write_rows(tiny, "glossary", [*rows, *([f"term {number}", ""] for number in range(count))])
    error = EvidenceError(find_faults(tiny))
    assert len(error.faults) == count
    lines = str(error).splitlines()
    assert len(lines) == 1 + evidence.SHOWN_FAULTS + 1
    assert lines[-1] == "… and 50 more."


def test_a_build_with_faults_writes_nothing_and_leaves_the_last_good_store(tiny: Path, tmp_path: Path) -> None:
    good, target = tmp_path / "good.duckdb", tmp_path / "folder" / "store.duckdb"
    target.parent.mkdir()
    build(tiny, good)
    change(tiny, "findings", "projects-24-gbr", "value", "many")
    with pytest.raises(EvidenceError):
        build(tiny, target)
    assert list(target.parent.iterdir()) == []
    with duckdb.connect(str(good), read_only=True) as con:
        value = con.execute("select value from findings where finding_id = 'projects-24-gbr'").fetchone()
    assert value == (1250.0,)


def test_the_fingerprint_names_the_tables_and_the_rules(tiny: Path) -> None:
    first = evidence.fingerprint(tiny)
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert evidence.fingerprint(tiny) == first
    change(tiny, "findings", "projects-24-gbr", "value", "1251")
    second = evidence.fingerprint(tiny)
    with (tiny / "schema.sql").open("a", encoding="utf-8") as schema:
        schema.write("-- One more line.\n")
    assert len({first, second, evidence.fingerprint(tiny)}) == 3
