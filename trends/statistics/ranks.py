"""Ranges of places and medians: where an item of a list could stand, and where the middle of a list could lie."""

import math

import numpy as np
from numpy.typing import ArrayLike

from trends.statistics.inputs import Numbers, checked_numbers, checked_shares, corrected_bases
from trends.statistics.methods import ROUNDING, SIGNIFICANCE, holm_adjust, list_p_value, upper_tail


def rank_ranges(
    shares: ArrayLike,
    bases: ArrayLike,
    populations: ArrayLike | None = None,
    *,
    same_respondents: bool = True,
) -> tuple[Numbers, Numbers, Numbers]:
    """Return each item's rank by share, and the best and worst rank it could have.

    One share per item; one base for all or one each. Rank 1 is the highest share, equal shares
    have equal ranks, and items without a share have no rank and are not counted. Best is 1 + the
    number of items clearly above, worst is the number of items less those clearly below. All the
    ranges hold together with at least 95 % confidence. An item without a base has a rank but no
    range, and no other item is told apart from it.

    "Clearly" is a one-sided test of every item against every other, Holm-adjusted over both
    directions of all pairs, so that a wrong direction counts as a false alarm too.

    With ``same_respondents`` (one question, several answers) the items are correlated, and the
    table of shares does not say how: with independent items the variance of a difference would be
    (p(1 - p) + q(1 - q)) / n, but the true one depends on how many chose both. The test therefore
    assumes the least overlap the two shares allow (Fréchet 1951): then min(p + q, 2 - p - q) of the
    respondents chose exactly one of the two, which is the largest variance possible, and McNemar's
    test with Edwards' continuity correction follows. It never tells two items apart that McNemar's
    test on the actual answers would not, so the price of not knowing is wider ranges, not wrong
    ones. Where two bases differ the smaller counts.

    Without ``same_respondents`` (one question, several countries) the groups are independent and
    pairs are compared with :func:`list_p_value`; a list of only two is told apart exactly where the
    Newcombe interval of the difference excludes zero.

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive, or
            if the shares are not a single list.

    Sources: Goldstein and Spiegelhalter (1996), Journal of the Royal Statistical Society A 159,
    385-443; Al Mohamad, Goeman and van Zwet (2022), Biometrics 78, 238-247; Holm (1979); Fréchet
    (1951), Annales de l'Université de Lyon A 14, 53-77; McNemar (1947), Psychometrika 12, 153-157;
    Edwards (1948), Psychometrika 13, 185-187.

    """
    share, base = np.broadcast_arrays(checked_shares(shares), corrected_bases(bases, populations))
    if share.ndim != 1:
        message = (
            f"Shares to rank have {share.ndim} dimensions. Ranks belong to one list of items; "
            "call rank_ranges once for each list."
        )
        raise ValueError(message)
    gap = share[:, np.newaxis] - share[np.newaxis, :]
    gap[np.abs(gap) < ROUNDING] = 0.0
    if same_respondents:
        by_chance = upper_tail(_least_overlap_z(share, base))
    else:
        by_chance = list_p_value(share, base, share[:, np.newaxis], base[:, np.newaxis]) / 2
    by_chance = np.where(gap > 0, by_chance, 1 - by_chance)
    np.fill_diagonal(by_chance, np.nan)
    clearly_above = holm_adjust(by_chance) < SIGNIFICANCE

    ranked = ~np.isnan(share)
    ranged = ranked & ~np.isnan(base)
    rank = 1 + np.sum(gap < 0, axis=1)
    best = 1 + np.sum(clearly_above, axis=0)
    worst = np.sum(ranked) - np.sum(clearly_above, axis=1)
    return (
        np.where(ranked, rank, np.nan),
        np.where(ranged, best, np.nan),
        np.where(ranged, worst, np.nan),
    )


def median_interval(values: ArrayLike) -> tuple[float, float, float]:
    """Return the median of the values and the lowest and highest it could be.

    The limits are two of the values themselves, counted in from both ends, and hold whatever the
    shape of the distribution. Missing values are left out. Fewer than 6 values cannot carry a 95 %
    interval: the limits are then ``nan`` (and with no values the median too).

    Meant for comparing one country with the middle of a group of others, the country itself left
    out of the group. The interval reads the group as a sample of the countries it might have been.

    Source: Thompson (1936), Annals of Mathematical Statistics 7, 122-128.

    """
    value = np.ravel(checked_numbers(values))
    value = np.sort(value[~np.isnan(value)])
    count = value.size
    if count == 0:
        return math.nan, math.nan, math.nan
    # The number of values below the true median is binomial with chance one half. Whole numbers
    # keep the tail exact: tail / 2**count is the chance that fewer than `steps` lie on one side.
    steps, tail, ways = 0, 0, 1
    while 2 * (tail + ways) * round(1 / SIGNIFICANCE) <= 2**count:
        tail += ways
        ways = ways * (count - steps) // (steps + 1)
        steps += 1
    middle = float(np.median(value))
    if steps == 0:
        return middle, math.nan, math.nan
    return middle, float(value[steps - 1]), float(value[count - steps])


def _least_overlap_z(share: Numbers, base: Numbers) -> Numbers:
    """Return McNemar's z for every pair of items, at the least overlap their shares allow."""
    one, other = share[:, np.newaxis], share[np.newaxis, :]
    respondents = np.minimum(base[:, np.newaxis], base[np.newaxis, :])
    chose_only_one = np.minimum(one + other, 2 - one - other)
    gap = np.abs(one - other)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.maximum(gap - 1 / respondents, 0) * np.sqrt(respondents) / np.sqrt(chose_only_one)
    # Equal shares would be 0 / 0 for two empty items and 0 times infinity for a complete count.
    return np.where((gap < ROUNDING) & ~np.isnan(respondents), 0.0, z)
