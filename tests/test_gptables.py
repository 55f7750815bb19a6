"""Our workbooks beside what ``gptables`` of the UK Government Analysis Function makes of the same rows, line by line.

They differ on purpose: a sheet of data begins with its table, where programs look for it, so its title stands on the
cover; headers stay in sight; the sheet that leads to several tables is the first of them, not one of its own.
"""

import io
import warnings
from typing import Any

import gptables
import openpyxl
import pandas as pd
import pytest

from trends.export.workbook import FIXED_CREATED, workbook_of

TITLE = "Figures of two countries"
ROWS: dict[str, list[Any]] = {
    "Where": ["Norway", "Kenya"],
    "How many": [1.5, 12],
    "What to know": ["Plain words.", "=1+1"],
}
OTHERS: dict[str, list[Any]] = {"Where": ["Chile"], "How many": [3]}
SHEETS = {"Finding 1": ROWS, "Finding 2": OTHERS}
ABOUT = [("Rows", "2"), ("Terms", "Cite the source.")]


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("gptables") / "theirs.xlsx"
    tables = {
        sheet: gptables.GPTable(
            table=pd.DataFrame(rows), table_name=sheet.replace(" ", "_"), title=f"{TITLE}: {sheet}", index_columns={}
        )
        for sheet, rows in SHEETS.items()
    }
    cover = gptables.Cover(TITLE, intro=["Every figure has a source."], about=["Cite the source."])
    with warnings.catch_warnings():
        # It warns of notes that there are none.
        warnings.simplefilter("ignore", UserWarning)
        gptables.write_workbook(str(path), tables, cover=cover)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def ours() -> Any:
    contents: dict[str, list[Any]] = {"Sheet": list(SHEETS), "Finding": ["One", "Two"]}
    columns = dict.fromkeys([*ROWS, *contents], "What it is")
    made = workbook_of({"Findings": contents, **SHEETS}, ["Where each is."], ABOUT, TITLE, columns, FIXED_CREATED)
    return openpyxl.load_workbook(io.BytesIO(made))


def lines(sheet: Any) -> list[list[tuple[Any, ...]]]:
    """Return the rows of the only table of a sheet: value, letters and what a screen reader is told of each cell."""
    (table,) = sheet.tables.values()
    return [
        [(cell.value, cell.font.name, cell.font.sz, cell.font.b, cell.fill.fill_type) for cell in row]
        for row in sheet[table.ref]
    ]


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_line_of_a_table_is_theirs(theirs: Any, ours: Any, sheet: str) -> None:
    assert lines(ours[sheet]) == lines(theirs[sheet])
    (our_table,), (their_table,) = ours[sheet].tables.values(), theirs[sheet].tables.values()
    assert bool(our_table.displayName) == bool(their_table.displayName)
    assert not ours[sheet].merged_cells.ranges
    assert not theirs[sheet].merged_cells.ranges


def test_the_sheet_of_contents_leads_to_the_same_places(theirs: Any, ours: Any) -> None:
    ways = [
        [(row[0].value, row[0].hyperlink.location, row[0].font.u) for row in sheet[table.ref][1:]]
        for sheet in (ours["Findings"], theirs["Contents"])
        for table in sheet.tables.values()
    ]
    assert ways[0] == ways[1]


def test_the_cover_says_first_what_it_is_of_in_the_same_letters(theirs: Any, ours: Any) -> None:
    assert ours.sheetnames[0] == theirs.sheetnames[0] == "Cover"
    first = [
        (cell.value, cell.font.name, cell.font.sz, cell.font.b) for cell in (ours["Cover"]["A1"], theirs["Cover"]["A1"])
    ]
    assert first[0] == first[1]
    # Nothing is smaller in ours than in theirs.
    sizes = [
        min(cell.font.sz for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
        for book in (ours, theirs)
    ]
    assert sizes[0] == sizes[1]
