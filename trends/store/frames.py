"""Answers of the database as frames or as rows, and parameters as it takes them."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

# Answers are short, and rows of texts kept as Python's are taken, sorted and gone through in two thirds of the time
# that Arrow's take. The setting is for frames made of answers, so that both can be joined without changing one of them.
pd.set_option("mode.string_storage", "python")
_TEXT = pd.StringDtype("python", na_value=np.nan)

_ERRORS: Mapping[str, type[duckdb.Error]] = {
    "INTERRUPT": duckdb.InterruptException,
    "Out of Memory": duckdb.OutOfMemoryException,
}

Parameter = str | int | float | bool | Sequence[str] | Sequence[int] | None


def as_told_by_the_database(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """Yield the batches of an answer; what goes wrong in the database meanwhile is an error of the database.

    Raises:
        duckdb.InterruptException, duckdb.OutOfMemoryException, duckdb.Error: as for rows that are fetched otherwise;
            Arrow knows them by their words alone.
    """
    try:
        yield from reader
    except OSError as error:
        said = str(error)
        kind = next((kind for word, kind in _ERRORS.items() if said.startswith(word)), duckdb.Error)
        raise kind(said) from error


def framed(table: pa.Table) -> pd.DataFrame:
    """Return an answer as a frame whose numbers are Int64 or float64 and whose lists cannot be changed."""
    return pd.DataFrame(
        {name: _cells(column) for name, column in zip(table.column_names, table.columns, strict=True)}, copy=False
    )


def _cells(column: pa.ChunkedArray) -> Any:
    """Return the cells of a column as pandas holds them; the frame's own way takes twice as long for a short answer."""
    kind = column.type
    if pa.types.is_decimal(kind):
        # A sum of whole numbers and a literal such as 0.5 come as decimals, with which pandas cannot compute.
        kind = pa.float64() if kind.scale else pa.int64()
        column = column.cast(kind)
    if pa.types.is_integer(kind):
        # Empty fields must not turn whole numbers into decimals: a year stays 2024 and a base 67 in tables and files.
        values = column.fill_null(0) if column.null_count else column
        empty = column.is_null().to_numpy() if column.null_count else np.zeros(len(column), dtype=bool)
        return pd.arrays.IntegerArray(values.to_numpy().astype(np.int64), empty)
    if pa.types.is_string(kind):
        return _TEXT.__from_arrow__(column)  # type: ignore[attr-defined]  # left out of pandas-stubs
    cells = column.to_pandas()
    if pa.types.is_list(kind):
        # A copied frame shares the arrays in its cells, and an answer that is kept must stay as it was.
        for entries in cells.dropna():
            entries.setflags(write=False)
    return cells


def rows_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return rows of an answer by column: decimals as numbers, lists that cannot be changed, None where nothing is."""
    return [dict(zip(names, map(_cell, row), strict=True)) for row in rows]


def _cell(value: Any) -> Any:
    kind = type(value)
    if kind is list:
        return tuple(value)
    if kind is Decimal:
        return float(value) if value % 1 else int(value)
    return value


def bound(value: Parameter) -> Parameter:
    """Return a parameter as the database takes it."""
    return list(value) if isinstance(value, (list, tuple)) else value


def hashable(value: Parameter) -> Any:
    """Return a parameter as part of a cache's key."""
    # 1, 1.0 and true are equal to Python but not to the database.
    if isinstance(value, (list, tuple)):
        return tuple((type(entry), entry) for entry in value)
    return type(value), value
