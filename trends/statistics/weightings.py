"""Where a place in a composite index depends on what counts most: its range over all fair weightings of the parts.

An index that averages its parts equally has chosen a weighting; others are as fair. A place that holds under all of
them says something of the country, one that moves by thirty says something of the weighting.

Source: OECD and JRC, "Handbook on Constructing Composite Indicators" (2008), chapter 7, uncertainty analysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from trends.statistics.inputs import Numbers

# What each part counts at the least; below, a part would hardly be part of the index.
LEAST_WEIGHT = 0.1
DRAWS = 2000
# So many weightings, in all, that leave all but two parts at the least.
EDGE_STEPS = 600
SEED = 20241
# Sums of the same parts in another order may differ by this.
ROUNDING = 1e-9
# Numbers with as many decimals or more are taken as they are.
MOST_DECIMALS = 7


@dataclass(frozen=True)
class PlaceRange:
    """The best and the worst place of a unit over all weightings, 1 being the highest."""

    best: int
    worst: int


def place_ranges(
    parts: Numbers, units: Sequence[int], *, least: float = LEAST_WEIGHT, draws: int = DRAWS, seed: int = SEED
) -> list[PlaceRange]:
    """Return the range of the place of some units over weightings that give each part at least ``least``.

    Weightings are drawn evenly from all there are, with the equal one besides, those that favour one part most, and
    steps between each two of these, where places are most often at their ends; so the true range may be wider by a
    place than the one found, never narrower.

    Args:
        parts: a row per unit of the index, a column per part, all on one scale; none missing.
        units: rows of the units asked for.
        least: the least weight of a part.
        draws: how many weightings are drawn.
        seed: of the random numbers, so that the same parts always give the same range.

    Raises:
        ValueError: there are fewer than two parts, or the least weights sum to more than 1.
    """
    count = parts.shape[1]
    if count < 2 or least * count > 1:  # noqa: PLR2004 - one part has one weighting
        raise ValueError(f"{count} parts of at least {least:g} each leave no weightings; give two or more parts.")
    # A row per unit, so that what is compared stands together in memory. As a product of matrices it would be shared
    # among threads, which wait for each other longer than they work.
    totals = np.einsum("up,wp->uw", parts, weightings(count, least=least, draws=draws, seed=seed))
    found = []
    for unit in units:
        above = (totals > totals[unit] + ROUNDING).sum(axis=0, dtype=np.int32)
        found.append(PlaceRange(int(above.min()) + 1, int(above.max()) + 1))
    return found


def weightings(count: int, *, least: float, draws: int, seed: int) -> Numbers:
    """Return weightings of ``count`` parts, one a row.

    They are the equal one, those favouring one part most, steps between each two of these, and drawn ones.
    """
    free = 1 - least * count
    drawn = np.random.default_rng(seed).dirichlet(np.ones(count), draws)
    corners, pairs = np.eye(count), list(combinations(range(count), 2))
    steps = np.linspace(0, 1, max(EDGE_STEPS // len(pairs), 1) + 2)[1:-1, np.newaxis]
    between = [corners[one] * steps + corners[other] * (1 - steps) for one, other in pairs]
    shares = np.vstack([np.full((1, count), 1 / count), corners, *between, drawn])
    return least + free * shares


def reproduces(parts: Numbers, published: Numbers, tolerance: float) -> bool:
    """Say whether the equal average of the parts is what was published, so that the parts are all there are.

    Places by that average are those published as well, but that neighbours may have changed theirs by rounding.

    Args:
        parts: a row per unit, a column per part.
        published: the value of the index for each unit.
        tolerance: how far rounding of the parts may carry the average.
    """
    if not len(parts):
        return False
    averaged = parts.mean(axis=1)
    apart = np.abs(_places(averaged) - _places(published)).max()
    return bool(np.abs(averaged - published).max() <= tolerance + ROUNDING and apart <= 1)


def half_step(values: Numbers) -> float:
    """Return how far numbers may lie from what they were before rounding: half a step of their last decimal."""
    for decimals in range(MOST_DECIMALS):
        if np.allclose(values, values.round(decimals), 0, ROUNDING):
            return float(0.5 * 10.0**-decimals)
    return 0.0


def _places(totals: Numbers) -> Numbers:
    return np.array([np.count_nonzero(totals > each + ROUNDING) for each in totals], dtype=float)
