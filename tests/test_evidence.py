"""The evidence as a whole: what is accepted, what is listed in one error, and what a store is built from."""

import ast
import itertools
import re
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests import tiny_evidence
from tests.given_faults import SHIPPED
from tests.reading import EVIDENCE
from tests.tiny_evidence import append, change, read_rows, remove, row_number
from trends.evidence import build as building
from trends.evidence.build import build, find_faults
from trends.evidence.faults import EvidenceError
from trends.evidence.schema import SCHEMA_FILES
from trends.paths import ROOT, RULES

# A base from which equal shares are no accident, and how many of them tell.
FIRM, TELLING = 30, 3

# What is accepted --------------------------------------------------------------------------------------------------


@pytest.mark.evidence
def test_the_shipped_evidence_keeps_every_rule() -> None:
    assert [str(fault) for fault in find_faults(EVIDENCE)] == []


def test_the_tiny_evidence_keeps_every_rule(tiny: Path) -> None:
    assert [str(fault) for fault in find_faults(tiny)] == []


def test_the_tiny_evidence_fills_every_table(tiny: Path) -> None:
    assert set(tiny_evidence.TABLES) == set(SHIPPED.tables)
    for name, table in SHIPPED.tables.items():
        header, *rows = read_rows(tiny, name)
        assert header == [column.name for column in table.columns]
        assert len(rows) >= 1


def test_the_store_holds_every_row_of_every_table_in_order(tiny: Path, tmp_path: Path) -> None:
    build(tiny, tmp_path / "store.duckdb")
    with duckdb.connect(str(tmp_path / "store.duckdb"), read_only=True) as con:
        for name, table in SHIPPED.tables.items():
            first = table.columns[0].name
            held = [str(row[0]) for row in con.execute(f"select {first} from {name} order by rowid").fetchall()]
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


# What a store is named after ---------------------------------------------------------------------------------------


def test_the_fingerprint_names_the_tables_and_the_rules(tiny: Path) -> None:
    first = building.fingerprint(tiny)
    assert re.fullmatch(r"[0-9a-f]{12}", first)
    assert building.fingerprint(tiny) == first
    change(tiny, "findings", "projects-24-gbr", "value", "1251")
    second = building.fingerprint(tiny)
    rules = tiny.parent / "rules"
    rules.mkdir()
    made = [first, second]
    for name in SCHEMA_FILES:
        shutil.copy(RULES / name, rules)
    assert building.fingerprint(tiny, rules) == second
    for name in SCHEMA_FILES:
        with (rules / name).open("a", encoding="utf-8") as text:
            text.write("-- One more line.\n")
        made.append(building.fingerprint(tiny, rules))
    assert len(set(made)) == 2 + len(SCHEMA_FILES)


def test_the_fingerprint_does_not_name_rules_that_are_not_read(tiny: Path) -> None:
    first = building.fingerprint(tiny)
    (tiny / "schema.sql").write_text("select 1;\n", encoding="utf-8")
    assert building.fingerprint(tiny) == first


# A folder of tables is data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMA_FILES)
def test_no_sql_of_a_folder_of_tables_is_run(tiny: Path, tmp_path: Path, name: str) -> None:
    written = tmp_path / "written.csv"
    sql = (RULES / name).read_text(encoding="utf-8") + f"\ncopy (select 1) to '{written}';\n"
    (tiny / name).write_text(sql, encoding="utf-8")
    assert find_faults(tiny) == []
    build(tiny, tmp_path / "store.duckdb")
    assert not written.exists()
    duckdb.execute(sql.splitlines()[-1])
    assert written.exists()  # or the statement could not have written anything anyhow


def test_a_rule_left_out_of_a_folder_of_tables_holds_all_the_same(tiny: Path) -> None:
    (tiny / "schema.sql").write_text("create table findings (finding_id varchar);\n", encoding="utf-8")
    change(tiny, "findings", "health-23-gbr-budget", "value", "101")
    assert [(fault.file, fault.value) for fault in find_faults(tiny)] == [("findings.csv", "101.0")]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("copy (select 1) to '{folder}/written'", "Cannot access file"),
        ("select * from read_text('{folder}/secret')", "Cannot access file"),
        ("select * from glob('{folder}/*')", "Cannot access file"),
        ("attach '{folder}/other.duckdb' as other", "Cannot access file"),
        ("attach '{folder}/inside/../other.duckdb' as other", "Cannot access file"),
        ("install httpfs", "Permission Error"),
        ("set allowed_paths = ['{folder}/written']", "locked"),
        ("set enable_external_access = true", "locked"),
        ("set threads = 2", "locked"),
    ],
)
def test_what_builds_a_store_reaches_no_other_file(tmp_path: Path, sql: str, message: str) -> None:
    folder = tmp_path / "outside"
    (folder / "inside").mkdir(parents=True)
    (folder / "secret").write_text("a", encoding="utf-8")
    target = folder / "inside" / "it's a store.duckdb"
    escaped = str(target).replace("'", "''")
    before = sorted(folder.iterdir())
    with building.writing_only(target) as con:
        with pytest.raises(duckdb.Error, match=message):
            con.execute(sql.format(folder=folder))
        assert sorted(folder.iterdir()) == before
        # The one file it is for can be written.
        con.execute(f"attach '{escaped}' as store")
        con.execute("create table store.held as select 1 as one")
        con.execute("detach store")
    assert list(target.parent.iterdir()) == [target]


def imported(path: Path) -> set[Path]:
    """Return the modules of the package that a module imports, itself and all they import among them."""
    found, left = {path}, [path]
    while left:
        for node in ast.walk(ast.parse(left.pop().read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "trends":
                names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
                files = {ROOT / f"{name.replace('.', '/')}.py" for name in names}
                new = {file for file in files if file.exists()} - found
                found |= new
                left += new
    return found


def test_every_file_that_builds_a_store_is_among_those_it_is_named_after() -> None:
    assert imported(ROOT / "trends" / "evidence" / "build.py") == set(building.BUILT_BY)
    # Each is found by an import of another, or the search finds nothing at all.
    schema = ROOT / "trends" / "evidence" / "schema.py"
    assert imported(schema) == {schema}


def test_a_change_in_any_file_that_builds_a_store_changes_its_name(tmp_path: Path) -> None:
    copies = [Path(shutil.copy(path, tmp_path)) for path in building.BUILT_BY]
    made = [building.builder(), building.builder(copies)]
    assert made[0] == made[1]
    assert re.fullmatch(r"[0-9a-f]{6}", made[0])
    for path in copies:
        with path.open("a", encoding="utf-8") as code:
            code.write("# One more line.\n")
        made.append(building.builder(copies))
    assert len(set(made)) == 1 + len(copies)


@pytest.mark.evidence
def test_no_survey_is_entered_twice_under_two_names() -> None:
    """Surveys of one place, year and base that share three figures or more are one, told by two publishers."""
    findings, questions = (
        pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False) for name in ("findings", "questions")
    )
    told = findings.merge(questions[["question", "survey", "measure"]], on="question")
    shares = told[(told["measure"] == "percent") & (pd.to_numeric(told["base_n"]) >= FIRM)]
    of_surveys = [
        (place, survey, set(rows["value"]))
        for (*place, survey), rows in shares.groupby(["country", "sector", "year", "base_n", "survey"])
    ]
    twice = [
        (one, other)
        for (place, one, its), (there, other, others) in itertools.combinations(of_surveys, 2)
        if place == there and len(its & others) >= TELLING
    ]
    assert twice == []
