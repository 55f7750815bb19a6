"""Workbooks: sizes looked at before opening, merged headings known, formulas without a value and dates told."""

import datetime as dt
import difflib
import itertools
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from trends.intake.headings import columns_of, heading_rows
from trends.intake.problems import IntakeError, Problem, Severity, listed, quoted, refusal
from trends.intake.table import FileOptions, Limits, Table
from trends.intake.typed import text_of

# What the library and the archive raise over parts that are not as they should be; either reader of XML a SyntaxError.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError, RuntimeError),
    *(KeyError, ValueError, IndexError, TypeError, AttributeError),
)
_LOOKED_AT = 12
_MOST_HEADINGS = 2
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Days since 1899 from 1954 to 2064: what a date becomes when its column is formatted as a number.
_DAY_NUMBERS = range(20_000, 60_000)


@dataclass
class _Parts:
    """What the sheet's own file says and the library leaves out."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unworked: list[str] = field(default_factory=list)


def read_workbook(path: Path, options: FileOptions, limits: Limits) -> Table:
    """Read the answers of a sheet.

    Raises:
        IntakeError: the file is no workbook, unpacks to too much, has several sheets of which none is named, formulas
            without a stored value, or headings that a person has to explain.
    """
    book = _opened(path, limits)
    try:
        sheet = _sheet(path, book, options)
        return _read_sheet(path, sheet, replace(options, sheet=sheet.title), limits)
    finally:
        book.close()


def sheets(path: Path, limits: Limits) -> list[str]:
    """Return the names of a workbook's sheets.

    Raises:
        IntakeError: the file is no workbook, or unpacks to too much.
    """
    book = _opened(path, limits)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def _opened(path: Path, limits: Limits) -> Any:
    _check_sizes(path, limits)
    with _whole(path):
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Refuse a workbook whose parts turn out to be missing or broken where they are read."""
    try:
        yield
    except _BROKEN as error:
        raise refusal(
            path, "The workbook cannot be opened: parts of it are missing or broken.", "save it again."
        ) from error


def _check_sizes(path: Path, limits: Limits) -> None:
    """Refuse a file that unpacks to more than is read; what it says of itself holds, since no more is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
            names = set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise refusal(path, "The workbook is cut off or damaged.", "copy or export it again.") from error
    if unpacked > limits.unpacked_bytes:
        reason = (
            f"The workbook unpacks to {unpacked / 1e6:,.0f} MB from {path.stat().st_size / 1e6:,.1f} MB;"
            f" at most {limits.unpacked_bytes / 1e6:,.0f} MB are unpacked: not opened."
        )
        raise refusal(path, reason, "export as CSV, or leave out columns that are not needed.")
    if "xl/workbook.xml" not in names:
        raise refusal(path, "This is an archive, but no workbook.", "unpack it and read what is in it.")


def _sheet(path: Path, book: Any, options: FileOptions) -> Any:
    names = [sheet.title for sheet in book.worksheets]
    if options.sheet is not None:
        if options.sheet not in names:
            reason = f"There is no sheet {quoted(options.sheet)}; there are {listed(names)}."
            near = difflib.get_close_matches(options.sheet, names, 1)
            mend = f"did you mean “{near[0]}”?" if near else "name one of them."
            raise refusal(path, reason, mend, key="file.sheet")
        return book[options.sheet]
    with _whole(path):
        filled = [sheet for sheet in book.worksheets if any(True for row in sheet.iter_rows(max_row=2) for _ in row)]
    if not filled:
        reason = f"The workbook is empty: no cell of {listed(names)} is filled."
        raise refusal(path, reason, "export it again, with the answers; or give the file that holds them.")
    if len(filled) != 1:
        reason = f"The workbook has {len(filled)} sheets with cells ({listed(names)})."
        raise refusal(path, reason, "say which one in the mapping, as in sheet = “…” of [file].", key="file.sheet")
    return filled[0]


def _read_sheet(path: Path, sheet: Any, options: FileOptions, limits: Limits) -> Table:
    with _whole(path):
        parts = _parts(path, sheet)
    width, height = sheet.max_column or 0, sheet.max_row or 0
    if width > limits.columns or height > limits.rows:
        reason = f"The sheet says it has {width:,} columns and {height:,} rows; at most {limits.columns:,} and"
        raise refusal(path, f"{reason} {limits.rows:,} are read.", "delete empty columns and rows, or split it.")
    if parts.unworked:
        told = f"{len(parts.unworked)} cells hold formulas with no stored value ({listed(parts.unworked)})"
        rows = sorted({int(row) for cell in parts.unworked if (row := re.sub(r"\D", "", cell))})
        raise refusal(path, f"{told}. Nothing is worked out here.", "paste values and save again.", rows=tuple(rows))
    cells = _cells(path, sheet)
    first = list(itertools.islice(cells, _LOOKED_AT))
    if not any(any(row) for row in first):
        raise refusal(path, "The sheet holds no cells.", "name the sheet with the answers, or export again.")
    texts = [[_text(cell) for cell in row] for row in first]
    return _filled(path, (first, cells), heading_rows(texts, _with_merged(path, parts, options)), limits)


def _cells(path: Path, sheet: Any) -> Iterator[Sequence[Any]]:
    with _whole(path):
        yield from sheet.iter_rows(values_only=True)


def _parts(path: Path, sheet: Any) -> _Parts:
    """Read merged ranges and formulas without a stored value from the sheet's own file, a piece at a time."""
    found = _Parts()
    with zipfile.ZipFile(path) as packed, packed.open(sheet._worksheet_path) as file:  # noqa: SLF001
        for _, element in ET.iterparse(file):  # noqa: S314 (expat refuses entities that grow)
            if element.tag == f"{_MAIN}c":
                value, inline = element.findtext(f"{_MAIN}v"), element.find(f"{_MAIN}is")
                if element.find(f"{_MAIN}f") is not None and not value and inline is None:
                    found.unworked.append(element.get("r", "?"))
            elif element.tag == f"{_MAIN}row":
                element.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                found.merged.append(range_boundaries(element.get("ref", "A1")))
    return found


