"""Tells several ticks joined in one cell from one plain answer, by what the cells themselves show.

A plain question has few different cells, and they recur as wholes. Ticks recur as parts: each in several different
cells, beside changing others. Where cells allow two readings, the likelier one is proposed and the other is asked.
"""

import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from trends.intake.problems import listed, quoted
from trends.intake.quoting import may_be_quoted, named

_SEPARATORS = ("; ", ";", ", ", ",", " | ", "|", "\n")
_CODE = re.compile(r"[a-z0-9_]+")
_NONE = re.compile(
    r"none\b|keine?[rsn]?\b|nichts\b|aucune?\b|ningun[oa]?\b|ingen(?:ting)?\b|inget\b|intet\b|geen\b", re.IGNORECASE
)
MOST_ANSWERS = 12
"""A plain question has at most so many different answers."""
_SEVERAL = 2
_MOST_MERGES = 5
_RARE, _LESS_RARE = 10, 4  # one in ten, in four of those who answered
_FEW = 3
_LOOKED_AT = 20_000  # different cells: an option that does not recur in so many recurs in none
_BITS = 5  # of a letter
_NEAR = 1.15


@dataclass(frozen=True)
class Ticks:
    """Ticks joined in one cell: the separator, the options, those that exclude others, and what is to be decided."""

    separator: str
    options: tuple[str, ...]
    exclusive: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The cells read with one separator: each as its parts as they stand, with how many respondents gave it."""

    separator: str
    written: list[tuple[list[str], int]]
    together: list[str] = field(default_factory=list)

    @cached_property
    def cells(self) -> list[tuple[list[str], int]]:
        """Return the cells with their parts without spaces around them."""
        return [([part.strip() for part in parts], count) for parts, count in self.written]

    @cached_property
    def given(self) -> Counter[str]:
        """Return how many respondents gave each part."""
        counts: Counter[str] = Counter()
        for parts, count in self.cells:
            counts.update(dict.fromkeys(parts, count))
        return counts

    @cached_property
    def shared(self) -> set[str]:
        """Return the parts that stand in two different cells or more."""
        counts = Counter(part for parts, _ in self.cells for part in set(parts))
        return {part for part, count in counts.items() if count >= _SEVERAL}

    @cached_property
    def parted(self) -> int:
        """Return how many respondents gave several parts."""
        return sum(count for parts, count in self.cells if len(parts) > 1)

    @cached_property
    def explained(self) -> int:
        """Return how many respondents gave two parts or more that other cells have too."""
        return sum(count for parts, count in self.cells if len(set(parts) & self.shared) > 1)

    @cached_property
    def recurring(self) -> list[str]:
        """Return the parts that several respondents gave, in the order of the file."""
        return [part for part, count in self.given.items() if count >= _SEVERAL]

    @cached_property
    def length(self) -> float:
        """Return how many bits the cells take when said with these parts: the right separator says them shortest."""
        said = _BITS * sum(len(part) + 1 for part in self.given)
        return said + sum(len(parts) for parts, _ in self.cells) * math.log2(len(self.given) + 1)

    def are_ticks(self) -> bool:
        """Say whether the parts explain most cells that have several, and are fewer than the different cells."""
        return bool(self.explained) and 2 * self.explained >= self.parted and len(self.recurring) < len(self.cells)

    def stand_alone(self) -> bool:
        """Say whether half of the options are also the whole of a cell, as a single tick is."""
        alone = {parts[0] for parts, _ in self.cells if len(parts) == 1}
        return 2 * len(alone & set(self.recurring)) >= len(self.recurring)

    def keep_places(self) -> bool:
        """Say whether every part has one place in its cells, and none is alone: as in “Agree, strongly”."""
        places: dict[str, set[int]] = {}
        for parts, _ in self.cells:
            for at, part in enumerate(parts):
                places.setdefault(part, set()).add(at if len(parts) > 1 else -1)
        return all(len(each) == 1 and -1 not in each for each in places.values())


def ticks(given: Mapping[str, int]) -> Ticks | None:
    """Return the ticks that cells hold, or None where they are plain answers or texts.

    Args:
        given: each different cell, and how many respondents gave it.
    """
    readings = [reading for reading in _readings(given) if reading.explained]
    if not readings:
        return None
    best = min(readings, key=lambda each: (each.length, -len(each.separator)))
    few = len(given) <= MOST_ANSWERS and sum(given.values()) >= _SEVERAL * len(given)
    if not best.are_ticks() and (few or 5 * best.explained < best.parted):
        return None
    doubtful = _doubtful(best)
    options = [part for part in best.recurring if part not in doubtful]
    decide = list(best.together)
    if not best.are_ticks() or best.keep_places() or (few and not best.stand_alone()):
        decide.append(
            f"Are these several ticks joined by {best.separator!r}, or plain answers that have it in them?"
            ' They are read as ticks; for plain answers write answer = "single" and list the answers in options.'
        )
    decide += _other_separator(best, readings)
    if doubtful:
        shown = named({part: best.given[part] for part in doubtful}) or "Texts of several respondents, not quoted here,"
        decide.append(
            f"{shown}: options, or texts of “other”? Always the last in their cells and rare, they are read as “other”;"
            " add to options those that are options."
        )
    return Ticks(best.separator, tuple(options), tuple(filter(is_none, options)), tuple(decide))


def is_none(option: str) -> bool:
    """Say whether an option excludes all others, as “None of these” does."""
    return _NONE.match(option) is not None


def may_be_ticks(given: Mapping[str, int]) -> list[str]:
    """Return what is to be asked of plain answers where most that have a separator in them share their parts.

    Of separators that hardly stand in a plain answer, one shared part is enough.
    """
    readings = [
        reading
        for reading in _readings(given)
        if 2 * reading.explained >= reading.parted > 0
        or (
            reading.separator.strip() not in {",", " "}
            and any(set(parts) & reading.shared for parts, _ in reading.cells)
        )
    ]
    if not readings:
        return []
    separator = min(readings, key=lambda each: (each.length, -len(each.separator))).separator
    ways = f'answer = "multi", shape = "joined", separator = {json.dumps(separator)} and the options'
    return [f"Plain answers that have {separator!r} in them, or several ticks joined by it? Read so; else {ways}."]


def is_plain(given: Mapping[str, int]) -> bool:
    """Say whether cells are answers of a plain question: few different ones, most given by several respondents."""
    several = sum(count for count in given.values() if count >= _SEVERAL)
    return 0 < len(given) <= MOST_ANSWERS and 2 * several >= sum(given.values())


def _readings(given: Mapping[str, int]) -> list[_Reading]:
    """Return the cells read with each separator they have; codes, and they alone, may be parted by spaces."""
    given = dict(itertools.islice(given.items(), _LOOKED_AT))
    used = [separator for separator in _SEPARATORS if any(separator in cell for cell in given)]
    if not used and all(_CODE.fullmatch(part) for cell in given for part in cell.split()):
        return [_Reading(" ", [(cell.split(), count) for cell, count in given.items()])]
    return [_merged(_Reading(separator, [(_split(c, separator), n) for c, n in given.items()])) for separator in used]


def _split(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell; what stands in brackets is not parted."""
    parts: list[str] = []
    for part in cell.split(separator):
        if parts and parts[-1].count("(") > parts[-1].count(")"):
            parts[-1] += separator + part
        else:
            parts.append(part)
    return [part for part in parts if part.strip()]


