"""What is derived from the rules: the data dictionary, the data package, and the command line that writes both."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from tests.reading import EVIDENCE
from tests.tiny_evidence import change, read_rows
from trends.__main__ import main
from trends.evidence import describe
from trends.evidence.schema import Schema
from trends.paths import ROOT, RULES
from trends.store.sealing import seal_of

SCHEMA = Schema(ROOT / "data")


# The dictionary ----------------------------------------------------------------------------------------------------


@pytest.mark.evidence
def test_the_shipped_dictionary_and_package_are_what_would_be_written_now() -> None:
    mend = "run `python -m trends describe`"
    dictionary = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert dictionary == describe.data_dictionary(SCHEMA), mend
    package = (EVIDENCE / "datapackage.json").read_text(encoding="utf-8")
    assert package == describe.data_package(SCHEMA, EVIDENCE), mend


@pytest.mark.parametrize("table", SCHEMA.tables.values(), ids=lambda table: table.name)
def test_every_table_and_column_is_explained_in_a_sentence(table: Any) -> None:
    assert re.search(r"; one row per \w", table.comment)
    assert table.comment.endswith(".")
    for column in table.columns:
        assert column.comment.endswith("."), f"{table.name}.{column.name}"
        assert "|" not in column.comment, f"{table.name}.{column.name} would break the table of the dictionary"


def test_the_dictionary_lists_every_column_of_every_table_once_and_every_rule() -> None:
    sections = describe.data_dictionary(SCHEMA).split("\n## ")[1:]
    *tables, rules = sections
    assert [section.splitlines()[0] for section in tables] == [f"{name}.csv" for name in SCHEMA.tables]
    for section, table in zip(tables, SCHEMA.tables.values(), strict=True):
        assert table.comment in section
        lines = [line for line in section.splitlines() if line.startswith("| `")]
        assert [line.split("`")[1] for line in lines] == [column.name for column in table.columns]
        for line, column in zip(lines, table.columns, strict=True):
            assert line.endswith(f"| {'no' if column.required else 'yes'} | {column.comment} |")
    assert rules.splitlines()[0] == "Rules across tables"
    assert [line.removeprefix("- ") for line in rules.splitlines()[2:]] == [rule for rule, _ in SCHEMA.rules.values()]


# The package -------------------------------------------------------------------------------------------------------

Error = tuple[str, str, int | None, str | None]


def errors(folder: Path) -> list[Error]:
    """Return what frictionless finds in the package of a folder: resource, kind of error, row, column."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.errors == []
    return [
        (task.name, error.type, getattr(error, "row_number", None), getattr(error, "field_name", None))
        for task in report.tasks
        for error in task.errors
    ]


def repeated_keys(folder: Path) -> list[tuple[str, list[str], tuple[str, ...]]]:
    """Return the keys that must not repeat but do.

    frictionless does not know ``uniqueKeys``, which the second version of Table Schema brought, and passes over them.
    """
    found = []
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        header, *rows = read_rows(folder, resource["path"].removesuffix(".csv"))
        for key in resource["schema"].get("uniqueKeys", []):
            places = [header.index(name) for name in key]
            values = Counter(tuple(row[place] for place in places) for row in rows)
            found += [(resource["name"], key, value) for value, times in values.items() if times > 1 and all(value)]
    return found


@pytest.fixture
def package(tiny: Path, tmp_path: Path) -> Path:
    describe.write(tiny, tmp_path / "docs")
    return tiny


@pytest.mark.evidence
def test_every_row_of_every_shipped_table_fits_the_package() -> None:
    folder = EVIDENCE
    report = Package(str(folder / "datapackage.json")).validate()
    assert (report.valid, report.errors) == (True, []), report.to_summary()
    # All rows were read, and not a sample.
    held = {name.replace("_", "-"): len(read_rows(folder, name)) - 1 for name in SCHEMA.tables}
    assert {task.name: task.stats["rows"] for task in report.tasks} == held
    assert repeated_keys(folder) == []


def test_the_package_names_every_table_and_file(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in descriptor["resources"]] == [f"{name}.csv" for name in SCHEMA.tables]
    names = [resource["name"] for resource in descriptor["resources"]]
    assert all(re.fullmatch(r"[a-z-]+", name) for name in names)
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names
    assert descriptor["sources"][:2] == [
        {"title": "Ministry: Register of bodies", "path": "https://example.org/register"},
        {"title": "Town League: Councils on digital", "path": "https://example.org/councils"},
    ]
    assert {"title": "Several papers: Press pieces"} in descriptor["sources"]


