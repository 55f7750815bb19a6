"""How sure a figure is: intervals, differences, verdicts and ranks for shares of respondents.

Everything here is a pure function of numbers. Shares are proportions from 0 to 1, a base is a
number of respondents (or an effective base), and every interval is a 95 % interval. Arguments may
be plain numbers, lists, arrays or frame columns; they are broadcast against each other, and the
answer has the broadcast shape (plain numbers in, one number out). A missing number (``nan``,
``None``, a masked cell) is never an error: what depends on it is missing too.

The interval of a self-selected survey is calculated in the same way and must be worded as the
range "if these answers were a random sample"; a complete count has no interval at all.
"""

import math
from enum import StrEnum
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from trends.statistics.inputs import (
    Flags,
    Numbers,
    Words,
    checked_bases,
    checked_numbers,
    checked_shares,
    corrected_bases,
    refuse,
    unwrapped,
)

SIGNIFICANCE: Final = 0.05
"""False alarms accepted: 1 in 20. Every interval here is the matching 95 % interval."""

Z95: Final = NormalDist().inv_cdf(1 - SIGNIFICANCE / 2)
"""Standard errors either side of the middle that hold 95 % of a normal distribution."""

WEAK_BASE: Final = 30
"""A share with fewer respondents than this is marked weak."""

WEAK_WIDTH: Final = 0.30
"""A share whose interval is at least this wide (30 points) is marked weak."""

WITHHOLD_BASE: Final = 10
"""A cell of respondent-level data with fewer respondents than this is not shown."""

# Shares arrive from divisions, so two equal shares may differ in their last digits. No survey
# can tell two shares this close apart.
ROUNDING: Final = 1e-12

# Beyond 40 standard errors a p value is smaller than any number a float can hold.
_LARGEST_Z: Final = 40.0
_BISECTIONS: Final = 64


class Verdict(StrEnum):
    """What may be said of a difference between two shares."""

    UP = "up"
    DOWN = "down"
    TOO_CLOSE = "too close to call"
    CANNOT_TELL = "cannot tell"


def wilson_interval(share: ArrayLike, base: ArrayLike, population: ArrayLike | None = None) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest true share that the observed share is compatible with.

    The base may be any positive number: a fraction is an effective base. A missing base, or a base
    of 0, gives missing limits. Where a population is given and the base is more than a tenth of
    it, the variance is multiplied by (N - n) / (N - 1), see :func:`base_in_population`; a base that
    reaches the population gives low = share = high.

    The limits always lie in 0 to 1 and always hold the share. Averaged over true shares of
    5 % to 95 % they hold the truth 95 % to 96 % of the time for bases from 10 to 300; the worst
    single case is 89.3 % (base 10, a true share of 5.7 %).

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    """
    low, high = _wilson_limits(checked_shares(share), corrected_bases(base, population), Z95)
    return unwrapped(low), unwrapped(high)


def newcombe_difference(
    share_1: ArrayLike,
    base_1: ArrayLike,
    share_2: ArrayLike,
    base_2: ArrayLike,
    *,
    population_1: ArrayLike | None = None,
    population_2: ArrayLike | None = None,
    level: ArrayLike = SIGNIFICANCE,
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the change from the first share to the second, with its lowest and highest value.

    The difference is share_2 - share_1, as a proportion (0.05 is 5 points). The two groups of
    respondents are taken as independent; when many people answered both waves the interval is
    usually wider than it need be. Bases and populations are read as in :func:`wilson_interval`; a
    missing base gives missing limits but leaves the difference. Two complete counts give
    low = difference = high. The level is the part of such intervals that may miss the truth; a
    difference that is one of many is given the one of :func:`holm_levels`.

    For bases from 10 to 300 and true shares of 5 % to 95 % it holds the truth 95 % of the time on
    average; the worst single case is 87.9 % (bases of 10 and 15, from 95 % down to 5.5 %). Where
    nothing changed it says so 95 % of the time on average and never less than 93.8 %.

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    """
    difference, low, high = _newcombe_limits(
        (checked_shares(share_1), corrected_bases(base_1, population_1)),
        (checked_shares(share_2), corrected_bases(base_2, population_2)),
        _errors_either_side(checked_numbers(level)),
    )
    return unwrapped(difference), unwrapped(low), unwrapped(high)


