"""Between which places a composite index puts countries over all fair weightings of its parts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from trends.statistics.cells import Row
from trends.statistics.inputs import Numbers
from trends.statistics.weightings import PlaceRange, half_step, place_ranges, reproduces

# How far an average may lie from the published index at the least: some publishers round in between.
PART_ROUNDING = {"index_0_1": 0.0002, "score_0_100": 0.02, "percent": 0.02}


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class Composite:
    """A composite index in one edition, of which all parts are on file.

    ``values`` has a row for each of the ``countries``, given by code, and a column for each part.
    """

    countries: Sequence[str]
    values: Numbers
    _found: dict[str, PlaceRange] = field(default_factory=dict)

    @property
    def parts(self) -> int:
        """How many parts it has."""
        return int(self.values.shape[1])

    def ranges(self, countries: Collection[str]) -> dict[str, PlaceRange]:
        """Return between which places some countries lie, by code; without those it does not measure.

        A range depends on no other that is asked for, so each is worked out once.
        """
        asked = {code: at for at, code in enumerate(self.countries) if code in countries}
        new = [code for code in asked if code not in self._found]
        if new:
            self._found.update(zip(new, place_ranges(self.values, [asked[code] for code in new]), strict=True))
        return {code: self._found[code] for code in asked}


def composite(parts: Sequence[Row], unit: str) -> Composite | None:
    """Return an index with its parts.

    None without parts, or where their equal average is not what was published: then other parts count too, or parts
    count otherwise, or parts are rounded so much that their average gives other places.

    Args:
        parts: one row per country and part, as ``queries/indices/composite_parts.sql`` gives them; may be empty.
        unit: of the index.
    """
    if not parts:
        return None
    published = {str(row["country"]): float(row["published"]) for row in parts}
    # The rows of a country stand together, its parts in the same order as those of all others.
    values = np.array([row["number"] for row in parts], dtype=float).reshape(len(published), -1)
    whole = np.array(list(published.values()))
    tolerance = max(PART_ROUNDING[unit], half_step(values) + half_step(whole))
    if not reproduces(values, whole, tolerance):
        return None
    return Composite(list(published), values)
