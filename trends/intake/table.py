"""An export as read: cells as text, held once for each different value, with the rows and columns they stand in."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from trends.intake.problems import Problem

# Between the entries of a list in one cell, as Parquet holds them: no text of a survey has it.
LIST_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Limits:
    """What is read at most; a file beyond one of these is refused before or while it is read."""

    bytes: int = 2_000_000_000
    rows: int = 2_000_000
    columns: int = 5_000
    unpacked_bytes: int = 250_000_000
    cell_characters: int = 100_000


@dataclass(frozen=True)
class FileOptions:
    """What a mapping says of the file itself; whatever is not said is found out and told."""

    encoding: str | None = None
    delimiter: str | None = None
    header_rows: int | None = None
    names_rows: tuple[int, ...] = ()
    text_row: int | None = None
    sheet: str | None = None


class Cells:
    """The cells of one column: each different text once, and for each row which of them it has. Empty is ``""``."""

    def __init__(self) -> None:
        self.values: list[str] = [""]
        self.codes = array("I")
        self._known: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.values[self.codes[row]]

    def __iter__(self) -> Iterator[str]:
        return (self.values[code] for code in self.codes)

    def append(self, text: str) -> None:
        """Add the cell of the next row."""
        code = self._known.get(text)
        if code is None:
            code = self._known[text] = len(self.values)
            self.values.append(text)
        self.codes.append(code)

    def extend(self, texts: Iterable[str]) -> None:
        """Add the cells of the next rows, without blanks around them."""
        known, values = self._known, self.values
        codes = []
        for text in texts:
            plain = text.strip()
            code = known.get(plain)
            if code is None:
                code = known[plain] = len(values)
                values.append(plain)
            codes.append(code)
        self.codes.extend(codes)

    def different(self) -> list[str]:
        """Return the different texts that are not empty, in the order in which they first stand in the file."""
        return self.values[1:]

    def counts(self) -> dict[str, int]:
        """Return how many answers have each different text that is not empty."""
        found = Counter(self.codes)
        return {value: found[code] for code, value in enumerate(self.values) if value}

    def rows_of(self, values: Iterable[str]) -> list[int]:
        """Return which answers, counted from 0, have one of some texts."""
        codes = {self._known[value] for value in values if value in self._known}
        return [row for row, code in enumerate(self.codes) if code in codes]

    def is_filled(self) -> bool:
        """Say whether any cell has a text."""
        return len(self.values) > 1


@dataclass
class Column:
    """One column: its position from 1, its heading, what was asked, its cells, labels of codes and missing codes."""

    position: int
    name: str
    text: str = ""
    cells: Cells = field(default_factory=Cells)
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[tuple[float, float]] = ()
    missing_texts: frozenset[str] = frozenset()
    is_list: bool = False

    def is_missing(self, value: str) -> bool:
        """Say whether a value stands for no answer: an empty cell, or what the file itself calls missing."""
        if not value or value in self.missing_texts:
            return True
        number = as_number(value)
        return number is not None and any(low <= number <= high for low, high in self.missing)


@dataclass
class Table:
    """An export: its columns, and the row of the file in which each answer stands."""

    file: str
    container: str
    columns: list[Column]
    rows: Sequence[int]
    header_rows: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    weight: str = ""
    sets: Mapping[str, tuple[str, tuple[str, ...], str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def named(self, name: str) -> list[Column]:
        """Return the columns a mapping means by a name: ``#7`` is the seventh; spaces of any kind are one space."""
        if name.startswith("#") and name[1:].isdigit():
            return [column for column in self.columns if column.position == int(name[1:])]
        exact = [column for column in self.columns if column.name == name]
        return exact or [column for column in self.columns if one_line(column.name) == one_line(name)]

    def address(self, column: Column) -> str:
        """Return what a mapping calls a column: its heading, or its number where that is not its own."""
        return column.name if column.name and len(self.named(column.name)) == 1 else f"#{column.position}"

    def file_rows(self, answers: Iterable[int]) -> tuple[int, ...]:
        """Return the rows of the file of answers counted from 0."""
        return tuple(self.rows[answer] for answer in answers)


def one_line(text: str) -> str:
    """Return a text with every run of white space, no-break spaces included, as one space."""
    return " ".join(text.split())


def as_number(text: str) -> float | None:
    """Return a finite number written with a point, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def number_text(number: float) -> str:
    """Return a number as a person writes it: 3 and not 3.0."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)  # noqa: PLR2004
