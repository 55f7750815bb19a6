"""Values of a frame as plain ones that every format can hold, and texts that no spreadsheet takes for formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Plain: TypeAlias = "bool | int | float | str | list[Plain] | None"

# Besides the ASCII characters OWASP names, their full-width and small forms, which Japanese and
# Chinese spreadsheets read as the same operators.
_OPENER = r"[=+\-@＝＋－＠﹢﹣﹦﹫]"

# Blanks, and marks of no width, which a spreadsheet may strip and a reader cannot see; quotes too,
# since after a split they can be the quotes of the cell.
_BLANKS = r'(?:[^\S\t\r\n]|["\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])*'

# Excel in a language with decimal commas splits any CSV line at semicolons whatever its quotes say,
# so what follows a semicolon, a tab or a line end can become the start of a cell. Commas need no
# such care: where they split cells, the quotes count.
_CELL_START = r"(?:\A|(?<=[;\t\r\n]))"

_SURROGATES = re.compile("[\ud800-\udfff]")

# What XML 1.0 cannot write; it can write tabs, line feeds and carriage returns.
_NOT_IN_CELLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _unsafe_place(apostrophe: str) -> re.Pattern[str]:
    """Match where a formula could open, with the guard as given standing before it."""
    # Apostrophes that were in the text before are looked past: so `=1` and `'=1` stay two texts.
    return re.compile(
        rf"{_CELL_START}{apostrophe}(?='*{_BLANKS}{_OPENER})"
        rf"|\A{apostrophe}(?='*{_BLANKS}[\t\r\n])"
    )


def guard_formulas(text: str) -> str:
    """Put an apostrophe into a CSV text wherever a spreadsheet could read a formula.

    Guarded are texts that start with = + - @, their full-width or small forms, a tab or a line end,
    after blanks too, and the same operators after a semicolon, tab or line end within the text. No
    two texts give the same guarded text; `unguard_formulas` gives each back.

    Source: OWASP, "CSV Injection", its advice on field separators included.
    """
    return UNGUARDED.sub("'", text)


def unguard_formulas(text: str) -> str:
    """Take out the apostrophes `guard_formulas` put in; other texts come back unchanged."""
    return _GUARDED.sub("", text)


def whole_text(text: str) -> str:
    """Join split surrogate pairs and replace lone halves by U+FFFD."""
    if text.isascii() or not _SURROGATES.search(text):
        return str(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain_column(column: pd.Series[Any], name: str) -> list[Plain]:
    """Return the column's values as plain Python values, missing ones as None."""
    if holds_dates(column):
        column = column.dt.date
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    # Two short ways, for speed, round the look at every cell.
    if isinstance(column.dtype, pd.StringDtype):
        return map_text(values, whole_text)
    is_float = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
    if is_float and math.inf not in values and -math.inf not in values:
        return values
    return [_plain_cell(value, name, row) for row, value in enumerate(values, 1)]


def plain_columns(frame: pd.DataFrame) -> dict[str, list[Plain]]:
    """Return the columns of a frame by their names, each as :func:`plain_column` gives it; names are told once."""
    return {str(name): plain_column(frame.iloc[:, place], str(name)) for place, name in enumerate(frame.columns)}


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Plain]]:
    """Return the rows of a frame, each with plain values by column, as JSON can hold them."""
    columns = plain_columns(frame)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def holds_dates(column: pd.Series[Any]) -> bool:
    """Tell whether the column holds dates the way pandas does: as midnights without a zone."""
    if not (isinstance(column.dtype, np.dtype) and column.dtype.kind == "M"):
        return False
    times = column.dropna()
    return bool((times == times.dt.normalize()).all())


def _plain_cell(value: Any, name: str, row: int) -> Plain:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, bool | np.bool):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        if math.isinf(value):
            message = (
                f"encode: column {name!r}, row {row}, holds {value}, which most files cannot hold; "
                "it often comes from a division by zero: make it missing or drop the row."
            )
            raise ValueError(message)
        return None if math.isnan(value) else float(value)
    if isinstance(value, date):  # datetimes and pandas' own times are dates too
        return value.isoformat()
    if isinstance(value, np.ndarray):  # how DuckDB gives a list
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain_cell(item, name, row) for item in value]
    message = (
        f"encode: column {name!r}, row {row}, holds a {type(value).__name__}, which is neither a "
        "number, text, a date, a time nor a list of these; turn the column into text first."
    )
    raise ValueError(message)


def map_text(values: Iterable[Plain], change: Callable[[str], str]) -> list[Plain]:
    """Apply a function to every text, once for each distinct one, since columns repeat their texts."""
    values = list(values)
    changed = {text: change(text) for text in {v for v in values if isinstance(v, str)}}
    return [changed[value] if isinstance(value, str) else value for value in values]


def joined_values(value: Plain) -> str:
    """Write a value as text: the items of a list joined by "; ", missing ones left out."""
    if isinstance(value, list):
        return "; ".join(joined_values(item) for item in value if item is not None)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def without_controls(text: str) -> str:
    """Return a text without the control characters that no cell may hold."""
    return text if text.isprintable() else _NOT_IN_CELLS.sub("", text)


def one_line(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(without_controls(text).split())


def flat_values(values: Iterable[Plain]) -> list[Plain]:
    """Return the values as a sheet's cells hold them: lists joined, control characters dropped."""
    flat = [joined_values(value) if isinstance(value, list) else value for value in values]
    return map_text(flat, without_controls)


UNGUARDED = _unsafe_place("")

_GUARDED = _unsafe_place("'")
