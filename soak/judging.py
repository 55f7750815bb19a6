"""What an answer is: right, wrong, refused as it may be, or unexplained; and whether memory is flat.

Everything here is a function of what it is given, so that tests can plant what must be found.
"""

import math
import re
import statistics
import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from soak.files import Row

# Files may lack what no text should hold, and a text like a formula has a mark before it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Figures that are worked out or shown to two digits.
NEAR = 0.0051
# Of so many of each kind the report tells what they were.
MOST_TOLD = 20
# Memory is flat if the median of the last quarter is at most so many times that of the second; the first warms up.
MOST_GROWTH = 1.1
# Of a shorter run nothing is said: its caches are still filling in the second quarter.
SHORTEST_FOR_MEMORY = 20
_FEWEST_SAMPLES = 8
_TRACE = "Traceback (most recent call last):"
_ERROR = re.compile(r"\S*(ERROR|CRITICAL)|.*\b(ERROR|CRITICAL)\b")


class Outcome(StrEnum):
    """What became of something asked."""

    RIGHT = "right"
    WRONG = "wrong figure"
    REFUSED = "refused with a reason"
    AGAIN = "cut by an injected fault, answered when asked again"
    UNEXPLAINED = "unexplained"


@dataclass
class Ledger:
    """What was asked and what became of it. Thread-safe."""

    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    unjudged: Counter[str] = field(default_factory=Counter)
    # What was said of the first of each kind, by outcome.
    told: dict[Outcome, list[str]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    # How long each answer over HTTP took, in seconds, and of which address it was.
    waits: list[tuple[float, str]] = field(default_factory=list)
    # How long the judge itself did nothing at most, in seconds: what it measured then is its own.
    stood_still: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, outcome: Outcome, said: str = "") -> None:
        """Count something that was asked, and keep what was said of it."""
        with self._lock:
            self.outcomes[what, outcome] += 1
            kept = self.told.setdefault(outcome, [])
            # Much of one kind does not hide another.
            if said and sum(each.startswith(f"{what}: ") for each in kept) < MOST_TOLD:
                kept.append(f"{what}: {said}")

    def waited(self, seconds: float, path: str) -> None:
        """Note how long an answer over HTTP took."""
        with self._lock:
            self.waits.append((seconds, path))

    def judged(self, what: str, figures: int, wrong: Sequence[str], unjudged: Mapping[str, int] | None = None) -> None:
        """Count an answer with the figures in it that were held against the tables, and those that could not be."""
        with self._lock:
            self.figures[what] += figures
            self.unjudged.update(unjudged or {})
        for said in wrong[:3]:
            self.note(what, Outcome.WRONG, said)
        if not wrong:
            self.note(what, Outcome.RIGHT)

    def count(self, outcome: Outcome) -> int:
        """Return how much had this outcome."""
        return sum(count for (_, each), count in self.outcomes.items() if each is outcome)


def is_same(given: Any, known: Any, near: float = 0.0) -> bool:
    """Say whether a cell of a file holds what the tables say; ``near`` is how far a number may lie from it."""
    if isinstance(given, float) and math.isnan(given):
        given = None
    if known is None or known == "":
        return given is None or given == ""
    if isinstance(known, bool):
        return str(given).lower() == str(known).lower()
    if isinstance(known, int | float):
        try:
            return math.isclose(float(given), known, rel_tol=1e-9, abs_tol=near)
        except (TypeError, ValueError):
            return False
    given, known = (";".join(map(str, each)) if isinstance(each, list) else each for each in (given, known))
    told, meant = _compared(given), _compared(known)
    return told in (meant, f"'{meant}")


def _compared(text: Any) -> str:
    return _CONTROLS.sub("", str(text)).replace("\r\n", "\n").replace("\r", "\n").replace("; ", ";").strip()


def differences(
    given: Sequence[Row],
    known: Mapping[tuple[str, ...], Row],
    key: Sequence[str],
    columns: Collection[str] = (),
    *,
    part: bool = False,
) -> tuple[int, list[str]]:
    """Hold the rows of a file against those the tables have under the same filters.

    Args:
        given: rows of the file.
        known: rows of the tables by their key.
        key: the columns that make it.
        columns: those that were asked for; all if none are given.
        part: whether the file holds a part of the rows alone.

    Returns:
        How many cells were compared, and what is wrong in words.
    """
    wrong: list[str] = []
    seen, cells = set(), 0
    for row in given:
        at = tuple(_as_key(row.get(name)) for name in key)
        truth = known.get(at)
        if truth is None:
            wrong.append(f"a row {at} that the tables do not have under these filters")
            continue
        if at in seen:
            wrong.append(f"the row {at} twice")
        seen.add(at)
        for name, cell in row.items():
            if name not in truth:
                wrong.append(f"a column {name!r} of which soak/truth.py knows nothing")
            elif not is_same(cell, truth[name], NEAR if name in {"low", "high"} else 0.0):
                wrong.append(f"{name} of {at} is {cell!r}, and {truth[name]!r} in the tables")
        cells += len(row)
        if columns and set(row) != set(columns):
            wrong.append(f"columns {sorted(row)} where {sorted(columns)} were asked for")
        if len(wrong) > MOST_TOLD:
            break
    if not part and not wrong and len(seen) != len(known):
        wrong.append(f"{len(seen)} rows of the {len(known)} that the tables have under these filters")
    return cells, wrong


def _as_key(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def is_refusal(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer refuses as is promised: too much or too many at once, with when to ask again."""
    return status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE} and "retry-after" in headers


def growth(samples: Sequence[float]) -> float:
    """Return the median of the last quarter of samples over that of the second quarter; nan for a few samples."""
    if len(samples) < _FEWEST_SAMPLES:
        return math.nan
    quarter = len(samples) // 4
    return statistics.median(samples[-quarter:]) / statistics.median(samples[quarter : 2 * quarter])


def is_flat(samples: Sequence[float]) -> bool:
    """Say whether memory is flat: :func:`growth` of at most :data:`MOST_GROWTH`; of a few samples nothing is said."""
    grown = growth(samples)
    return math.isnan(grown) or grown <= MOST_GROWTH


def log_faults(log: str, excused: Collection[str] = ()) -> list[str]:
    """Return the traces and errors in the log of a server, but for those that hold a text of ``excused``.

    Args:
        log: its text.
        excused: what injected faults leave in it.
    """
    lines, found = log.splitlines(), []
    place = 0
    while place < len(lines):
        first = place
        if lines[place].startswith(_TRACE):
            # From the line before, which says what failed, to the one that names the error.
            first = max(place - 1, 0)
            place += 1
            while place < len(lines) - 1 and lines[place].startswith((" ", "\t")):
                place += 1
        elif not _ERROR.match(lines[place]) or lines[place + 1 : place + 2] == [_TRACE]:
            place += 1
            continue
        told = "\n".join(lines[first : place + 1])
        if not any(text in told for text in excused):
            found.append(told)
        place += 1
    return found
