"""The columns of tables as programs read them: name, type and meaning, in one place for every format of description."""

from dataclasses import dataclass

import pandas as pd

from trends.export.tables import columns_of
from trends.request.tables import DataTable
from trends.store.store import Store
from trends.words.columns import MEANINGS


@dataclass(frozen=True)
class Described:
    """A column: its name, its type in words of JSON Schema (string, number, integer, boolean), its meaning."""

    name: str
    kind: str
    meaning: str


def described(store: Store, table: DataTable) -> list[Described]:
    """Return the columns of a table in their order."""
    return [
        Described(str(name), _kind(column), MEANINGS.get(str(name), ""))
        for name, column in columns_of(store, table).items()
    ]


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_numeric_dtype(column) else "string"
