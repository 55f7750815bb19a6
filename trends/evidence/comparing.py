"""What is different between two folders of tables: rows added, corrected and removed, by the key of each table.

Files are compared as they are written, not as a store reads them: a folder older than today's rules can be compared as
well, by the columns that both have.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from trends.evidence.earlier import read_tables
from trends.evidence.loading import File
from trends.evidence.schema import Schema

# How many changed fields of a table are told one by one, and how many of its rows that came or went; all are counted.
MOST_FIELDS, MOST_ROWS = 12, 6
LONGEST_VALUE = 120
# A table that is not in a folder.
_NOTHING = File()


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
    ``removed_keys`` are the first of each. ``new_columns`` and ``gone_columns`` stand in one of the folders alone;
    ``is_new`` says that there was no such table before. ``not_compared`` says why its rows could not be; empty where
    they were.
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
    gone_columns: Sequence[str] = ()
    is_new: bool = False

    @property
    def changed(self) -> bool:
        """Say whether anything is different."""
        counted = self.added or self.corrected or self.removed
        return bool(counted or self.new_columns or self.gone_columns or self.is_new or self.not_compared)


def compared(schema: Schema, before: Path | None, after: Path) -> list[TableChange]:
    """Return what is different in each table of the schema, in its order, tables without a difference too.

    Args:
        schema: the tables and their keys.
        before: the folder that is compared with; None where there is none, so that every row is new.
        after: the folder.

    Raises:
        EvidenceError: a folder has no tables, or a file of one cannot be read; says which and why.
    """
    now, then = read_tables(schema, after), read_tables(schema, before) if before else None
    return [
        _table(name, key, None if then is None else then.get(name, _NOTHING), now.get(name, _NOTHING))
        for name, key in _keys(schema).items()
    ]


def _keys(schema: Schema) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table's key; all of them where it has none."""
    keys = {each.table: each.columns for each in schema.constraints if each.kind == "PRIMARY KEY"}
    return {name: keys.get(name, tuple(table.column_names)) for name, table in schema.tables.items()}


def _table(name: str, key: Sequence[str], before: File | None, after: File) -> TableChange:
    """Return what is different in a table; ``before`` is None where there was no folder, so that no table is new."""
    now, rows = after.header or [], _count(after)
    then = (before.header if before else None) or []
    if then and (missing := [column for column in key if column not in then]):
        told = f"The tables before have no {', '.join(missing)} in {name}.csv, by which its rows are known."
        return TableChange(name, rows, not_compared=told)
    shared = [column for column in now if column in then]
    old, new = _by_key(before, key, shared) if before and then else {}, _by_key(after, key, shared)
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
        rows,
        len(added),
        sum(each in old and old[each] != values for each, values in new.items()),
        len(removed),
        dict(Counter(each.column for each in fields).most_common()),
        [column for column in now if column not in then] if then else [],
        fields[:MOST_FIELDS],
        [_key_words(each) for each in added[:MOST_ROWS]] if old else [],
        [_key_words(each) for each in removed[:MOST_ROWS]],
        gone_columns=[column for column in then if column not in now],
        is_new=before is _NOTHING,
    )


def _count(file: File) -> int:
    return len(file.columns[0]) if file.columns else 0


def _by_key(file: File, key: Sequence[str], columns: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    if not file.header:
        return {}
    values = dict(zip(file.header, (column.to_pylist() for column in file.columns), strict=True))
    keys = zip(*(values[column] for column in key), strict=True)
    told = zip(*(values[column] for column in columns), strict=True) if columns else repeat((), _count(file))
    return dict(zip(keys, told, strict=True))


def _key_words(key: Sequence[str]) -> str:
    return _short(" · ".join(key))


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