def _with_merged(path: Path, parts: _Parts, options: FileOptions) -> FileOptions:
    """Return the options with the rows that merged headings cover.

    Below a heading merged across columns stand the headings of each, so the heading rows end one row below it.

    Raises:
        IntakeError: they are more rows than any tool writes, and the mapping does not say how they are to be read.
    """
    if options.header_rows is not None or not parts.merged:
        return options
    headings = [(bottom + (right > left)) for left, top, right, bottom in parts.merged if top <= _LOOKED_AT]
    rows = max(headings, default=1)
    if rows <= _MOST_HEADINGS:
        return replace(options, header_rows=rows, names_rows=tuple(range(1, rows + 1)))
    reason = f"The heading covers {rows} rows with merged cells and what looks like a title above."
    mend = (
        f"say in [file] of the mapping: header_rows = {rows}, names_row, text_row; proposed: names_row ="
        f" [{rows - 1}, {rows}], which joins the names of these rows."
    )
    raise refusal(path, reason, mend, rows=tuple(range(1, rows + 1)), key="file.header_rows")


def _filled(
    path: Path, given: tuple[list[Sequence[Any]], Iterator[Sequence[Any]]], options: FileOptions, limits: Limits
) -> Table:
    first, rest = given
    count = options.header_rows or 0
    columns = columns_of([[_text(cell) for cell in row] for row in first[:count]] or [[""] * len(first[0])], options)
    numbers, dates = array("I"), _Dates()
    number = count
    for row in itertools.chain(first[count:], rest):
        number += 1
        if not any(cell is not None and cell != "" for cell in row):
            continue
        if len(numbers) >= limits.rows:
            raise refusal(path, f"More than {limits.rows:,} rows of answers.", "split the workbook.")
        for column, cell in zip(columns, row, strict=False):
            column.cells.append(_text(cell))
            dates.see(column.position, number, cell)
        for column in columns[len(row) :]:
            column.cells.append("")
        numbers.append(number)
    if not numbers:
        raise refusal(path, "There is a heading row and no answers below it.", "export the answers too.", rows=(count,))
    if wrong := dates.problems(path, [column.name for column in columns]):
        raise IntakeError(wrong)
    return Table(path.name, "workbook", columns, numbers, count, sheet=options.sheet or "")


class _Dates:
    """Columns in which some cells are dates and others texts: groups of sizes that the program took for days."""

    def __init__(self) -> None:
        self.dates: dict[int, list[tuple[int, dt.date]]] = {}
        self.texts: dict[int, int] = {}
        self.numbers: dict[int, list[tuple[int, int]]] = {}

    def see(self, position: int, row: int, cell: Any) -> None:
        if isinstance(cell, dt.date):
            self.dates.setdefault(position, []).append((row, cell))
        elif isinstance(cell, str) and cell:
            self.texts[position] = self.texts.get(position, 0) + 1
        elif isinstance(cell, int) and cell in _DAY_NUMBERS:
            self.numbers.setdefault(position, []).append((row, cell))

    def problems(self, path: Path, names: list[str]) -> list[Problem]:
        return [
            self._problem(path, position, names[position - 1])
            for position in sorted(self.dates)
            if self.texts.get(position) and position <= len(names)
        ]

    def _problem(self, path: Path, position: int, name: str) -> Problem:
        examples = {date: row for row, date in reversed(self.dates[position])}
        shown = listed(
            f"{date:%-d %B %Y} (row {row})" for date, row in sorted(examples.items(), key=lambda each: each[1])
        )
        days = self.numbers.get(position, [])
        more = f", and {days[0][1]} (row {days[0][0]}) is a date's number" if days else ""
        where = f"'{name}' (column {get_column_letter(position)})"
        reason = f"{where} holds texts and dates: {shown}{more}. Groups such as 1-9 were turned into dates."
        rows = tuple(sorted(row for row, _ in (*self.dates[position], *days)))
        mend = "format the column as text before the answers are pasted, and export again."
        return Problem(Severity.ERROR, path.name, reason, mend, rows, (name,))


def _text(cell: Any) -> str:
    """Return a cell as a person writes it; a workbook has no days, but midnights."""
    is_day = isinstance(cell, dt.datetime) and cell.time() == dt.time()
    return text_of(cell.date() if is_day else cell)