def difference_p_value(
    share_1: ArrayLike,
    base_1: ArrayLike,
    share_2: ArrayLike,
    base_2: ArrayLike,
    *,
    population_1: ArrayLike | None = None,
    population_2: ArrayLike | None = None,
) -> Numbers:
    """Return the two-sided p value that belongs to the Newcombe interval of a difference.

    It is 1 minus the confidence at which that interval just touches zero, so it is below
    ``SIGNIFICANCE`` exactly where the 95 % interval excludes zero: the verdict on one difference
    and the verdict on a Holm-adjusted list can never contradict each other. Equal shares give 1,
    different complete counts give 0, a missing base gives ``nan``.

    The interval widens steadily with the confidence, so the touching point is found by bisection.

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive.

    Source: inversion of the interval of Newcombe (1998), Statistics in Medicine 17, 873-890.

    """
    first, base_first, second, base_second = np.broadcast_arrays(
        checked_shares(share_1),
        corrected_bases(base_1, population_1),
        checked_shares(share_2),
        corrected_bases(base_2, population_2),
    )

    def excludes_zero(z: Numbers | float) -> Flags:
        _, low, high = _newcombe_limits((first, base_first), (second, base_second), z)
        excluded: Flags = (low > 0) | (high < 0)
        return excluded

    excludes, touches = np.zeros(first.shape), np.full(first.shape, _LARGEST_Z)
    for _ in range(_BISECTIONS):
        middle = (excludes + touches) / 2
        excluded = excludes_zero(middle)
        excludes = np.where(excluded, middle, excludes)
        touches = np.where(excluded, touches, middle)
    p_value = 2 * upper_tail(touches)
    # Bisection and the normal distribution each round; the side of the threshold must not.
    p_value = np.where(
        excludes_zero(Z95),
        np.minimum(p_value, np.nextafter(SIGNIFICANCE, 0)),
        np.maximum(p_value, SIGNIFICANCE),
    )
    return unwrapped(np.where(np.isnan(first + base_first + second + base_second), np.nan, p_value))


def list_p_value(
    share_1: ArrayLike,
    base_1: ArrayLike,
    share_2: ArrayLike,
    base_2: ArrayLike,
    *,
    population_1: ArrayLike | None = None,
    population_2: ArrayLike | None = None,
) -> Numbers:
    """Return the p value of a difference that is one of many, to be given to :func:`holm_adjust`.

    A list is judged far out in the tails, where the Newcombe interval is too narrow when one base
    is small, the other large and the share near 0 or 1: with no true change at all, 100 changes
    between bases of 10 and 300 at a true share of 5 % would give a false alarm in 39 % of lists. So
    this is the value of :func:`difference_p_value` or, if larger, that of the likelihood-ratio test
    with Yates' continuity correction, which is reliable there. It stays on the same side of
    ``SIGNIFICANCE`` as the Newcombe interval, so a list of one is judged as that one difference.

    Equal shares give 1, different complete counts give 0, a missing base gives ``nan``.

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive.

    Sources: Newcombe (1998); Wilks (1938), Annals of Mathematical Statistics 9, 60-62; Yates
    (1934), Supplement to the Journal of the Royal Statistical Society 1, 217-235.

    """
    first = (checked_shares(share_1), corrected_bases(base_1, population_1))
    second = (checked_shares(share_2), corrected_bases(base_2, population_2))
    p_value = difference_p_value(*first, *second)
    in_the_tail = 2 * upper_tail(_likelihood_ratio_z(first, second))
    capped = np.minimum(in_the_tail, np.nextafter(SIGNIFICANCE, 0))
    return unwrapped(np.where(p_value < SIGNIFICANCE, np.maximum(p_value, capped), p_value))