@pytest.mark.parametrize("table", SCHEMA.tables)
def test_the_package_says_what_the_schema_says(package: Path, table: str) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [resource for resource in descriptor["resources"] if resource["title"] == table]
    said = {"PRIMARY KEY": [resource["schema"]["primaryKey"]], "UNIQUE": resource["schema"].get("uniqueKeys", [])}
    for kind, keys in said.items():
        declared = [each.columns for each in SCHEMA.constraints if (each.table, each.kind) == (table, kind)]
        assert [tuple(key) for key in keys] == declared
    references = [
        (tuple(key["fields"]), key["reference"]["resource"], tuple(key["reference"]["fields"]))
        for key in resource["schema"].get("foreignKeys", [])
    ]
    assert references == [
        (each.columns, str(each.referenced_table).replace("_", "-"), each.referenced_columns)
        for each in SCHEMA.constraints
        if (each.table, each.kind) == (table, "FOREIGN KEY")
    ]
    for said_of, column in zip(resource["schema"]["fields"], SCHEMA.tables[table].columns, strict=True):
        assert (said_of["name"], said_of["description"]) == (column.name, column.comment)
        assert said_of.get("constraints", {}) == ({"required": True} if column.required else {})


def test_the_tiny_evidence_fits_its_package(package: Path) -> None:
    assert errors(package) == []
    assert repeated_keys(package) == []


# Table, row, column, what is written there instead, and the kind of error; each breaks a row of its own.
BROKEN = [
    ("waves", ("health_poll", "2024"), "base_n", "eight", "type-error"),
    ("waves", ("health_poll", "2023"), "base_n", "8.5", "type-error"),
    ("waves", ("council_survey", "2021"), "method", "", "constraint-error"),
    ("findings", ("tools-24-gbr-login",), "value", "one", "type-error"),
    ("findings", ("tools-24-gbr-chatbot",), "tied", "yes", "type-error"),
    ("findings", ("projects-24-gbr",), "sector", "moon", "foreign-key"),
    ("sources", ("press_pieces",), "read_on", "31.01.2025", "type-error"),
    ("glossary", ("Wave",), "term", "Base", "primary-key"),
]


def test_broken_fields_and_no_others_do_not_fit_the_package(package: Path) -> None:
    """All are broken at once, since every table is read for each look at the package."""
    expected = []
    for table, key, column, value, kind in BROKEN:
        row = change(package, table, key, column, value)
        expected.append((table, kind, row, None if kind in {"foreign-key", "primary-key"} else column))
    assert len({(table, row) for table, _, row, _ in expected}) == len(BROKEN)
    assert sorted(errors(package), key=str) == sorted(expected, key=str)


def test_a_repeated_name_does_not_fit_the_package(package: Path) -> None:
    change(package, "sectors", "health", "label", "Local government")
    assert errors(package) == []  # or frictionless has learned uniqueKeys, and repeated_keys can go
    assert repeated_keys(package) == [("sectors", ["label"], ("Local government",))]


# The command line --------------------------------------------------------------------------------------------------

Printed = pytest.CaptureFixture[str]


def test_check_of_sound_evidence(tiny: Path, capsys: Printed) -> None:
    assert main(["check", "--data", str(tiny)]) == 0
    assert capsys.readouterr() == (f"{tiny}: every row keeps every rule.\n", "")


