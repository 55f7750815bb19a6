"""The groups a survey can be broken down by, and how many persons each has, made of strata."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends.statistics.inputs import Flags

PAIR: Final = 2
"""The most dimensions a group is restricted in."""

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Respondents with the given values of up to two dimensions (dimension, value); everybody where there are none."""

    limits: tuple[tuple[str, str], ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions it restricts, in their order."""
        return tuple(dimension for dimension, _ in self.limits)


class Groups:
    """All groups of up to two dimensions that have respondents; group 0 is everybody.

    ``stratum`` and ``group`` are a list of pairs: the strata (rows of ``strata``, whose columns are the dimensions)
    that make up each group. ``first`` and ``second`` are each two groups that share a stratum, in their order;
    ``meets`` says of each stratum they share, ``meets_in``, which two they are.
    """

    def __init__(self, strata: pd.DataFrame, dimensions: Sequence[str], most_together: int = PAIR) -> None:
        self.strata = len(strata)
        self.dimensions = tuple(dimensions)
        self.all: list[Group] = []
        strata_of: list[Whole] = []
        groups_of: list[Whole] = []
        for size in range(most_together + 1):
            for chosen in combinations(self.dimensions, size):
                rows, numbers = self._of_dimensions(strata, chosen)
                strata_of.append(rows)
                groups_of.append(numbers)
        self.stratum = np.concatenate(strata_of)
        self.group = np.concatenate(groups_of)
        self.signatures = sorted({each.dimensions for each in self.all}, key=lambda each: (len(each), each))
        place = {each: at for at, each in enumerate(self.signatures)}
        self.signature: Whole = np.array([place[each.dimensions] for each in self.all], dtype=np.int64)
        self.level: Whole = np.array([len(each.limits) for each in self.all], dtype=np.int64)
        number = {each: at for at, each in enumerate(self.all)}
        # The groups of one dimension that a group of two is part of by its definition; everybody for the others.
        self.parents: Whole = np.array(
            [
                [number[Group((value,))] for value in each.limits] if len(each.limits) == PAIR else [0, 0]
                for each in self.all
            ],
            dtype=np.int64,
        )
        self._pair()

    def _of_dimensions(self, strata: pd.DataFrame, chosen: tuple[str, ...]) -> tuple[Whole, Whole]:
        """Add the groups by these dimensions; return the strata in them, with the number of the group of each."""
        rows: Whole = np.flatnonzero(strata[list(chosen)].notna().all(axis=1).to_numpy())
        if not chosen:
            self.all.append(Group(()))
            return rows, np.zeros(len(rows), dtype=np.int64)
        values = list(zip(*(strata[each].iloc[rows] for each in chosen), strict=True))
        found = sorted(set(values))
        number = {value: len(self.all) + at for at, value in enumerate(found)}
        self.all += [Group(tuple(zip(chosen, value, strict=True))) for value in found]
        return rows, np.array([number[value] for value in values], dtype=np.int64)

    def _pair(self) -> None:
        """List each two groups that share strata."""
        order = np.lexsort((self.group, self.stratum))
        stratum, group = self.stratum[order], self.group[order]
        starts = np.flatnonzero(np.r_[True, np.diff(stratum) > 0]) if len(stratum) else np.zeros(0, dtype=np.int64)
        ends = np.r_[starts[1:], len(stratum)]
        codes, places = [], []
        for size in np.unique(ends - starts):
            # All strata that belong to equally many groups at once.
            of_size = starts[ends - starts == size]
            members = group[of_size[:, None] + np.arange(size)]
            one, other = np.nonzero(~np.eye(size, dtype=bool))
            codes.append((members[:, one] * len(self.all) + members[:, other]).ravel())
            places.append(np.repeat(stratum[of_size], len(one)))
        code = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)
        self.meets_in = np.concatenate(places) if places else np.zeros(0, dtype=np.int64)
        pairs, self.meets = np.unique(code, return_inverse=True)
        self.first, self.second = pairs // len(self.all), pairs % len(self.all)

    def persons(self, in_strata: Whole) -> Whole:
        """Return the persons of each group, given those of each stratum."""
        return np.bincount(self.group, in_strata[self.stratum], minlength=len(self.all)).astype(np.int64)

    def in_both(self, in_strata: Whole) -> Whole:
        """Return the persons in both groups of each pair, given those of each stratum."""
        return np.bincount(self.meets, in_strata[self.meets_in], minlength=len(self.first)).astype(np.int64)

    def incidence(self) -> Flags:
        """Return which stratum is in which group: one row per group, one column per stratum."""
        inside = np.zeros((len(self.all), self.strata), dtype=bool)
        inside[self.group, self.stratum] = True
        return inside

    def table(self) -> pd.DataFrame:
        """Return one row per group: its number and its value in each dimension, empty where it has none."""
        rows = [dict(each.limits) for each in self.all]
        return pd.DataFrame(rows, columns=list(self.dimensions)).assign(group_number=range(len(rows)))

    def membership(self) -> pd.DataFrame:
        """Return one row per stratum (from 1, as in the database) and group."""
        return pd.DataFrame({"stratum": self.stratum + 1, "group_number": self.group})
