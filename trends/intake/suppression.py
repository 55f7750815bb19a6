"""Which groups may be shown of a question: small bases, remainders, and what totals give away.

Everything here is about true bases, and only the decision leaves it. Rules in their order, until none takes anything
away any more; a group that is taken away never comes back:

1. *base*: a group has at least the threshold in its base.
2. *remainder*: so has what is left of each shown group that holds it, and of all without its row and its column; a
   group that is all of a larger one is no breakdown of it.
3. *total*: a group of two dimensions is shown only beside both of its parents; what shown parts leave of a shown group
   has at least the threshold, and is never one withheld group alone, or the smallest shown part goes too; and no cell
   of a table of two dimensions can be worked out from its margins and its other cells.

The last is checked exactly: with its margins, a table is a flow from rows to columns, and a withheld cell can be worked
out if and only if it lies on no cycle of withheld cells: if it is a bridge of their graph (Gusfield 1988, SIAM Journal
on Computing 17, 552-571).
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

import numpy as np

from trends.intake.groups import PAIR, Groups, Whole
from trends.statistics.inputs import Flags

MOST_WORK: Final = 500_000_000
"""Multiplications up to which all sums of shown groups are searched for withheld ones."""

EXACT: Final = 1e-6
"""A sum of shown groups this near a withheld one, of whole numbers both, is that group."""


class Reason(StrEnum):
    """Why a group, or a figure of a shown group, is withheld."""

    BASE = "base under the threshold"
    REMAINDER = "too few outside the group"
    TOTAL = "a total would give another group away"
    EXTREME = "nobody or everybody in a small base"


class Shown:
    """What is shown of one question, given the persons of its base in each stratum.

    ``shown`` says of each group whether it is; ``reasons`` holds why not.
    """

    def __init__(self, groups: Groups, in_strata: Whole, threshold: int) -> None:
        self.groups = groups
        self.threshold = threshold
        self.persons = groups.persons(in_strata)
        in_both = groups.in_both(in_strata)
        self._in_both = in_both
        inside = (in_both > 0) & (in_both == self.persons[groups.first])
        # Each pair of a group and a group that holds it.
        self.part, self.whole = groups.first[inside], groups.second[inside]
        same = self.persons[self.part] == self.persons[self.whole]
        # The same persons under other names are one: shown or withheld together, under the name of fewest dimensions.
        self.alike: Whole = np.arange(len(groups.all))
        np.minimum.at(self.alike, self.part[same], self.whole[same])
        self.shown: Flags = self.persons > 0
        self.reasons: dict[int, Reason] = {}
        by_definition = groups.level[self.part] > groups.level[self.whole]
        self._withhold(np.flatnonzero(self.persons < threshold), Reason.BASE)
        self.renamed: Flags = np.zeros(len(groups.all), dtype=bool)
        self.renamed[self.part[same & by_definition]] = True
        for number in np.flatnonzero(self.renamed & self.shown):
            self.reasons[int(number)] = Reason.REMAINDER
        self._settle(in_strata)

    @property
    def published(self) -> Whole:
        """Return the numbers of the groups that are shown, each set of persons under its shortest names."""
        return np.flatnonzero(self.shown & ~self.renamed)

    def _settle(self, in_strata: Whole) -> None:
        if not self.shown[0]:
            self._withhold(np.flatnonzero(self.shown), Reason.TOTAL)
        levels = range(1, int(self.groups.level.max(initial=0)) + 1)
        while (
            any(
                self._parents_missing()
                or self._remainders(level)
                or self._quadrants()
                or self._parts_of_totals(level)
                or self._tables(level)
                for level in levels
            )
            or self._nested_crossings()
            or self._combinations(in_strata)
        ):
            pass

    def _withhold(self, numbers: Whole | Sequence[int], reason: Reason) -> bool:
        """Withhold groups, and those that are the same persons; return whether any was shown."""
        going = self.shown & np.isin(self.alike, self.alike[np.asarray(numbers, dtype=np.int64)])
        self.shown &= ~going
        for number in np.flatnonzero(going):
            self.reasons[int(number)] = reason
        return bool(going.any())

    def _parents_missing(self) -> bool:
        return self._withhold(self._cells()[~self.shown[self.groups.parents[self._cells()]].all(axis=1)], Reason.TOTAL)

    def _cells(self) -> Whole:
        """Return the shown groups of two dimensions that are no shorter-named group."""
        return np.flatnonzero(self.shown & ~self.renamed & (self.groups.level == PAIR))

    def _remainders(self, level: int) -> bool:
        left = self.persons[self.whole] - self.persons[self.part]
        few = (left > 0) & (left < self.threshold) & self.shown[self.part] & self.shown[self.whole]
        few &= self.groups.level[self.part] == level
        return self._withhold(self.part[few], Reason.REMAINDER)

    def _quadrants(self) -> bool:
        """Withhold cells where everybody outside their row and their column together are few."""
        cells = self._cells()
        row, column = self.groups.parents[cells].T
        outside = self.persons[0] - self.persons[row] - self.persons[column] + self.persons[cells]
        return self._withhold(cells[(outside > 0) & (outside < self.threshold)], Reason.REMAINDER)

    def _parts_of_totals(self, level: int) -> bool:
        """Withhold the smallest shown part where a shown group without its shown parts is few or one withheld group."""
        relevant = self.shown[self.whole] & (self.groups.level[self.part] <= level)
        relevant &= self.alike[self.part] != self.alike[self.whole]
        part, whole = self.part[relevant], self.whole[relevant]
        kinds = len(self.groups.signatures)
        split, at = np.unique(whole * kinds + self.groups.signature[part], return_inverse=True)
        known = self.shown[part]
        rest = self.persons[split // kinds] - np.bincount(at[known], self.persons[part[known]], minlength=len(split))
        withheld = np.bincount(at[~known], minlength=len(split))
        withheld_persons = np.bincount(at[~known], self.persons[part[~known]], minlength=len(split))
        told = ((rest > 0) & (rest < self.threshold)) | ((withheld == 1) & (rest == withheld_persons))
        candidates = np.flatnonzero(known & told[at])
        # The smallest of each; ties go by the number of the group.
        candidates = candidates[np.lexsort((part[candidates], self.persons[part[candidates]], at[candidates]))]
        _, smallest = np.unique(at[candidates], return_index=True)
        return self._withhold(part[candidates[smallest]], Reason.TOTAL)

    def _tables(self, level: int) -> bool:
        tables = [at for at, dimensions in enumerate(self.groups.signatures) if level == PAIR == len(dimensions)]
        return any(self._table(at) for at in tables)

    def _table(self, signature: int) -> bool:
        """Withhold a further cell of a table where a withheld one can be worked out; return whether one was."""
        cells = np.flatnonzero((self.groups.signature == signature) & (self.persons > 0))
        shown = [int(number) for number in cells if self.shown[number]]
        if not shown or len(shown) == len(cells):
            return False
        ends = {int(number): tuple(self.groups.parents[number].tolist()) for number in cells}
        going = set()
        for number in bridges([(*edge, number) for number, edge in self._withheld_flow(ends)]):
            if number < 0:
                continue
            near = [each for each in shown if set(ends[each]) & set(ends[number])]
            going.add(min(near or shown, key=lambda each: (self.persons[each], each)))
        return self._withhold(sorted(going), Reason.TOTAL)

    def _nested_crossings(self) -> bool:
        """Withhold cells where few are in a shown group outside two others that cross in the cell.

        Of everybody, their rows and their columns ``_quadrants`` is enough; more groups hold a cell where values lie in
        others, as regions in countries do.
        """
        relevant = self.shown[self.part] & self.shown[self.whole] & (self.alike[self.part] != self.alike[self.whole])
        relevant &= self.groups.level[self.part] == PAIR
        # Everybody, its row and its column hold any cell.
        more = np.bincount(self.part[relevant], minlength=len(self.groups.all)) > PAIR + 1
        going = []
        for cell in np.flatnonzero(more):
            around = self.whole[relevant & (self.part == cell)]
            ones, others = np.triu_indices(len(around), 1)
            crossing = self._together(around[ones], around[others]) == self.persons[cell]
            for one, other in zip(around[ones[crossing]], around[others[crossing]], strict=True):
                both = around[
                    (self._together(around, one) == self.persons[one])
                    & (self._together(around, other) == self.persons[other])
                ]
                outside = self.persons[both] - self.persons[one] - self.persons[other] + self.persons[cell]
                if ((outside > 0) & (outside < self.threshold)).any():
                    going.append(int(cell))
        return self._withhold(going, Reason.REMAINDER)

    def _together(self, ones: Whole, others: Whole | int) -> Whole:
        """Return the persons in both of each two groups; a group with itself has none."""
        codes = self.groups.first * len(self.groups.all) + self.groups.second
        wanted = ones * len(self.groups.all) + others
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where(codes[at] == wanted, self._in_both[at], 0)

    def _combinations(self, in_strata: Whole) -> bool:
        """Withhold a further group where a withheld one is a sum of shown ones, with any signs and multiples.

        The rules before leave next to nothing of that; values that lie in others can. It is a matter of linear algebra
        over all strata, and is left out where that would take minutes: where thousands of groups are shown.
        """
        withheld = np.flatnonzero(~self.shown & (self.persons > 0))
        shown = self.published
        strata = np.flatnonzero(in_strata)
        if not len(withheld) or not len(shown) or len(shown) ** 2 * len(strata) > MOST_WORK:
            return False
        inside = self.groups.incidence()[:, strata].astype(np.float64)
        combination, *_ = np.linalg.lstsq(inside[shown].T, inside[withheld].T, rcond=None)
        missed = np.abs(inside[shown].T @ combination - inside[withheld].T).max(axis=0)
        going = set()
        for at in np.flatnonzero(missed < EXACT):
            taking_part = shown[np.abs(combination[:, at]) > EXACT]
            smallest = sorted(
                taking_part.tolist(), key=lambda each: (-self.groups.level[each], self.persons[each], each)
            )
            going.update(smallest[:1])
        return self._withhold(sorted(going), Reason.TOTAL)

    def _withheld_flow(self, ends: dict[int, tuple[int, ...]]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield the unknown numbers of a table as edges: withheld cells, cells without a value, withheld margins.

        A node below 0 stands for those without a value of the rows (-1) or columns (-2), or for the total on either
        side (-3, -4). Cells that are no group are numbered -1.
        """
        margins: tuple[set[int], set[int]] = (set(), set())
        left = {number: int(self.persons[number]) for pair in ends.values() for number in pair}
        for number, (row, column) in ends.items():
            margins[0].add(row)
            margins[1].add(column)
            left[row] -= int(self.persons[number])
            left[column] -= int(self.persons[number])
            if not self.shown[number]:
                yield number, (row, column)
        for side, total in ((0, -3), (1, -4)):
            without_value = -2 if side == 0 else -1
            yield -1, (total, -1 - side)
            for margin in sorted(margins[side]):
                if left[margin] > 0:
                    yield -1, (margin, without_value)
                if not self.shown[margin]:
                    yield -1, (total, margin)


def bridges(edges: Sequence[tuple[int, int, int]]) -> list[int]:
    """Return the names of the edges (node, node, name) of a graph that lie on no cycle.

    Source: Tarjan (1974), Information Processing Letters 2, 160-161.
    """
    beside: dict[int, list[tuple[int, int]]] = {}
    for at, (one, other, _) in enumerate(edges):
        beside.setdefault(one, []).append((other, at))
        beside.setdefault(other, []).append((one, at))
    entered: dict[int, int] = {}
    lowest: dict[int, int] = {}
    found = []
    for root, onward_from_root in beside.items():
        if root in entered:
            continue
        entered[root] = lowest[root] = len(entered)
        path = [(root, -1, iter(onward_from_root))]
        while path:
            node, came_by, onward = path[-1]
            step = next(onward, None)
            if step is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])
                    if lowest[node] > entered[before]:
                        found.append(edges[came_by][2])
            elif step[1] != came_by:
                if step[0] in entered:
                    lowest[node] = min(lowest[node], entered[step[0]])
                else:
                    entered[step[0]] = lowest[step[0]] = len(entered)
                    path.append((step[0], step[1], iter(beside[step[0]])))
    return found
