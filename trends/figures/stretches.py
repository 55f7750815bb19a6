"""What drawings of trends and of many values share: where lines stop, and where labels, dots and panels go."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from trends.statistics.cells import as_rows

BREAK_WORDS = "method changed"
COLUMNS, NARROW_COLUMNS = (4, 3), (2,)


def unbroken(rows: pd.DataFrame, years: Sequence[int], editions: Mapping[int, str]) -> list[pd.DataFrame]:
    """Return a line's rows as stretches to be joined: consecutive editions made in the same way.

    Args:
        rows: one row per year of one line, with ``year``, sorted.
        years: the years of all editions, sorted.
        editions: the method of each edition, by year.
    """
    order = {year: place for place, year in enumerate(years)}
    starts = []
    before: int | None = None
    for year in rows["year"].astype(int):
        joined = before is not None and order[year] == order[before] + 1 and editions[year] == editions[before]
        starts.append(not joined)
        before = year
    stretch = pd.Series(starts, index=rows.index).cumsum()
    return [part for _, part in rows.groupby(stretch)]


def breaks_between(editions: Mapping[int, str]) -> list[float]:
    """Return where to mark that the method changed: halfway between an edition and the next one made in another way.

    Args:
        editions: the method of each edition, by year.
    """
    return [(before + year) / 2 for before, year in pairwise(sorted(editions)) if editions[before] != editions[year]]


def adjoin(before: tuple[int, str], now: tuple[int, str], years_apart: Any) -> bool:
    """Say whether two editions follow each other and were made in the same way."""
    return not pd.isna(years_apart) and now[0] - before[0] <= years_apart and now[1] == before[1]


def first_and_last(rows: pd.DataFrame, whole: Collection[str]) -> pd.DataFrame:
    """Return what a phone has room for of a bump chart: the last place of each item, and the first that leads to it.

    Only what is one line in the whole chart is told as a change: editions that follow each other and were made in the
    same way.

    Args:
        rows: one row per year and item: ``year``, ``item``, ``value`` (the place), ``method`` and ``years_apart``.
        whole: items whose places between the two stay too: titles tell of those.

    Returns:
        Of each item of the last edition one row or two, of a whole one all that lead to the last, with ``label``, the
        item and how far it moved since when; ``years_apart`` is such that rows of an item are joined.
    """
    last = int(rows["year"].max())
    made: list[dict[Any, Any]] = []
    for item, held in rows.sort_values("year").groupby("item", sort=False):
        *before, now = as_rows(held)
        if now["year"] != last:
            continue
        first = now
        led: list[dict[Any, Any]] = []
        for row in before[::-1]:
            at, to = (int(row["year"]), str(row["method"])), (int(first["year"]), str(first["method"]))
            if not adjoin(at, to, first["years_apart"]):
                break
            first = row
            led.insert(0, row)
        if first is now:
            made.append(now | {"label": str(item)})
            continue
        moved = f"{item}, {_moved(first['value'], now['value'])} since\xa0{first['year']}"
        if item not in whole:
            years = {"years_apart": last - int(first["year"])}
            led, now = [first | years], now | years
        made += [row | {"label": str(item)} for row in led]
        made.append(now | {"label": moved})
    return pd.DataFrame(made, columns=[*rows.columns, "label"])


def _moved(before: float, now: float) -> str:
    """Return how far a place moved, in words."""
    size = round(abs(before - now))
    return "same" if not size else f"{'up' if now < before else 'down'}\xa0{size}"


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return positions as near to the wanted ones as can be without overlap, in the same order.

    Neighbours that overlap share the room around their mean (pool adjacent violators; Ayer and others, 1955).

    Args:
        wanted: where the middle of each label would best be, in any order.
        heights: how much room each needs.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[tuple[list[int], float]] = []
    for index in order:
        blocks.append(([index], wanted[index]))
        while len(blocks) > 1:
            (first, at_first), (second, at_second) = blocks[-2:]
            room = sum(heights[each] for each in first + second) / 2
            if at_second - at_first >= room:
                break
            blocks[-2:] = [(first + second, _centre(first + second, wanted, heights))]
    found = [0.0] * len(wanted)
    for members, centre in blocks:
        at = centre - sum(heights[each] for each in members) / 2
        for each in members:
            found[each] = at + heights[each] / 2
            at += heights[each]
    return found


def kept_within(places: Sequence[float], heights: Sequence[float], length: float) -> list[float]:
    """Return positions of :func:`spread` moved as little as keeps each wholly between nought and a length.

    Args:
        places: the middles, in any order.
        heights: how much room each needs; together no more than the length.
        length: the room there is.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = list(places)
    edge = 0.0
    for at in order:
        found[at] = max(found[at], edge + heights[at] / 2)
        edge = found[at] + heights[at] / 2
    edge = length
    for at in reversed(order):
        found[at] = min(found[at], edge - heights[at] / 2)
        edge = found[at] - heights[at] / 2
    return found


def _centre(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float]) -> float:
    """Return the best centre of a block of labels: the mean of wanted positions less offsets in the block."""
    total = sum(heights[each] for each in members)
    at, offsets = -total / 2, []
    for each in members:
        offsets.append(wanted[each] - (at + heights[each] / 2))
        at += heights[each]
    return sum(offsets) / len(offsets)


def apart(numbers: Sequence[float], distance: float) -> list[int]:
    """Return the level of each dot of a strip: the lowest on which it lies ``distance`` from the one left of it.

    Every dot keeps its exact place along the scale.

    Args:
        numbers: the values in any order.
        distance: how far two dots of one level must lie apart, in the unit of the values.
    """
    levels = [0] * len(numbers)
    last: list[float] = []
    for place in sorted(range(len(numbers)), key=lambda index: numbers[index]):
        number = numbers[place]
        level = next((level for level, before in enumerate(last) if number - before >= distance), len(last))
        levels[place] = level
        last[level : level + 1] = [number]
    return levels


def columns_for(panels: int, *, narrow: bool = False) -> int:
    """Return how many columns so many panels have: the number that leaves the last row fullest."""
    offered = NARROW_COLUMNS if narrow else COLUMNS
    return min(offered, key=lambda columns: -panels % columns)
