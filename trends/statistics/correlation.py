"""Whether two measures put countries in the same order.

Source: Spearman, C., "The proof and measurement of association between two things", American Journal of Psychology 15
(1904). Countries that two indices measure are all there are on both lists and no sample, so the correlation has no
range; how much it hangs on single countries is said instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trends.statistics.inputs import Numbers

# Of twenty countries in orders that have nothing in common, one pair of orders in twenty is beyond 0.45 by chance; of
# ten, beyond 0.65, which would read as a strong relation.
FEWEST_COUNTRIES = 20


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rank correlation, and the least and the most it is when any one country is left out."""

    value: float
    least: float
    most: float
    countries: int


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> RankCorrelation | None:
    """Return Spearman's rank correlation of two measures; equal values share the mean of their places.

    None where a measure has one value for all countries: then it puts them in no order.

    Args:
        first: a value for each country.
        second: the values of the other measure, of the same countries in the same order.

    Raises:
        ValueError: the two have several lengths, or there are fewer than 20 countries.
    """
    if len(first) != len(second) or len(first) < FEWEST_COUNTRIES:
        raise ValueError(
            f"{len(first)} and {len(second)} values give no rank correlation; give as many of both, of "
            f"{FEWEST_COUNTRIES} countries or more."
        )
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    whole = _of_ranks(one, two)
    if whole is None:
        return None
    left = [_of_ranks(np.delete(one, at), np.delete(two, at)) for at in range(len(one))]
    known = [each for each in left if each is not None]
    return RankCorrelation(whole, min(known, default=whole), max(known, default=whole), len(one))


def _of_ranks(first: Numbers, second: Numbers) -> float | None:
    one, two = (pd.Series(values).rank().to_numpy() for values in (first, second))
    one, two = one - one.mean(), two - two.mean()
    length = float(np.sqrt((one**2).sum() * (two**2).sum()))
    return None if length == 0 else float((one * two).sum() / length)
