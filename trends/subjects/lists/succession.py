"""Who held the first place of a published list before, for how many editions in a row, and who holds it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from trends.statistics.cells import Row
from trends.statistics.verdicts import not_a_panel
from trends.words import numbers
from trends.words.text import Words, say

# A first place held for fewer editions in a row is not spoken of.
LEAST_EDITIONS = 3
# Over how many editions the way of a new leader is told.
LATELY = 3


@dataclass(frozen=True)
class Succession:
    """First place of a list over editions made in the same way.

    ``leader`` stands first alone in the edition shown. ``former`` stood first, alone or jointly, in the edition before
    and in ``editions`` of them in a row; it is empty where that is the leader itself, whose ``editions`` then count the
    one shown. ``lately`` are years and places of the leader over at most three editions that follow each other.
    """

    leader: str
    former: str
    editions: int
    lately: Sequence[tuple[int, int]] = ()


def succession(items: pd.DataFrame, rows: Sequence[Row]) -> Succession | None:
    """Return who stands first and who did before; None where that was not for three editions in a row.

    None as well in lists that are not of places, whose first place is shared, or that others answer each year.

    Args:
        items: one row per year and item of a question, as ``queries/lists/question_items.sql`` gives them.
        rows: the edition that is shown, the leading item first.
    """
    last = rows[0]
    if last["measure"] != "rank" or last["value"] != 1 or last["tied"] or not_a_panel(str(last["evidence"])):
        return None
    now, *before = _editions(items, last)
    held = [item for item, place in before[0][1].items() if place == 1] if before else []
    if not held:
        return None
    leader = str(last["item"])
    runs = {item: _run(item, before) for item in held}
    if leader in runs:
        told = Succession(leader, "", runs[leader] + 1)
    else:
        former = max(runs, key=lambda item: (runs[item], item))
        told = Succession(leader, former, runs[former], _lately(leader, [now, *before]))
    return told if told.editions >= LEAST_EDITIONS else None


def title(told: Succession) -> str:
    """Return the finding in about ten words."""
    if told.former:
        return f"{told.leader} takes first place after {told.editions} editions of {told.former}"
    return f"First in {told.editions} editions in a row: {told.leader}"


def words(told: Succession, whom: str) -> Words:
    """Return who gave way to whom in a sentence; ``whom`` is who answered, where, when and how many they were."""
    if not told.former:
        return say("**{}** stands first in {} editions in a row ({}).", told.leader, told.editions, whom)
    way = ""
    if len(told.lately) > 1:
        places, years = zip(*((numbers.place(place), str(year)) for year, place in told.lately), strict=True)
        way = f": {', '.join(places)} in {', '.join(years)}"
    return say(
        "After {} editions in first place, **{}** gives way to **{}**{} ({}).",
        told.editions, told.former, told.leader, way, whom,
    )  # fmt: skip


def _editions(items: pd.DataFrame, last: Row) -> list[tuple[int, Mapping[str, float]]]:
    """Return year and places of each edition, newest first, from the one shown back to where the method was another."""
    columns = (items[name].tolist() for name in ("year", "item", "value", "method"))
    places: dict[int, dict[str, float]] = {}
    broken = 0
    for year, item, value, method in zip(*columns, strict=True):
        if year > last["year"]:
            continue
        places.setdefault(int(year), {})[str(item)] = float(value)
        if method != last["method"]:
            broken = max(broken, int(year))
    return [(year, places[year]) for year in sorted(places, reverse=True) if year > broken]


def _run(item: str, editions: Sequence[tuple[int, Mapping[str, float]]]) -> int:
    """Return in how many editions in a row, from the first given on, an item stands first, alone or jointly."""
    run = 0
    for _, places in editions:
        if places.get(item) != 1:
            break
        run += 1
    return run


def _lately(item: str, editions: Sequence[tuple[int, Mapping[str, float]]]) -> list[tuple[int, int]]:
    """Return year and place of an item in the newest editions, oldest first; one it does not stand in ends them."""
    found: list[tuple[int, int]] = []
    for year, places in editions[:LATELY]:
        if item not in places:
            break
        found.append((year, int(places[item])))
    return found[::-1]
