"""What is different between two folders of tables: rows added, corrected and removed, by the key of each table.

Files are compared as they are written, not as a store reads them: a folder older than today's rules can be compared as
well, as far as its columns go.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trends.evidence.schema import Schema

# How many changed fields of a table are told one by one, and how many of its rows that came or went; all are counted.
MOST_FIELDS, MOST_ROWS = 12, 6
LONGEST_VALUE = 120


@dataclass(frozen=True)
class Correction:
    """One field that was written anew: the key of its row, its column, and what stood and stands there."""

    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class TableChange:
    """What is different in a table.

    ``rows`` stand in it now; ``columns`` counts the changed fields by column; ``corrections``, ``added_keys`` and
    ``removed_keys`` are the first of each. ``not_compared`` says why its rows could not be; empty where they were.
    """

    table: str
    rows: int
    added: int = 0
    corrected: int = 0
    removed: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    new_columns: Sequence[str] = ()
    corrections: Sequence[Correction] = ()
    added_keys: Sequence[str] = ()
    removed_keys: Sequence[str] = ()
    not_compared: str = ""

    @property
    def changed(self) -> bool:
        """Say whether anything is different."""
        return bool(self.added or self.corrected or self.removed or self.new_columns or self.not_compared)


@dataclass(frozen=True)
class _File:
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def compared(schema: Schema, before: Path | None, after: Path) -> list[TableChange]:
    """Return what is different in each table of the schema, in its order, tables without a difference too.

    Args:
        schema: the tables and their keys.
        before: the folder that is compared with; None where there is none, so that every row is new.
        after: the folder.
    """
    return [_table(name, key, before, after) for name, key in _keys(schema).items()]


def _keys(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table's key; all of them where it has none."""
    keys = {each.table: each.columns for each in schema.constraints if each.kind == "PRIMARY KEY"}
    return {name: keys.get(name, tuple(table.column_names)) for name, table in schema.tables.items()}


def _table(name: str, key: Sequence[str], before: Path | None, after: Path) -> TableChange:
    now = _read(after / f"{name}.csv")
    then = _read(before / f"{name}.csv") if before else _File(now.header, [])
    if not then.header:
        # A table that is new has only new rows.
        then = _File(now.header, [])
    if missing := [column for column in key if column not in then.header or column not in now.header]:
        told = f"The key {', '.join(key)} has no column {', '.join(missing)} in one of the folders."
        return TableChange(name, len(now.rows), not_compared=told)
    shared = [column for column in now.header if column in then.header]
    old, new = _by_key(then, key, shared), _by_key(now, key, shared)
    fields = [
        Correction(_key_words(each), column, _short(old[each][at]), _short(values[at]))
        for each, values in new.items()
        if each in old and old[each] != values
        for at, column in enumerate(shared)
        if old[each][at] != values[at]
    ]
    added, removed = [each for each in new if each not in old], [each for each in old if each not in new]
    return TableChange(
        name,
        len(now.rows),
        len(added),
        sum(each in old and old[each] != values for each, values in new.items()),
        len(removed),
        dict(Counter(each.column for each in fields).most_common()),
        [column for column in now.header if column not in then.header],
        fields[:MOST_FIELDS],
        [_key_words(each) for each in added[:MOST_ROWS]] if old else [],
        [_key_words(each) for each in removed[:MOST_ROWS]],
    )


def _by_key(file: _File, key: Sequence[str], columns: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    keyed, told = [file.header.index(column) for column in key], [file.header.index(column) for column in columns]
    return {tuple(row[at] for at in keyed): tuple(row[at] for at in told) for row in file.rows}


def _read(path: Path) -> _File:
    """Return what a file holds; nothing where it is not there. Uneven rows are left out: a check tells of them."""
    if not path.exists():
        return _File([], [])
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = list(csv.reader(lines)) or [[]]
    return _File(header, [row for row in rows if len(row) == len(header)])


def _key_words(key: Sequence[str]) -> str:
    return _short(" · ".join(key))


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
