"""Reading the files of the evidence: what is accepted, and what is said of a file or a field that cannot be read."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests import tiny_evidence
from tests.given_faults import SHIPPED, Bad, Listed, assert_told, bad, listed, only_fault
from tests.tiny_evidence import change
from trends.evidence import fields
from trends.evidence.build import build, find_faults
from trends.evidence.faults import EvidenceError
from trends.store.opening import open_store

# What is accepted --------------------------------------------------------------------------------------------------


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


# Fields: one row is appended for each, and all are found at once ---------------------------------------------------


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
        for value in ("53°", "nan", "inf", "Infinity", "53,8", "1_0", " 53", "5e1", "53.", "north", "1234567890123456")
    ),
    *(
        bad("findings", "tools-24-gbr-login", "tied", value, finding_id=f"bad-{value}", item=value, tied=value)
        for value in ("1", "yes", "tRUE", "t", "no", "WAHR")
    ),
    *(
        bad("sources", "body_register", "read_on", value, source_id=f"source_{place}", read_on=value)
        for place, value in enumerate(
            (
                "31.01.2025",
                "1/31/2025",
                "31-Jan-25",
                "45688",
                "2025/01/31",
                "2025-1-31",
                "2025-02-30",
                "epoch",
                "2025-01-31 10:00",
                "infinity",
            )
        )
    ),
    *(
        bad("cases", "leeds-chatbot", "technologies", value, case_id=f"list-{value}", technologies=value)
        for value in ("cloud;", ";cloud", "cloud;;robots", "cloud; robots", " cloud", ";")
    ),
]


@pytest.fixture(scope="module")
def mistyped(tmp_path_factory: pytest.TempPathFactory) -> Listed:
    return listed(tmp_path_factory.mktemp("mistyped"), MISTYPED)


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


def test_a_field_without_end_is_refused_in_a_message_that_has_one(tiny: Path) -> None:
    change(tiny, "glossary", "Base", "definition", "a" * fields.LONGEST)
    score = change(tiny, "answers", ("bergen-2024", "register_training"), "score", "9" * 400)
    assert [(fault.file, fault.row, fault.column) for fault in find_faults(tiny)] == [("answers.csv", score, "score")]
    row = change(tiny, "glossary", "Base", "definition", "a" * (fields.LONGEST + 1))
    found = find_faults(tiny)
    assert [(fault.file, fault.row, fault.column) for fault in found] == [
        ("answers.csv", score, "score"),
        ("glossary.csv", row, "definition"),
    ]
    assert found[1].rule == "The text has 10,001 characters; 10,000 are read."
    assert [fault.mend[:5] for fault in found] == ["write", "short"]
    assert max(len(str(fault)) for fault in found) < 600


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


HEADER = b"survey,year,fieldwork,base_n,population,coverage,method,note"

BROKEN = {
    "unknown header": Broken(
        HEADER,
        b"survey,jahr,fieldwork,base_n,population,coverage,method,note",
        1,
        "survey,jahr,fieldwork,base_n,population,coverage,method,note",
        "The header names other columns than the schema.",
        "write survey,year,fieldwork,base_n,population,coverage,method,note.",
    ),
    "columns in another order": Broken(
        HEADER,
        b"year,survey,fieldwork,base_n,population,coverage,method,note",
        1,
        "year,survey,fieldwork,base_n,population,coverage,method,note",
        "The header names other columns than the schema.",
        "write survey,year,",
    ),
    "semicolons for commas": Broken(
        HEADER,
        HEADER.replace(b",", b";"),
        1,
        "survey;year;fieldwork;base_n;population;coverage;method;note",
        "The header names other columns than the schema.",
        "write survey,year,",
    ),
    "too many fields": Broken(
        b"2023,May 2023,150,",
        b"2023,May, then June 2023,150,",
        6,
        "council_survey,2023,May, then June 2023,150,,sampled,Web questionnaire,The quest",
        "The row has 9 fields instead of 8.",
        "put text that holds commas in double quotes",
    ),
    "too few fields": Broken(
        b"health_poll,2024,,8,,open,Open web form,\n",
        b"health_poll,2024,8,open,Open web form\n",
        9,
        "health_poll,2024,8,open,Open web form",
        "The row has 5 fields instead of 8.",
        "leave a field empty where nothing is known.",
    ),
    "blank line": Broken(
        b"\nhealth_poll,2023", b"\n\nhealth_poll,2023", 8, "", "The row has 0 fields instead of 8.", ""
    ),
    "not UTF-8": Broken(
        b"The questionnaire moved",
        "Der Fragebogen für".encode("latin-1"),
        6,
        "council_survey,2023,May 2023,150,,sampled,Web questionnaire,Der Fragebogen f\ufffdr t",
        "The line is not UTF-8.",
        "save the file as UTF-8.",
    ),
    "quote that is not closed": Broken(
        b"Postal questionnaire",
        b'"Postal questionnaire',
        4,
        'council_survey,2021,May 2021,100,,sampled,"Postal questionnaire,',
        "The row is not CSV as in RFC 4180: unexpected end of data.",
        "close each double quote",
    ),
    "quote inside quotes": Broken(
        b"The questionnaire moved to the web.",
        b'"The "form" moved"',
        6,
        'council_survey,2023,May 2023,150,,sampled,Web questionnaire,"The "form" moved"',
        "The row is not CSV as in RFC 4180: ',' expected after '\"'.",
        "write a double quote inside quoted text twice.",
    ),
    "header pasted twice": Broken(
        HEADER, HEADER + b"\n" + HEADER, 2, HEADER.decode(), "The row is the header once more.", "remove the row."
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


@pytest.mark.parametrize(
    ("what", "rule"),
    [("folder", "This is a folder and no file."), ("link", "This is a link to nowhere.csv, where nothing is.")],
)
def test_what_is_no_file_is_the_only_fault_of_the_check_and_of_a_store(tiny: Path, what: str, rule: str) -> None:
    path = tiny / "waves.csv"
    path.unlink()
    if what == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere.csv")
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.rule) == ("waves.csv", 0, rule)
    with pytest.raises(EvidenceError) as refused:
        open_store(tiny, tiny.parent / "cache")
    assert refused.value.faults == [fault]


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    for folder, rule in (
        (tmp_path, "No tables are there: no file ends in .csv."),
        (tmp_path / "nowhere", "There is no such folder."),
    ):
        with pytest.raises(EvidenceError, match="DIGITAL_TRENDS_DATA") as refused:
            open_store(folder, tmp_path / "cache")
        assert f"{folder}. {rule}" in str(refused.value)


def test_a_header_alone_repeats_nothing(tiny: Path) -> None:
    tiny_evidence.write_rows(tiny, "prompts", tiny_evidence.read_rows(tiny, "prompts")[:1])
    assert find_faults(tiny) == []


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