def _merged(reading: _Reading) -> _Reading:
    """Return a reading in which parts that are always given together, one after the other, are one option.

    An option that has the separator in it comes apart into such parts. Where the second begins with a small letter it
    goes on; where not, they may be two options that nobody happened to part, and that is asked.
    """
    for _ in range(_MOST_MERGES):
        small = sum(part[0].islower() for part in reading.given)
        goes_on = 2 * small < len(reading.given)
        pairs = _always_together(reading)
        if not pairs:
            break
        cells = [(_joined(parts, pairs, reading.separator), count) for parts, count in reading.written]
        asked = [
            f"{_shown(first + reading.separator + second)}: one option, or two that were always ticked together?"
            " It is read as one."
            for first, second in pairs.items()
            if not (goes_on and second[0].islower())
        ]
        reading = _Reading(reading.separator, cells, [*reading.together, *asked])
    return reading


def _shown(option: str) -> str:
    return quoted(option) if may_be_quoted(option, _SEVERAL) else "An option of words like a name"


def _always_together(reading: _Reading) -> dict[str, str]:
    pairs: Counter[tuple[str, str]] = Counter()
    for parts, count in reading.cells:
        for pair in itertools.pairwise(parts):
            pairs[pair] += count
    alike: dict[str, str] = {}
    for (first, second), count in pairs.items():
        whole = count == reading.given[first] == reading.given[second]
        if whole and count >= _SEVERAL and first not in alike.values():
            alike[first] = second
    return alike


def _joined(parts: Sequence[str], pairs: Mapping[str, str], separator: str) -> list[str]:
    made: list[str] = []
    last = ""
    for part in parts:
        if made and pairs.get(last) == part.strip():
            made[-1] += separator + part
        else:
            made.append(part)
        last = part.strip()
    return made


def _doubtful(reading: _Reading) -> list[str]:
    """Return parts that may be texts of “other”: given by few, and never with anything behind them.

    Tools write ticks in the order of the form, and the text of “other” last. So of the parts that are always last one
    alone can be an option of the form, and the others are doubtful also where they are less rare.
    """
    followed = {part for parts, _ in reading.cells for part in parts[:-1]}
    after = {parts[-1] for parts, _ in reading.cells if len(parts) > 1}
    people = sum(count for _, count in reading.cells)
    last = [part for part in reading.recurring if part in after and part not in followed]
    most = max((reading.given[part] for part in last), default=0)
    few, beside_another = max(_SEVERAL, people // _RARE, min(_FEW, people // 6)), people // _LESS_RARE
    return [p for p in last if reading.given[p] <= (few if reading.given[p] == most else max(few, beside_another))]


def _other_separator(best: _Reading, readings: Sequence[_Reading]) -> list[str]:
    """Return what is to be asked where another separator says the cells nearly as shortly."""
    others = [
        reading.separator
        for reading in readings
        if reading.separator.strip() != best.separator.strip() and reading.length < _NEAR * best.length
    ]
    if not others:
        return []
    which = f"{best.separator!r} or {listed(repr(other) for other in others)}"
    return [f"What parts the ticks, {which}? {best.separator!r} is proposed; with another one, options are others too."]
