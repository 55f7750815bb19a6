"""Tables that were opened and saved in a spreadsheet: what is still plain is read, what is not is refused as its doing."""

import csv
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.given_faults import SHIPPED, assert_told, only_fault
from tests.reading import EVIDENCE
from tests.spreadsheets import as_excel, read_as_meant, resaved
from tests.tiny_evidence import change, read_rows
from trends.evidence.build import build, find_faults
from trends.store.opening import built_name
from trends.store.store import Store

# The one text column of numbers: a spreadsheet writes 1.0 as 1, and every question asks for the number.
NUMBERS = ("indicator_values", "value")


def contents(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table of a store in their order, those of ``NUMBERS`` as numbers."""
    with duckdb.connect(str(store), read_only=True) as con:
        held = {}
        for table in SHIPPED.tables.values():
            fields = ", ".join(
                f'coalesce(try_cast("{name}" as double)::varchar, "{name}")'
                if (table.name, name) == NUMBERS
                else f'"{name}"'
                for name in table.column_names
            )
            held[table.name] = con.execute(f'select {fields} from "{table.name}" order by rowid').fetchall()
        return held


def test_tables_saved_by_a_spreadsheet_build_the_same_store(store: Store, store_cache: Path, tmp_path: Path) -> None:
    saved = resaved(EVIDENCE, tmp_path / "saved", read_as_meant, quoting=csv.QUOTE_ALL, empty=2)
    text = "".join(path.read_text(encoding="utf-8") for path in saved.glob("*.csv"))
    assert '"TRUE"' in text
    build(saved, tmp_path / "saved.duckdb")
    # A copy, since the store that all tests share is open already.
    shared = shutil.copy(built_name(store_cache, store.fingerprint), tmp_path / "as_it_was.duckdb")
    ours, theirs = contents(Path(shared)), contents(tmp_path / "saved.duckdb")
    assert [name for name in ours if ours[name] != theirs[name]] == []


def changed_fields(saved: Path) -> dict[tuple[str, int, str], str]:
    """Return file, row and column of each field that means something else than before, with what stands there."""
    changed = {}
    for path in saved.glob("*.csv"):
        header, *before = read_rows(EVIDENCE, path.stem)
        _, *after = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True))
        for number, rows in enumerate(zip(before, after, strict=True), start=2):
            for column, was, is_now in zip(header, *rows, strict=True):
                if is_now not in {was, read_as_meant(was)}:
                    changed[path.name, number, column] = is_now
    return changed


def test_every_field_that_excel_changed_is_refused_as_the_doing_of_a_spreadsheet(tmp_path: Path) -> None:
    saved = resaved(EVIDENCE, tmp_path / "saved", as_excel)
    changed = changed_fields(saved)
    assert changed
    faults = find_faults(saved)
    assert {(fault.file, fault.row, fault.column): fault.value for fault in faults} == changed
    for fault in faults:
        assert "A spreadsheet" in fault.rule
        assert "import its columns as text" in fault.mend
        assert_told(fault)


CAUSES = [
    ("sources", "body_register", "read_on", "31.01.2025", "the dates of its own country"),
    ("sources", "health_poll", "read_on", "45688", "the dates of its own country"),
    ("waves", "council_survey,2023", "fieldwork", "May-23", "the dates of its own country"),
    ("findings", "barriers-21-gbr-budget", "note", "10/1/2049", "the dates of its own country"),
    ("body_sizes", "Small councils", "inhabitants", "5,000", "as a number is shown"),
    ("findings", "barriers-21-gbr-budget", "base_n", "1E+02", "as a number is shown"),
    ("findings", "barriers-21-gbr-budget", "value", "60,5", "as a number is shown"),
    ("findings", "barriers-21-gbr-skills", "value", "60%", "as a number is shown"),
    ("findings", "priorities-23-gbr-ai", "tied", "WAHR", "in its own language"),
    ("glossary", "Base", "definition", "#NAME?", "took the field for a formula"),
    ("glossary", "Wave", "definition", "How many M\ufffdori answered.", "Signs were lost"),
]


def test_what_a_spreadsheet_made_of_a_field_is_named(tiny: Path) -> None:
    expected = {
        (f"{table}.csv", change(tiny, table, tuple(key.split(",")), column, value), column): (value, cause)
        for table, key, column, value, cause in CAUSES
    }
    faults = {(fault.file, fault.row, fault.column): fault for fault in find_faults(tiny)}
    for place, (value, cause) in expected.items():
        fault = faults[place]
        assert fault.value == value
        assert cause in fault.rule
        assert "import its columns as text" in fault.mend
        assert_told(fault)


@pytest.mark.parametrize(("sign", "quote"), [(";", ""), ("\t", '"')])
def test_other_signs_between_columns_are_refused_as_the_doing_of_a_spreadsheet(
    tiny: Path, sign: str, quote: str
) -> None:
    path = tiny / "prompts.csv"
    rows = read_rows(tiny, "prompts")
    path.write_text("".join(f"{quote}{f'{quote}{sign}{quote}'.join(row)}{quote}\r\n" for row in rows), encoding="utf-8")
    fault = only_fault(tiny)
    assert (fault.file, fault.row) == ("prompts.csv", 1)
    assert f"with {'semicolons' if sign == ';' else 'tabs'} between its columns" in fault.rule
    assert fault.mend.startswith("write theme,prompt.")
    assert "“CSV UTF-8”" in fault.mend
    assert_told(fault)


def test_unicode_text_of_a_spreadsheet_is_refused_with_the_way_to_save_it(tiny: Path) -> None:
    path = tiny / "prompts.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace(",", "\t").encode("utf-16"))
    fault = only_fault(tiny)
    assert (fault.file, fault.row, fault.value) == ("prompts.csv", 1, "theme\tprompt")
    assert "“Unicode text”" in fault.rule
    assert "“CSV UTF-8”" in fault.mend
    assert_told(fault)


def test_a_value_below_no_header_is_not_passed_over(tiny: Path) -> None:
    path = tiny / "glossary.csv"
    path.write_text("".join(f"{line},\n" for line in path.read_text(encoding="utf-8").splitlines()) + "Open,a,b\n")
    fault = only_fault(tiny)
    assert (fault.row, fault.rule) == (4, "The row has 3 fields instead of 2.")
