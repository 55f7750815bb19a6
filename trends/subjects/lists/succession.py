"""Who held the first place of a published list before, for how many editions, and who holds it now.

Editions are told as a row only where none is missing between them. They are those on file, whatever years are chosen: a
choice of years is no history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

import pandas as pd

from trends.figures.stretches import adjoin
from trends.statistics.cells import Row
from trends.statistics.verdicts import not_a_panel
from trends.words import numbers
from trends.words.grammar import sentences
from trends.words.text import Words, say
from trends.words.years import year_words

# A first place held for fewer editions is not spoken of.
LEAST_EDITIONS = 3
# Over how many editions the way of a new leader is told.
LATELY = 3


@dataclass(frozen=True)
class Succession:
    """First place of a list over editions made in the same way.

    ``leader`` stands first alone in the edition shown. ``former`` stood first, alone or jointly, in the edition before;
    it is empty where that is the leader itself. ``years`` are those in which that one stood first in each edition read,
    oldest first, up to the edition before or, where it is the leader, the one shown; ``shared`` are those of them in
    which it stood there jointly. ``in_a_row`` says that no edition is missing between them, ``every`` that no other
    edition was read. ``lately`` are years and places of the leader over at most three editions that follow each other.
    """

    leader: str
    former: str
    years: Sequence[int]
    shared: Sequence[int] = ()
    in_a_row: bool = True
    every: bool = False
    lately: Sequence[tuple[int, int]] = ()

    @property
    def editions(self) -> int:
        """In how many editions the first place was held."""
        return len(self.years)


@dataclass(frozen=True)
class _Edition:
    """Places of an edition by item, how it was made, and how many years lie between two of the survey at least."""

    year: int
    method: str
    places: Mapping[str, float]
    years_apart: Any

    @property
    def first(self) -> Sequence[str]:
        return [item for item, place in self.places.items() if place == 1]


def succession(items: pd.DataFrame, rows: Sequence[Row]) -> Succession | None:
    """Return who stands first and who did before; None where that was not for three editions.

    None as well in lists that are not of places, whose first place is shared, or that others answer each year, and
    where an edition is missing between a new leader and the one before.

    Args:
        items: one row per item and year, of all years, as ``queries/lists/question_items.sql`` gives them.
        rows: the edition that is shown, the leading item first.
    """
    last = rows[0]
    if last["measure"] != "rank" or last["value"] != 1 or last["tied"] or not_a_panel(str(last["evidence"])):
        return None
    read = _editions(items, int(last["year"]))
    alike = list(takewhile(lambda edition: edition.method == last["method"], read))
    now, *before = alike
    held, leader = before[0].first if before else [], str(last["item"])
    if leader in held:
        return _told(leader, "", alike, every=len(read))
    if not held or not _follow(before[0], now):
        return None
    told = [found for item in held if (found := _told(leader, item, before, every=len(read) - 1)) is not None]
    longest = max(told, key=lambda found: (found.in_a_row, found.editions, found.former), default=None)
    return None if longest is None else replace(longest, lately=_lately(leader, alike))


def title(told: Succession) -> str:
    """Return the finding in about ten words."""
    shared = f" (shared in {year_words(told.shared)})" if told.shared else ""
    if told.former and told.in_a_row:
        return f"{told.leader} takes first place after {told.editions} editions of {told.former}{shared}"
    if told.former:
        return f"{told.leader} takes first place from {told.former}, first in {_each(told)}{shared}"
    return f"First in {_each(told)}, {_span(told)}{shared}: {told.leader}"


def words(told: Succession, whom: str) -> Words:
    """Return who gave way to whom in a sentence; ``whom`` is who answered, where, when and how many they were.

    In which editions the place was shared is a sentence of its own.
    """
    shared = f"The first place was shared in {year_words(told.shared)}." if told.shared else ""
    if not told.former:
        said = say("**{}** stands first in {}, {} ({}).", told.leader, _each(told), _span(told), whom)
        return sentences([said, shared])
    way = ""
    if len(told.lately) > 1:
        places, years = zip(*((numbers.place(place), str(year)) for year, place in told.lately), strict=True)
        way = f": {', '.join(places)} in {', '.join(years)}"
    held = f"{told.editions} editions in first place" if told.in_a_row else f"first place in {_each(told)}"
    said = say(
        "After {} ({}), **{}** gives way to **{}**{} ({}).", held, _span(told), told.former, told.leader, way, whom
    )
    return sentences([said, shared])


def _each(told: Succession) -> str:
    """Return in which editions a first place was held."""
    if told.in_a_row:
        return f"{told.editions} editions in a row"
    which = f"{'' if told.every else 'last '}{told.editions} {'earlier ' if told.former else ''}"
    # Other editions of the survey may be read without telling what stood first in this list.
    return f"each of the {which}editions whose first place was read"


def _span(told: Succession) -> str:
    return numbers.years(told.years[0], told.years[-1])


def _told(leader: str, former: str, editions: Sequence[_Edition], every: int) -> Succession | None:
    """Return for how long the one who stood first in some editions did, from the first given on; None if not for long.

    Editions that follow each other are told as a row; where there are too few of these, all that were read.
    """
    holder = former or leader
    held = list(takewhile(lambda edition: holder in edition.first, editions))
    row = held[:1]
    for edition in held[1:]:
        if not _follow(edition, row[-1]):
            break
        row.append(edition)
    in_a_row = len(row) >= LEAST_EDITIONS
    run = row if in_a_row else held
    if len(run) < LEAST_EDITIONS:
        return None
    return Succession(
        leader=leader,
        former=former,
        years=[edition.year for edition in reversed(run)],
        shared=[edition.year for edition in reversed(run) if len(edition.first) > 1],
        in_a_row=in_a_row,
        every=len(run) == every,
    )


def _editions(items: pd.DataFrame, last: int) -> list[_Edition]:
    """Return the editions up to that of a year, newest first."""
    columns = (items[name].tolist() for name in ("year", "method", "years_apart", "item", "value"))
    places: dict[tuple[int, str, Any], dict[str, float]] = {}
    for year, method, years_apart, item, value in zip(*columns, strict=True):
        if year <= last:
            places.setdefault((int(year), str(method), years_apart), {})[str(item)] = float(value)
    read = [_Edition(year, method, held, apart) for (year, method, apart), held in places.items()]
    return sorted(read, key=lambda edition: edition.year, reverse=True)


def _lately(item: str, editions: Sequence[_Edition]) -> list[tuple[int, int]]:
    """Return year and place of an item in the newest editions, oldest first; one it does not stand in ends them."""
    found: list[_Edition] = []
    for edition in editions[:LATELY]:
        if item not in edition.places or (found and not _follow(edition, found[-1])):
            break
        found.append(edition)
    return [(edition.year, int(edition.places[item])) for edition in reversed(found)]


def _follow(before: _Edition, now: _Edition) -> bool:
    """Say whether no edition is missing between two, as the lines of a chart do."""
    return adjoin((before.year, before.method), (now.year, now.method), now.years_apart)
