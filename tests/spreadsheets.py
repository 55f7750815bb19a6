"""What spreadsheets make of the files of the evidence when they open and save them; no spreadsheet is needed for it."""

import calendar
import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

Change = Callable[[str], str]
MONTH_AND_YEAR = re.compile(rf"({'|'.join(calendar.month_name[1:])}) (\d{{4}})")


def resaved(
    folder: Path, target: Path, change: Change, *, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL, empty: int = 0
) -> Path:
    """Write a copy of every table as a spreadsheet saves it: mark, line ends, every field changed; return ``target``.

    Args:
        folder: of the tables.
        target: the folder to make.
        change: what the spreadsheet makes of a field below the header.
        quoting: which fields it quotes.
        empty: how many empty columns it writes after the last.
    """
    target.mkdir()
    for path in folder.glob("*.csv"):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        written = [header, *([change(field) for field in row] for row in rows)]
        with (target / path.name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n", quoting=quoting).writerows([*row, *[""] * empty] for row in written)
    return target


def read_as_meant(field: str) -> str:
    """Return what a spreadsheet makes of a field where it takes no text for a date: truth values and bare numbers."""
    if field in {"true", "false"}:
        return field.upper()
    if re.fullmatch(r"-?\d+\.\d+", field):
        return f"{float(field):.10f}".rstrip("0").rstrip(".")
    return field


def as_excel(field: str) -> str:
    """Return what Excel makes of a field on a computer of the United States, dates included."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", field):
        day = date.fromisoformat(field)
        return f"{day.month}/{day.day}/{day.year}"
    if found := MONTH_AND_YEAR.fullmatch(field):
        return f"{found[1][:3]}-{found[2][2:]}"
    return read_as_meant(field)
