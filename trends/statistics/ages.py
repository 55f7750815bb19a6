"""How old an edition is, and when the next one is due by the rhythm of those before it."""

import itertools
from collections.abc import Sequence
from datetime import date

# Older figures say so beside their source.
OLD = 4
# Editions from which a rhythm can be seen, and how many of the last steps between them show it.
FEWEST_EDITIONS = 3
LAST_STEPS = 3
# Of the last steps so many have to be the shortest one: the others may have an edition between that was not read.
FEWEST_ALIKE = 2


def this_year() -> int:
    """Return the year of today, by the calendar of the machine."""
    return date.today().year  # noqa: DTZ011 - a year, as the reader's calendar says


def age(year: int, asked_in: int) -> int:
    """Return how many years ago an edition was, never less than nought: some lists are named by the year to come.

    Args:
        year: that in the name of the edition.
        asked_in: the year in which somebody asks.
    """
    return max(asked_in - year, 0)


def rhythm(years: Sequence[int]) -> int | None:
    """Return every how many years an edition is made; None where three or more editions show no rhythm.

    It is the shortest of the last three steps between editions, where that occurs twice or more: a single short step
    may be chance, a longer one an edition that was not read.

    Args:
        years: the years of all editions read, in any order.
    """
    held = sorted(set(years))
    if len(held) < FEWEST_EDITIONS:
        return None
    steps = [later - earlier for earlier, later in itertools.pairwise(held)][-LAST_STEPS:]
    shortest = min(steps)
    return shortest if steps.count(shortest) >= FEWEST_ALIKE else None


def due(years: Sequence[int]) -> int | None:
    """Return the year of the edition after the last one read, by its rhythm; None where there is none.

    Args:
        years: the years of all editions read, in any order.
    """
    step = rhythm(years)
    return None if step is None else max(years) + step
