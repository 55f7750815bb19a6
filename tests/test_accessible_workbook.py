"""The checklist of "Making spreadsheets accessible" (UK Government Analysis Function), item by item, on our workbooks.

``test_gptables.py`` compares them with what the Analysis Function's own package makes. The cover and the notes are tables
too, and what a file is stands in its properties.
"""

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from trends.export.encode import encode
from trends.export.workbook import FIXED_CREATED, workbook_of

ROWS = {"country": ["Norway", "Kenya"], "value": [1.5, None], "note": ["A long note. " * 20, "=1+1"]}
COLUMNS = {"country": "Where", "value": "How many", "note": "What to know", "Sheet": "Where it is", "Finding": "What"}
ABOUT = [("Rows", "2"), ("Terms", "Cite the source.")]
TITLE = "Figures of two countries"


def several() -> bytes:
    tables: dict[str, dict[str, list[Any]]] = {
        "Findings": {"Sheet": ["Finding 1", "Finding 2"], "Finding": ["One", "Two"]},
        "Finding 1": ROWS,
        "Finding 2": {"country": ["Chile"], "value": [3]},
    }
    return workbook_of(tables, ["The sheet Findings says where each is."], ABOUT, TITLE, COLUMNS, FIXED_CREATED)


@pytest.fixture(scope="module", params=["one table", "several tables"])
def book(request: pytest.FixtureRequest) -> Any:
    one = encode(pd.DataFrame(ROWS), "xlsx", title=TITLE, about=ABOUT, columns=COLUMNS)
    return openpyxl.load_workbook(io.BytesIO(one if request.param == "one table" else several()))


def data_sheets(book: Any) -> list[Any]:
    return [sheet for sheet in book if sheet.title not in {"Cover", "Notes"}]


def filled(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_cover_comes_first_and_notes_come_last(book: Any) -> None:
    assert (book.sheetnames[0], book.sheetnames[-1]) == ("Cover", "Notes")
    assert book.active.title == "Cover"
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)


def test_a1_holds_the_heading_of_each_sheet_of_words_and_the_first_column_of_data(book: Any) -> None:
    assert book["Cover"]["A1"].value == TITLE
    assert book["Notes"]["A1"].value == "Notes"
    for sheet in data_sheets(book):
        assert sheet["A1"].value in COLUMNS
    for name in ("Cover", "Notes"):
        assert (book[name]["A1"].font.b, book[name]["A1"].font.sz) == (True, 16)


def test_each_table_is_marked_up_by_a_name_of_its_own_with_headers_in_every_column(book: Any) -> None:
    names = []
    for sheet in book:
        (table,) = sheet.tables.values()
        names.append(table.displayName)
        header = sheet[table.ref][0]
        assert all(isinstance(cell.value, str) and cell.value.strip() and cell.font.b for cell in header)
        assert len({cell.value.casefold() for cell in header}) == len(header)
    assert len(set(names)) == len(book.sheetnames)


def test_no_cells_are_merged_and_no_row_or_column_is_blank_or_hidden(book: Any) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows())
        assert all(any(cell.value is not None for cell in column) for column in sheet.iter_cols())
        assert not any(size.hidden for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
        assert sheet.sheet_state == "visible"


def test_letters_have_no_serifs_and_no_less_than_12_points(book: Any) -> None:
    for sheet in book:
        for cell in filled(sheet):
            assert (cell.font.name, cell.font.sz >= 12) == ("Arial", True), cell.coordinate


def test_colour_and_looks_carry_no_meaning(book: Any) -> None:
    for sheet in book:
        for cell in filled(sheet):
            assert cell.fill.fill_type is None
            # What leads somewhere is underlined as well as coloured.
            assert not cell.hyperlink or cell.font.u == "single"
        (table,) = sheet.tables.values()
        assert not table.tableStyleInfo.showRowStripes


def test_words_are_wrapped_and_columns_wide_enough(book: Any) -> None:
    for name in ("Cover", "Notes"):
        (table,) = book[name].tables.values()
        assert all(cell.alignment.wrap_text for row in book[name][table.ref][1:] for cell in row)
    for sheet in book:
        widths = [sheet.column_dimensions[letter].width for letter in ("A", "B")]
        assert all(width >= 10 for width in widths)


def test_headers_of_data_stay_in_sight(book: Any) -> None:
    assert {sheet.freeze_panes for sheet in data_sheets(book)} == {"A2"}


def test_title_and_language_are_properties(book: Any) -> None:
    assert book.properties.title == TITLE
    assert {each.name: each.value for each in book.custom_doc_props.props} == {"Language": "en-GB"}


def test_contents_lead_to_the_sheets_they_name(book: Any) -> None:
    first, *others = data_sheets(book)
    assert first.title in book["Cover"]["A2"].value
    if not others:
        return
    assert book["Cover"]["A2"].hyperlink.location == f"'{first.title}'!A1"
    for row in first.iter_rows(min_row=2):
        assert row[0].hyperlink.location == f"'{row[0].value}'!A1"
        assert row[0].value in book.sheetnames


def test_what_an_empty_cell_means_is_said_and_none_holds_a_blank(book: Any) -> None:
    assert "An empty cell" in book["Notes"]["A2"].value
    for sheet in book:
        assert all(cell.value.strip() for cell in filled(sheet) if isinstance(cell.value, str))


def test_each_column_of_the_data_is_explained(book: Any) -> None:
    explained = {row[0].value for row in book["Notes"].iter_rows()}
    for sheet in data_sheets(book):
        assert {cell.value for cell in sheet[1] if cell.value} <= explained
