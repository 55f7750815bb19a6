"""What is wrong with an export or its mapping: each problem says what, where, why and how to mend it."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

SHOWN_ROWS = 10
_LONGEST_QUOTE = 40
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?:\d[\s().-]*){7,}")


class Severity(StrEnum):
    """What a problem does: an error stops, a decision waits for a person, a warning is told."""

    ERROR = "error"
    DECISION = "decision"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing to mend, to decide or to know.

    Rows are counted as a spreadsheet does, the first row of the file is 1; none where the whole file is meant. Columns
    are headings of the export; ``key`` is the place in the mapping where it is about that.
    """

    severity: Severity
    file: str
    reason: str
    mend: str
    rows: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    key: str = ""

    def __str__(self) -> str:
        return f"{self.severity}: {self.place}: {self.reason} To mend: {self.mend}"

    @property
    def place(self) -> str:
        """Return where it is, as text."""
        parts = [self.file]
        if self.key:
            parts.append(f"key {self.key}")
        if self.rows:
            parts.append(("row " if len(self.rows) == 1 else "rows ") + listed(self.rows))
        if self.columns:
            shown = [f"“{shortened(name)}”" for name in self.columns]
            parts.append(("column " if len(shown) == 1 else "columns ") + listed(shown))
        return ", ".join(parts)

    def as_data(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        return {**asdict(self), "severity": str(self.severity), "rows": list(self.rows), "columns": list(self.columns)}


class IntakeError(ValueError):
    """An export or mapping that cannot be read on; ``problems`` lists all that was found until then."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def refusal(path: Path, reason: str, mend: str, **more: Any) -> IntakeError:
    """Return the error that a file as a whole is not read.

    Args:
        path: the file.
        reason: why.
        mend: how to mend it.
        more: further fields of the :class:`Problem`, such as rows.
    """
    return IntakeError([Problem(Severity.ERROR, path.name, reason, mend, **more)])


def missing(path: Path, what: str, mend: str, endings: Sequence[str]) -> IntakeError:
    """Return the error that a file is not there or is none: a folder, or one that may not be read.

    Args:
        path: what was given.
        what: what it should be, as in “export”.
        mend: what to give instead.
        endings: those of files that could be meant; one of the same folder whose name is near is named.
    """
    if path.is_dir():
        return refusal(path, f"This is a folder, and no {what}.", mend)
    if path.exists():
        return refusal(path, f"The {what} cannot be read: it is no file, or reading it is not allowed.", mend)
    if not path.parent.is_dir():
        return refusal(path, f"There is no folder {quoted(str(path.parent))}.", mend)
    beside = [each.name for each in path.parent.iterdir() if each.suffix.casefold() in endings]
    near = difflib.get_close_matches(path.name, beside, 1)
    return refusal(path, "There is no such file.", f"did you mean “{near[0]}”?" if near else mend)


def outcome(problems: Iterable[Problem]) -> str:
    """Return the gravest severity as a word: error, decision, warning or ok."""
    found = {problem.severity for problem in problems}
    return next((str(severity) for severity in Severity if severity in found), "ok")


def listed(things: Iterable[object]) -> str:
    """Return the first things and how many more there are."""
    every = [str(thing) for thing in things]
    more = len(every) - SHOWN_ROWS
    return ", ".join(every[:SHOWN_ROWS]) + (f" and {more} more" if more > 0 else "")


def quoted(value: str) -> str:
    """Return a value of the export for a message: short, and without addresses and long numbers, which name people."""
    return f"'{shortened(_ADDRESS.sub('…', value))}'"


def shortened(text: str) -> str:
    """Return the beginning of a long text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
