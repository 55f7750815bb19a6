"""The Excel workbook of a download: cover, notes and one marked-up sheet of data."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from trends.export.plain import UNGUARDED, Plain, flat_values, map_text, without_controls

# When a workbook says it was created unless told otherwise: a clock would give the same data
# another file each second.
FIXED_CREATED = datetime(2020, 1, 1, tzinfo=UTC)

EXCEL_ROWS = 1_048_576  # of a sheet, the header included

EXCEL_COLUMNS = 16_384  # of a sheet

EXCEL_TEXT = 32_767  # UTF-16 units in a cell

EXCEL_HEADER = 255  # characters in the header of a marked-up table

# `_put_text` tells why a text may not start with <r>; a table's header has no way round.
HEADER = re.compile(rf"(?!<r>)(?=.*\S)[^\x00-\x1f\ufffe\uffff]{{1,{EXCEL_HEADER}}}")

# Lines above and below the header; with its bands off it fills no cell.
_TABLE_STYLE = "Table Style Light 1"

# As "Making spreadsheets accessible" asks: no serifs, and no less than 12 points.
# Without its scheme spreadsheets would show the font of their own theme instead.
_FONT = {"font_name": "Arial", "font_size": 12, "font_scheme": "none"}
_HEADING_SIZE = 16
_LANGUAGE = "en-GB"
# Cells of this column that name a sheet lead to it, as a table of contents does.
CONTENTS = "Sheet"

_WIDTHS = (10, 60)  # narrowest and widest column of the Data sheet, in characters

_COVER_SENTENCE = "The Data sheet holds the figures; the Notes sheet says what each column holds."

_EMPTY_SENTENCE = "An empty cell on {} means that the value is not known or not published. It never means zero."

_LIST_SENTENCE = "Where a cell holds several values, a semicolon and a blank stand between them."


@dataclass(frozen=True)
class _Looks:
    """A workbook's cell formats; `wrapped` and `formula` keep text text when a reader edits it."""

    heading: Any
    leads: Any
    header: Any
    wrapped: Any
    formula: Any


def check_sheet_size(frame: pd.DataFrame) -> None:
    """Raise ValueError where a frame has more rows or columns than a sheet."""
    rows, width = frame.shape
    if rows > EXCEL_ROWS - 1:
        message = (
            f"encode: {rows:,} rows are too many for an Excel sheet, which takes "
            f"{EXCEL_ROWS - 1:,} below the header; choose CSV or Parquet, or fewer rows."
        )
        raise ValueError(message)
    if width > EXCEL_COLUMNS:
        message = (
            f"encode: {width:,} columns are too many for an Excel sheet, which takes "
            f"{EXCEL_COLUMNS:,}; choose CSV or Parquet, or fewer columns."
        )
        raise ValueError(message)


def workbook(
    table: Mapping[str, list[Plain]],
    about: Sequence[tuple[str, str]],
    title: str,
    descriptions: Mapping[str, str],
    created: datetime,
) -> bytes:
    """Write the sheets Cover, Data and Notes, each with one marked-up table at most.

    No merged cells, no fills and no meaning in looks, as the UK Government Analysis Function asks
    in "Making spreadsheets accessible".
    """
    return workbook_of({"Data": table}, [_COVER_SENTENCE], about, title, descriptions, created)


def workbook_of(
    tables: Mapping[str, Mapping[str, list[Plain]]],
    sentences: Sequence[str],
    about: Sequence[tuple[str, str]],
    title: str,
    descriptions: Mapping[str, str],
    created: datetime,
) -> bytes:
    """Write a cover, a sheet for each table, which its name names, and the sheet Notes on all their columns.

    Args:
        tables: columns by sheet; a name has at most 31 letters, digits, blanks or hyphens and begins with a letter.
        sentences: below the title of the cover.
        about: label and text of each line of the cover.
        title: what the file is.
        descriptions: what a column holds, by its name.
        created: when, with its zone.
    """
    sink = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        sink,
        {
            "in_memory": True,  # no temporary files, and fixed times within the archive
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # The library writes into what it is given: the next workbook would be another one.
            "default_format_properties": dict(_FONT),
        },
    )
    title = _sheet_text(title)
    workbook.set_properties({"title": title, "created": created.astimezone(UTC)})
    workbook.set_custom_property("Language", _LANGUAGE, "text")
    looks = _Looks(
        heading=workbook.add_format({"bold": True, "font_size": _HEADING_SIZE}),
        leads=workbook.add_format({"underline": 1, "font_color": "#0563C1"}),
        header=workbook.add_format({"bold": True}),
        wrapped=workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        formula=workbook.add_format({"quote_prefix": True}),
    )
    cover = workbook.add_worksheet("Cover")
    _write_words(cover, looks, [title, *sentences], ("About this file", "Detail"), about)
    if len(tables) > 1 and sentences:
        # What says which sheet lists the others leads there.
        cover.write_url(1, 0, _place_of(next(iter(tables))), looks.leads, sentences[0])
    for name, table in tables.items():
        _write_data(workbook.add_worksheet(name), looks, table, tables)
    held = [values for table in tables.values() for values in table.values()]
    lists = any(isinstance(value, list) for values in held for value in values)
    where = "the Data sheet" if list(tables) == ["Data"] else "a sheet of data"
    _write_words(
        workbook.add_worksheet("Notes"),
        looks,
        ["Notes", _EMPTY_SENTENCE.format(where), *([_LIST_SENTENCE] if lists else [])],
        ("Column", "What it holds"),
        [
            (name, descriptions.get(name, "").strip() or "Not described.")
            for name in dict.fromkeys(name for table in tables.values() for name in table)
        ],
    )
    workbook.close()
    return sink.getvalue()


