"""The weights of those who count: every one a number above 0, none as large as all others together."""

import math
import re
from collections.abc import Sequence

from trends.intake.problems import Problem, Severity, listed, quoted
from trends.intake.quoting import may_be_quoted
from trends.intake.table import Column, Table

_DECIMAL_COMMA = re.compile(r"\d+,\d+")


def weights(table: Table, column: Column, counted: Sequence[int]) -> tuple[list[float], list[Problem]]:
    """Return the weights, 1 where one cannot be read, and an error for what cannot."""
    read: list[float] = []
    wrong: list[int] = []
    commas: list[int] = []
    for row in counted:
        text = column.cells[row]
        try:
            weight = float(text)
        except ValueError:
            weight = math.nan
        if not (math.isfinite(weight) and weight > 0):
            (commas if _DECIMAL_COMMA.fullmatch(text) else wrong).append(row)
            weight = 1.0
        read.append(weight)
    told = []
    if wrong:
        told.append(f"rows {_shown(table, column, wrong)} are not")
    total = sum(read)
    large = [row for row, weight in zip(counted, read, strict=True) if len(read) > 1 and weight > total - weight]
    if large:
        told.append(f"row {_shown(table, column, large)} outweighs all others together")
    if commas:
        told.append(f"row {_shown(table, column, commas)} has a decimal comma")
    if not told:
        return read, []
    rows = table.file_rows(sorted({*wrong, *large, *commas}))
    reason = f"Weights must be numbers above 0: {'; '.join(told)}."
    mend = "correct them in the export, written with a decimal point; leave out [weight] to count everybody alike."
    return read, [Problem(Severity.ERROR, table.file, reason, mend, rows, (column.name,), "weight.column")]


def _shown(table: Table, column: Column, rows: Sequence[int]) -> str:
    return listed(f"{table.rows[row]}{_cell(column.cells[row])}" for row in rows)


def _cell(text: str) -> str:
    """Return a cell in brackets; words are not quoted, since a column that is no weight may have been named."""
    if not text:
        return " (empty)"
    return f" ({quoted(text)})" if may_be_quoted(text, 1) else ""
