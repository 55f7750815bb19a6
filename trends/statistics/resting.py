"""What figures rest on: how many answered or its bounds, how many there are, and whether that is all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends.statistics import inputs, methods
from trends.statistics.cells import Row, bases, is_missing
from trends.statistics.inputs import Flags, Numbers
from trends.statistics.methods import WEAK_BASE

# How editions come about in which all of a group were counted, asked or judged: nobody was drawn, none came by wish.
ALL_LOOKED_AT = frozenset({"counted", "asked_all", "judged"})
# Values of samples. Of those of an index, whose ranges are not published, neither a rise nor a change of place is told.
SAMPLED = "sampled"


# `eq=False`: compared and hashed by identity, since arrays are not hashable.
@dataclass(frozen=True, eq=False)
class Bases:
    """What each of several figures rests on, as the view ``figures`` gives it; nan where something is not known.

    ``base`` answered; where that is not known ``at_least`` and at most ``at_most``, of ``population`` there are.
    ``effective`` is the base at which a figure is as sure, where weights or protecting changes make it less sure than
    ``base`` says. ``complete`` marks figures that stand for all of these, ``few`` shares and scores worked out here
    from under 10 bodies.
    """

    base: Numbers
    at_least: Numbers
    at_most: Numbers
    population: Numbers
    effective: Numbers
    complete: Flags
    few: Flags

    @property
    def known(self) -> Numbers:
        """The base, or the least that can have answered, at which a range is too wide rather than too narrow."""
        return np.where(np.isnan(self.base), self.at_least, self.base)

    @property
    def corrected(self) -> Numbers:
        """The bases that ranges and verdicts are worked out at: corrected for a known population, without end for all.

        Neither is an effective base corrected, so that its range is too wide rather than too narrow, nor a bound: how
        many of the population answered is not known.
        """
        larger = self.population > self.base
        finite = inputs.base_in_population(self.base, np.where(larger, self.population, np.nan))
        sampled = np.where(np.isnan(self.base), self.at_least, finite)
        sampled = np.where(np.isnan(self.effective), sampled, self.effective)
        return np.where(self.complete, np.inf, sampled)

    @property
    def compared(self) -> Numbers:
        """The bases that verdicts are worked out at: none for figures of so few bodies that they are not compared."""
        return np.where(self.few, np.nan, self.corrected)

    def flags(self, low: Numbers, high: Numbers) -> NDArray[np.str_]:
        """Return “u” for weak shares: few bodies, under 30 known or at the most, or a range of 30 points or more.

        Args:
            low: the lower limits of the shares, as proportions; nan where there is none.
            high: the upper limits.
        """
        ranged = np.where(np.isnan(low), "", methods.flag(self.known, low, high))
        return np.where(self.few | (self.at_most < WEAK_BASE), "u", ranged)

    def at(self, places: Sequence[int | None]) -> "Bases":
        """Return what the figures at some places rest on; nothing is known where there is no place."""
        missing = np.array([place is None for place in places], dtype=bool)
        held = np.array([0 if place is None else place for place in places], dtype=int)

        def numbers(given: Numbers) -> Numbers:
            return np.where(missing, np.nan, given[held])

        return Bases(
            numbers(self.base),
            numbers(self.at_least),
            numbers(self.at_most),
            numbers(self.population),
            numbers(self.effective),
            self.complete[held] & ~missing,
            self.few[held] & ~missing,
        )


def of_frame(rows: pd.DataFrame) -> Bases:
    """Return what the rows of a frame rest on.

    Args:
        rows: with ``base_n``, ``base_at_least``, ``base_at_most``, ``population``, ``effective_base``,
            ``complete`` and ``few_bodies``.
    """
    return _of(lambda name: bases(rows[name]))


def of_rows(rows: Sequence[Row], before: str = "") -> Bases:
    """Return what rows rest on; without ``few_bodies`` none are few.

    Args:
        rows: with the columns that :func:`of_frame` takes.
        before: ``_before`` for what their figures of the edition before rest on.
    """

    def column(name: str) -> Numbers:
        ours = f"base{before}" if before and name == "base_n" else f"{name}{before}"
        given: list[Any] = [row.get(ours) if name == "few_bodies" else row[ours] for row in rows]
        return np.array([np.nan if is_missing(value) else float(value) for value in given], dtype=np.float64)

    return _of(column)


def _of(column: Callable[[str], Numbers]) -> Bases:
    return Bases(
        column("base_n"),
        column("base_at_least"),
        column("base_at_most"),
        column("population"),
        column("effective_base"),
        column("complete") == 1,
        column("few_bodies") == 1,
    )