def holm_adjust(p_values: ArrayLike) -> Numbers:
    """Return p values adjusted for having looked at all of them.

    Same shape as given. Calling "up" or "down" only where the adjusted value is below
    ``SIGNIFICANCE`` keeps the chance of even one false alarm in the whole list at 5 % or less,
    however the changes depend on each other. A missing p value stays missing and is not counted.

    Raises:
        ValueError: if a p value is outside 0 to 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    """
    p_value = checked_numbers(p_values)
    refuse(
        (p_value < 0) | (p_value > 1),
        p_value,
        "P value",
        "A p value is a probability, from 0 to 1",
        "pass the result of list_p_value as it is",
    )
    known = ~np.isnan(p_value)
    order = np.argsort(p_value[known], kind="stable")
    still_open = np.arange(order.size, 0, -1)
    stepped = np.maximum.accumulate(p_value[known][order] * still_open)
    restored = np.empty(order.size)
    restored[order] = np.minimum(stepped, 1.0)
    adjusted = np.full(p_value.shape, np.nan)
    adjusted[known] = restored
    return unwrapped(adjusted)


def holm_levels(p_values: ArrayLike) -> Numbers:
    """Return the level at which each of many p values is judged by Holm's method.

    The smallest of m is judged at ``SIGNIFICANCE`` / m, the next at ``SIGNIFICANCE`` / (m - 1), and so
    on; all from the first that does not pass are judged at the level of that one. A p value is below
    its level exactly where :func:`holm_adjust` gives one below ``SIGNIFICANCE``, so an interval at that
    level belongs to the verdict. For those that do not pass it is the simultaneous interval of Guilbaud;
    for those that do there is none that both follows Holm and says how large the change is.

    Raises:
        ValueError: if a p value is outside 0 to 1.

    Sources: Holm (1979); Guilbaud (2008), Biometrical Journal 50, 678-692.

    """
    p_value = checked_numbers(p_values)
    passed = holm_adjust(p_value) < SIGNIFICANCE
    known = np.sort(p_value[~np.isnan(p_value)])
    # Equal p values are judged alike, whatever their order.
    still_open = known.size - np.searchsorted(known, p_value, side="left")
    left = int(known.size) - int(np.count_nonzero(passed))
    level: Numbers = np.where(np.isnan(p_value), np.nan, SIGNIFICANCE / np.where(passed, still_open, max(left, 1)))
    return unwrapped(level)


def verdict(
    difference: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    p_value: ArrayLike | None = None,
    *,
    comparable: ArrayLike = True,
) -> Words:
    """Return the :class:`Verdict` on each difference, as text.

    "Up" or "down" needs an interval that excludes zero and, where adjusted p values are given
    (see :func:`holm_adjust`), a p value below ``SIGNIFICANCE``. Never decide by whether the
    intervals of the two shares overlap: that misses real changes (Schenker and Gentleman 2001, The
    American Statistician 55, 182-186). Anything missing, or ``comparable`` false (another measure,
    a break in method), is "cannot tell".
    """
    change, lowest, highest = checked_numbers(difference), checked_numbers(low), checked_numbers(high)
    chance = np.asarray(0.0) if p_value is None else checked_numbers(p_value)
    complete = ~np.isnan(change + lowest + highest + chance)
    known = complete & np.asarray(comparable, dtype=bool)
    significant = chance < SIGNIFICANCE
    words: Words = np.select(
        [~known, significant & (lowest > 0), significant & (highest < 0)],
        [str(Verdict.CANNOT_TELL), str(Verdict.UP), str(Verdict.DOWN)],
        str(Verdict.TOO_CLOSE),
    )
    return unwrapped(words)


