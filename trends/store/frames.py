"""Answers of the database as frames, and parameters as it takes them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

# Empty fields must not turn whole numbers into decimals: a year stays 2024 and a base stays 67 in every table and file.
_WHOLE_NUMBERS: dict[pa.DataType, pd.Int64Dtype] = {
    pa.type_for_alias(name): pd.Int64Dtype()
    for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
}

Parameter = str | int | float | bool | Sequence[str] | Sequence[int] | None


def framed(table: pa.Table) -> pd.DataFrame:
    """Return an answer as a frame whose numbers are Int64 or float64 and whose lists cannot be changed."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            # A sum of whole numbers and a literal such as 0.5 come as decimals, with which pandas cannot compute.
            plain = pa.float64() if field.type.scale else pa.int64()
            table = table.set_column(place, field.name, table.column(place).cast(plain))
    # Answers are short: starting threads would take longer than converting.
    frame: pd.DataFrame = table.to_pandas(types_mapper=_WHOLE_NUMBERS.get, use_threads=False)
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            # A copied frame shares the arrays in its cells, and an answer that is kept must stay as it was.
            for entries in frame.iloc[:, place].dropna():
                entries.setflags(write=False)
    return frame


def bound(value: Parameter) -> Parameter:
    """Return a parameter as the database takes it."""
    return list(value) if isinstance(value, (list, tuple)) else value


def hashable(value: Parameter) -> Any:
    """Return a parameter as part of a cache's key."""
    # 1, 1.0 and true are equal to Python but not to the database.
    if isinstance(value, (list, tuple)):
        return tuple((type(entry), entry) for entry in value)
    return type(value), value
