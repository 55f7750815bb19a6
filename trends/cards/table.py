"""A table for reading, as data: columns with a role, and the form it takes where there is little room.

A column's role says what its cells are: what a row is of, a figure, a base, a source, plain text. Each
renderer lays out roles in its own way. The narrow form is made only here, from templates that name columns.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from trends.words.numbers import MISSING
from trends.words.pieces import symbols_in
from trends.words.text import Words, join, plain, say

_NAMED = re.compile(r"\{([^{}]+)\}")


class Role(StrEnum):
    """What the cells of a column are."""

    NAME = "name"
    FIGURE = "figure"
    RANGE = "range"
    CHANGE = "change"
    BASE = "base"
    SOURCE = "source"
    MARK = "mark"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column: its heading, what its cells are, and its cells in words, one per row.

    ``shades`` say how strongly each cell is shaded, from 0 to 1; a column without them has none.
    """

    heading: str
    role: Role
    cells: Sequence[Words]
    shades: Sequence[float] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """Rows for reading.

    ``fold`` gives the columns in narrow form: heading to words that name columns in braces, as in
    ``"**{What}**: {Asked}"``; empty where the table is narrow enough. ``aside`` holds cells that only these words use,
    by name.
    """

    columns: Sequence[Column]
    fold: Mapping[str, str] = field(default_factory=dict)
    aside: Mapping[str, Sequence[Words]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {len(column.cells) for column in self.columns} | {len(cells) for cells in self.aside.values()}
        if len(lengths) > 1:
            counted = ", ".join(f"{column.heading}: {len(column.cells)}" for column in self.columns)
            raise ValueError(f"The columns of a table have several lengths ({counted}); give each one cell per row.")
        headings = self.headings
        if len(set(headings)) < len(headings):
            raise ValueError(f"Two columns of a table share a heading ({', '.join(headings)}); name them apart.")

    @classmethod
    def of(
        cls,
        columns: Mapping[str, Iterable[Any]],
        roles: Mapping[str, Role] | None = None,
        *,
        fold: Mapping[str, str] | None = None,
        aside: Mapping[str, Iterable[Any]] | None = None,
    ) -> "Table":
        """Return a table of cells by heading; numbers become words. The first column names its rows.

        Args:
            columns: cells by heading, one per row.
            roles: what the cells of a column are, where that is not text.
            fold: as the class says.
            aside: the same.
        """
        roles = roles or {}
        made = [
            Column(heading, roles.get(heading, Role.TEXT if place else Role.NAME), [_cell(cell) for cell in cells])
            for place, (heading, cells) in enumerate(columns.items())
        ]
        return cls(made, fold or {}, {name: [_cell(cell) for cell in cells] for name, cells in (aside or {}).items()})

    @property
    def headings(self) -> list[str]:
        """The headings, in order."""
        return [column.heading for column in self.columns]

    @property
    def empty(self) -> bool:
        """Say whether the table has no rows."""
        return len(self) == 0

    def __len__(self) -> int:
        return len(self.columns[0].cells) if self.columns else 0

    def __getitem__(self, heading: str) -> Sequence[Words]:
        return next(column.cells for column in self.columns if column.heading == heading)

    def rows(self) -> list[dict[str, Words]]:
        """Return the rows, cells by heading."""
        return [dict(zip(self.headings, cells, strict=True)) for cells in self._by_row()]

    def _by_row(self) -> Iterable[tuple[Words, ...]]:
        return zip(*(column.cells for column in self.columns), strict=True)

    def with_column(self, at: int, heading: str, cells: Iterable[Any], role: Role = Role.TEXT) -> "Table":
        """Return the table with one more column at a place; its narrow form has it at the same place."""
        column = Column(heading, role, [_cell(cell) for cell in cells])
        fold = list(self.fold.items())
        if fold:
            fold.insert(at, (heading, f"{{{heading}}}"))
        return Table([*self.columns[:at], column, *self.columns[at:]], dict(fold), self.aside)

    def with_rows(self, rows: Iterable[Mapping[str, Words]], fill: Words) -> "Table":
        """Return the table with more rows at its end; a cell a row lacks is ``fill``."""
        added = list(rows)
        columns = [
            Column(column.heading, column.role, [*column.cells, *(row.get(column.heading, fill) for row in added)])
            for column in self.columns
        ]
        aside = {name: [*cells, *(fill for _ in added)] for name, cells in self.aside.items()}
        return Table(columns, self.fold, aside)

    def stacked(self) -> "Table":
        """Return the table with a narrow form of two columns: the first as it is, all others as one line of words.

        Cells without an entry are left out of that line. A table of two columns is narrow enough.
        """
        first, *others = self.columns
        if len(others) < 2:  # noqa: PLR2004 - fits a phone
            return self
        about = [
            join(
                " · ",
                [say("{}: {}", heading, cell) for heading, cell in list(row.items())[1:] if plain(cell) != MISSING],
            )
            for row in self.rows()
        ]
        line = "About it"
        return Table(self.columns, {first.heading: f"{{{first.heading}}}", line: f"{{{line}}}"}, {line: about})

    def folded(self) -> "Table":
        """Return the table in narrow form; the table itself where it needs no other form."""
        if not self.fold:
            return self
        named = [row | {name: cells[at] for name, cells in self.aside.items()} for at, row in enumerate(self.rows())]
        roles = {column.heading: column.role for column in self.columns}
        return Table(
            [
                Column(
                    heading,
                    roles.get(heading, Role.TEXT if place else Role.NAME),
                    [_said(template, row) for row in named],
                )
                for place, (heading, template) in enumerate(self.fold.items())
            ]
        )

    def symbols(self) -> list[str]:
        """Return what the symbols in its cells mean, such as [u], those that occur alone."""
        return symbols_in(plain(cell) for column in self.columns for cell in column.cells)

    def frame(self) -> pd.DataFrame:
        """Return the cells as plain words, a column per heading."""
        return pd.DataFrame(
            {column.heading: pd.Series([plain(cell) for cell in column.cells], dtype=object) for column in self.columns}
        )


def _said(template: str, row: Mapping[str, Words]) -> Words:
    """Return words that name columns in braces with the cells of a row put in."""
    names = _NAMED.findall(template)
    if template == f"{{{names[0]}}}":
        return row[names[0]]
    return say(_NAMED.sub("{}", template), *(row[name] for name in names))


def _cell(value: Any) -> Words:
    return value if isinstance(value, str) or hasattr(value, "spans") else str(value)