def flag(base: ArrayLike, low: ArrayLike, high: ArrayLike) -> Words:
    """Return "u" for a weak share and "" for any other.

    Weak is a base under ``WEAK_BASE`` or an interval at least ``WEAK_WIDTH`` wide. Limits are
    proportions. A missing base or missing limits do not flag by themselves: a share without a base
    has no interval to judge, and says so elsewhere.

    Source: National Center for Health Statistics (2017), Data Presentation Standards for
    Proportions, for the width; common practice of statistics offices for the base.
    """
    width = checked_numbers(high) - checked_numbers(low)
    weak = (checked_bases(base) < WEAK_BASE) | (width >= WEAK_WIDTH - ROUNDING)
    words: Words = np.where(weak, "u", "")
    return unwrapped(words)


def _errors_either_side(level: Numbers) -> Numbers:
    """Return how many standard errors either side of the middle leave out this part of a normal distribution."""
    at = [each if math.isnan(each) else NormalDist().inv_cdf(1 - each / 2) for each in np.ravel(level).tolist()]
    return np.reshape(np.array(at, dtype=np.float64), np.shape(level))


def _wilson_limits(share: Numbers, base: Numbers, z: Numbers | float) -> tuple[Numbers, Numbers]:
    """Return the Wilson limits at z standard errors; an infinite base gives the share twice."""
    pull = z**2 / base
    centre = (share + pull / 2) / (1 + pull)
    reach = z * np.sqrt(share * (1 - share) / base + pull / (4 * base)) / (1 + pull)
    # Rounding must not push the share itself, or 0 and 1, out of the interval.
    low: Numbers = np.maximum(np.minimum(centre - reach, share), 0.0)
    high: Numbers = np.minimum(np.maximum(centre + reach, share), 1.0)
    return low, high


def _newcombe_limits(
    first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers], z: Numbers | float
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the difference and its limits at z standard errors for two (share, base) pairs."""
    share_1, share_2 = first[0], second[0]
    low_1, high_1 = _wilson_limits(*first, z)
    low_2, high_2 = _wilson_limits(*second, z)
    difference = share_2 - share_1
    difference = np.where(np.abs(difference) < ROUNDING, 0.0, difference)
    low = difference - np.sqrt((share_2 - low_2) ** 2 + (high_1 - share_1) ** 2)
    high = difference + np.sqrt((high_2 - share_2) ** 2 + (share_1 - low_1) ** 2)
    return difference, low, high


def _likelihood_ratio_z(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> Numbers:
    """Return the root of the continuity-corrected likelihood ratio of two (share, base) pairs."""
    (share_1, base_1), (share_2, base_2) = first, second
    spread_1, spread_2 = 1 / base_1, 1 / base_2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Written with 1 / base so that an infinite base (complete count) needs no case of its own.
        part_1 = spread_2 / (spread_1 + spread_2)
        pooled = part_1 * share_1 + (1 - part_1) * share_2
        gap = share_2 - share_1
        gap = np.sign(gap) * np.maximum(np.abs(gap) - (spread_1 + spread_2) / 2, 0)
        ratio = _divergence(pooled - (1 - part_1) * gap, pooled) * base_1
        ratio = np.where(np.isinf(base_1), 0.0, ratio)
        other = _divergence(pooled + part_1 * gap, pooled) * base_2
        ratio = ratio + np.where(np.isinf(base_2), 0.0, other)
    # Two complete counts that differ, differ for certain; the caller handles equal shares.
    both_complete = np.isinf(base_1) & np.isinf(base_2)
    return np.where(both_complete, np.inf, np.sqrt(2 * np.maximum(ratio, 0.0)))


def _divergence(share: Numbers, expected: Numbers) -> Numbers:
    """Return how badly an expected share explains a share: the Kullback-Leibler divergence."""
    share = np.clip(share, 0.0, 1.0)
    said_yes = np.where(share > 0, share * np.log(share / expected), 0.0)
    said_no = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - expected)), 0.0)
    return np.asarray(said_yes + said_no)


def upper_tail(z: Numbers) -> Numbers:
    """Return the chance of a standard normal number above z, accurate far into the tail."""
    halves = [math.erfc(value / math.sqrt(2)) / 2 for value in np.ravel(z).tolist()]
    return np.reshape(np.array(halves, dtype=np.float64), np.shape(z))