def _write_words(
    sheet: Any,
    looks: _Looks,
    sentences: Sequence[str],
    header: tuple[str, str],
    lines: Sequence[tuple[str, str]],
) -> None:
    """Write a heading, sentences under it and, where there are lines, a table of two columns."""
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    for row, sentence in enumerate(sentences):
        _put_text(sheet, (row, 0), sentence, looks.heading if row == 0 else None)
    if not lines:
        return
    top = len(sentences)
    _mark_up_table(sheet, looks, (top, len(lines)), header)
    for row, line in enumerate(lines, 1):
        for place, (name, text) in enumerate(zip(header, line, strict=True)):
            fitting = _fitting(_sheet_text(text), name, row)
            _put_text(sheet, (top + row, place), fitting, looks.wrapped)


def _write_data(sheet: Any, looks: _Looks, table: Mapping[str, list[Plain]], sheets: Collection[str]) -> None:
    """Write the table from A1 on, where programs look for it, its header frozen; names of ``sheets`` lead there."""
    names = list(table)
    _mark_up_table(sheet, looks, (0, len(table[names[0]])), names)
    sheet.freeze_panes(1, 0)
    narrowest, widest = _WIDTHS
    for place, name in enumerate(names):
        cells = map_text(flat_values(table[name]), _sheet_text)
        texts = {value for value in cells if isinstance(value, str)}
        formulas = {text for text in texts if UNGUARDED.match(text)}
        for row, value in enumerate(cells, 1):
            if isinstance(value, str):
                if name == CONTENTS and value in sheets:
                    sheet.write_url(row, place, _place_of(value), looks.leads, value)
                elif value:  # an empty text leaves the cell empty
                    look = looks.formula if value in formulas else None
                    _put_text(sheet, (row, place), _fitting(value, name, row), look)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif value is not None:
                sheet.write_number(row, place, value)
        # Three more for the header, since the filter's button covers its end.
        longest = max([len(name) + 3, *map(len, texts)])
        sheet.set_column(place, place, min(max(longest, narrowest), widest))


def _mark_up_table(sheet: Any, looks: _Looks, extent: tuple[int, int], header: Sequence[str]) -> None:
    """Mark up a table from the first of `extent`, a row, with the second, so many rows of data."""
    top, rows = extent
    sheet.add_table(
        top,
        0,
        top + max(rows, 1),  # Excel has no table without a row: with no data there is an empty one
        len(header) - 1,
        {
            "columns": [{"header": name, "header_format": looks.header} for name in header],
            "name": re.sub(r"\W", "_", f"{sheet.get_name()}_table"),
            "style": _TABLE_STYLE,
            "banded_rows": False,
        },
    )


def _place_of(sheet: str) -> str:
    return f"internal:'{sheet}'!A1"


def _put_text(sheet: Any, cell: tuple[int, int], text: str, look: Any) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes this for rich text of its own making and writes it unescaped, so a cell
        # could break the file or rewrite it. Made of runs it is escaped, and reads the same; the
        # method takes no fewer than three.
        sheet.write_rich_string(*cell, text[:1], text[1:2], text[2:], *([look] if look else []))
    else:
        sheet.write_string(*cell, text, look)


def _sheet_text(text: str) -> str:
    """Drop control characters and make every line end the line feed that Excel uses."""
    return without_controls(text).replace("\r\n", "\n").replace("\r", "\n")


def _fitting(text: str, name: str, row: int) -> str:
    """Return the text if a cell takes it; XlsxWriter would cut it without a word."""
    if len(text) > EXCEL_TEXT // 2:
        units = len(text.encode("utf-16-le")) // 2
        if units > EXCEL_TEXT:
            message = (
                f"encode: column {name!r}, row {row}, holds {units:,} characters of text, but an "
                f"Excel cell takes {EXCEL_TEXT:,}; choose another format or shorten the text."
            )
            raise ValueError(message)
    return text