def test_check_of_faulty_evidence_prints_every_fault(tiny: Path, capsys: Printed) -> None:
    change(tiny, "findings", "projects-24-gbr", "value", "many")
    change(tiny, "waves", ("health_poll", "2024"), "method", "")
    assert main(["check", "--data", str(tiny)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    first, *faults = printed.err.splitlines()
    assert first == "2 faults in the evidence; nothing was built."
    assert [fault.split(". ")[0] for fault in faults] == [
        "findings.csv:25:value is 'many'",
        "waves.csv:9:method is empty",
    ]
    assert all(" To mend: " in fault for fault in faults)


def test_check_writes_nothing(tiny: Path) -> None:
    before = {path.name: path.read_bytes() for path in tiny.iterdir()}
    main(["check", "--data", str(tiny)])
    assert {path.name: path.read_bytes() for path in tiny.iterdir()} == before


def test_build_of_sound_evidence(tiny: Path, tmp_path: Path, capsys: Printed) -> None:
    cache = tmp_path / "cache"
    arguments = ["build", "--data", str(tiny), "--cache", str(cache)]
    assert main(arguments) == 0
    printed = capsys.readouterr()
    said = re.fullmatch(r"Store ([0-9a-f]{12}) is ready \(\d+\.\d\d s\)\.\n", printed.out)
    assert said is not None
    assert printed.err == ""
    built, beside = sorted(cache.iterdir())
    assert said[1] in built.name
    assert beside == seal_of(built)
    state = built.stat()
    assert main(arguments) == 0
    assert built.stat().st_mtime_ns == state.st_mtime_ns


def test_build_of_faulty_evidence_builds_nothing(tiny: Path, tmp_path: Path, capsys: Printed) -> None:
    change(tiny, "findings", "projects-24-gbr", "value", "many")
    assert main(["build", "--data", str(tiny), "--cache", str(tmp_path / "cache")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("1 fault in the evidence; nothing was built.\nfindings.csv:25:value is 'many'. ")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("command", ["check", "build", "describe"])
def test_a_folder_without_evidence_is_a_wrong_call(tmp_path: Path, capsys: Printed, command: str) -> None:
    assert main([command, "--data", str(tmp_path), "--cache", str(tmp_path / "cache")]) == 2
    printed = capsys.readouterr()
    said = "no tables there, no file ends in .csv. Give a folder of the same shape as data/ with --data."
    assert printed.out == ""
    assert printed.err == f"{tmp_path}: {said}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_table_is_named_and_left_aside(tiny: Path, capsys: Printed) -> None:
    (tiny / "case.csv").write_bytes(b"\0\xff")
    assert main(["check", "--data", str(tiny)]) == 0
    assert capsys.readouterr().err == (
        f"{tiny}: not read: case.csv. No table is called so; data/schema.sql says which there are.\n"
    )


@pytest.mark.parametrize("arguments", [[], ["mend"], ["check", "--dat"], ["check", "--shout"]])
def test_a_wrong_call_says_how_to_call(capsys: Printed, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: python -m trends")


def test_describe_writes_beside_the_data_it_describes(tiny: Path, tmp_path: Path, capsys: Printed) -> None:
    own = [ROOT / "docs" / "data-dictionary.md", ROOT / "data" / "datapackage.json"]
    before = [path.stat().st_mtime_ns for path in own]
    assert main(["describe", "--data", str(tiny)]) == 0
    written = [tiny / "datapackage.json", tmp_path / "docs" / "data-dictionary.md"]
    assert capsys.readouterr() == ("".join(f"wrote {path}\n" for path in written), "")
    assert written[0].read_text(encoding="utf-8") == describe.data_package(SCHEMA, tiny)
    assert written[1].read_text(encoding="utf-8") == describe.data_dictionary(SCHEMA)
    assert [path.stat().st_mtime_ns for path in own] == before


def test_describing_twice_gives_the_same(tiny: Path, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in describe.write(tiny, tmp_path / "docs")]
    assert [path.read_bytes() for path in describe.write(tiny, tmp_path / "docs")] == first


def test_rules_in_a_folder_of_tables_are_said_to_be_ignored(tiny: Path, capsys: Printed) -> None:
    (tiny / "schema.sql").write_text("create table towns (town varchar);\n", encoding="utf-8")
    assert main(["check", "--data", str(tiny)]) == 0
    assert capsys.readouterr() == (
        f"{tiny}: every row keeps every rule.\n",
        f"{tiny}: not read: schema.sql. Tables are held against the rules in {RULES} alone; to change a rule, change it"
        " there.\n",
    )


def test_nothing_is_said_of_the_rules_of_the_product(capsys: Printed) -> None:
    assert main(["check", "--data", str(ROOT / "data")]) == 0
    assert capsys.readouterr().err == ""


def test_a_folder_of_tables_is_described_by_the_shipped_rules(tiny: Path, tmp_path: Path) -> None:
    (tiny / "schema.sql").write_text("create table towns (town varchar);\n", encoding="utf-8")
    package, dictionary = describe.write(tiny, tmp_path / "docs")
    assert package.read_text(encoding="utf-8") == describe.data_package(SCHEMA, tiny)
    assert dictionary.read_text(encoding="utf-8") == describe.data_dictionary(SCHEMA)
