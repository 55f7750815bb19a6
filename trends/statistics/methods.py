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
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.str_]
_Scalar = TypeVar("_Scalar", bound=np.generic)

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

FINITE_FRACTION: Final = 1 / 10
"""A known population counts as finite once more than this part of it has answered."""

# Shares arrive from divisions, so two equal shares may differ in their last digits. No survey
# can tell two shares this close apart.
_ROUNDING: Final = 1e-12

# A share beyond 0 or 1 by no more than this is a rounding trace of a weighted sum, not a mistake.
_OVERSHOOT: Final = 1e-9

# Beyond 40 standard errors a p value is smaller than any number a float can hold.
_LARGEST_Z: Final = 40.0
_BISECTIONS: Final = 64


class Verdict(StrEnum):
    """What may be said of a difference between two shares."""

    UP = "up"
    DOWN = "down"
    TOO_CLOSE = "too close to call"
    CANNOT_TELL = "cannot tell"


def effective_base(weights: ArrayLike) -> float:
    """Return the number of equally weighted respondents that would be as informative as these.

    One weight per respondent. The answer, (sum of weights)² / sum of squared weights, is the
    number of respondents when all weights are equal and smaller otherwise. No respondents, or only
    zero weights, give ``nan``.

    Raises:
        ValueError: if a weight is missing, negative or infinite.

    Source: Kish (1965), Survey Sampling, section 11.7.

    """
    weight = _numbers(weights)
    _refuse(
        ~(np.isfinite(weight) & (weight >= 0)),
        weight,
        "Weight",
        "A weight says how many people a respondent stands for, so it is 0 or more and known",
        "correct it, or leave the respondent out of both the share and the base",
    )
    squares = float(np.sum(weight**2))
    return float(np.sum(weight)) ** 2 / squares if squares > 0 else math.nan


def base_in_population(base: ArrayLike, population: ArrayLike) -> Numbers:
    """Return the base that carries the finite population correction for a known population.

    When n respondents are drawn without replacement from a population of N, the variance of a
    share is smaller by the factor (N - n) / (N - 1). Dividing the base by that factor has the same
    effect in every method of this module. The correction is applied only where the base is more
    than a tenth of the population; a base that reaches the population is a complete count and gives
    an infinite base, hence intervals of no width. A missing population means no correction.

    For weighted answers pass the effective base: it is below the number of respondents, so the
    correction errs on the side of a wider interval.

    One or two answers short of a complete count the possible shares are too few for any interval
    to fit well: from 50 of a population of 100 it holds the truth 95 % of the time on average and
    at the worst 90.8 %, from 97 of 100 at the worst 82.9 %.

    Raises:
        ValueError: if a base is negative or a population is not positive.

    Source: Cochran (1977), Sampling Techniques, sections 2.6 and 3.2.

    """
    respondents, people = np.broadcast_arrays(_bases(base), _numbers(population))
    _refuse(
        people <= 0,
        people,
        "Population",
        "A population is the number of bodies or people a survey could have reached, so at least 1",
        "leave it missing if it is not known",
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = respondents * (people - 1) / (people - respondents)
    finite = np.where(respondents > people * FINITE_FRACTION, corrected, respondents)
    return _unwrapped(np.where(respondents >= people, np.inf, finite))


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
    low, high = _wilson_limits(_shares(share), _corrected(base, population), Z95)
    return _unwrapped(low), _unwrapped(high)


def newcombe_difference(
    share_1: ArrayLike,
    base_1: ArrayLike,
    share_2: ArrayLike,
    base_2: ArrayLike,
    *,
    population_1: ArrayLike | None = None,
    population_2: ArrayLike | None = None,
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the change from the first share to the second, with its lowest and highest value.

    The difference is share_2 - share_1, as a proportion (0.05 is 5 points). The two groups of
    respondents are taken as independent; when many people answered both waves the interval is
    usually wider than it need be. Bases and populations are read as in :func:`wilson_interval`; a
    missing base gives missing limits but leaves the difference. Two complete counts give
    low = difference = high.

    For bases from 10 to 300 and true shares of 5 % to 95 % it holds the truth 95 % of the time on
    average; the worst single case is 87.9 % (bases of 10 and 15, from 95 % down to 5.5 %). Where
    nothing changed it says so 95 % of the time on average and never less than 93.8 %.

    Raises:
        ValueError: if a share is outside 0 to 1, a base negative or a population not positive.

    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.

    """
    difference, low, high = _newcombe_limits(
        (_shares(share_1), _corrected(base_1, population_1)),
        (_shares(share_2), _corrected(base_2, population_2)),
        Z95,
    )
    return _unwrapped(difference), _unwrapped(low), _unwrapped(high)


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
        _shares(share_1),
        _corrected(base_1, population_1),
        _shares(share_2),
        _corrected(base_2, population_2),
    )

    def excludes_zero(z: Numbers | float) -> NDArray[np.bool_]:
        _, low, high = _newcombe_limits((first, base_first), (second, base_second), z)
        excluded: NDArray[np.bool_] = (low > 0) | (high < 0)
        return excluded

    excludes, touches = np.zeros(first.shape), np.full(first.shape, _LARGEST_Z)
    for _ in range(_BISECTIONS):
        middle = (excludes + touches) / 2
        excluded = excludes_zero(middle)
        excludes = np.where(excluded, middle, excludes)
        touches = np.where(excluded, touches, middle)
    p_value = 2 * _upper_tail(touches)
    # Bisection and the normal distribution each round; the side of the threshold must not.
    p_value = np.where(
        excludes_zero(Z95),
        np.minimum(p_value, np.nextafter(SIGNIFICANCE, 0)),
        np.maximum(p_value, SIGNIFICANCE),
    )
    return _unwrapped(np.where(np.isnan(first + base_first + second + base_second), np.nan, p_value))


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
    first = (_shares(share_1), _corrected(base_1, population_1))
    second = (_shares(share_2), _corrected(base_2, population_2))
    p_value = difference_p_value(*first, *second)
    in_the_tail = 2 * _upper_tail(_likelihood_ratio_z(first, second))
    capped = np.minimum(in_the_tail, np.nextafter(SIGNIFICANCE, 0))
    return _unwrapped(np.where(p_value < SIGNIFICANCE, np.maximum(p_value, capped), p_value))


def holm_adjust(p_values: ArrayLike) -> Numbers:
    """Return p values adjusted for having looked at all of them.

    Same shape as given. Calling "up" or "down" only where the adjusted value is below
    ``SIGNIFICANCE`` keeps the chance of even one false alarm in the whole list at 5 % or less,
    however the changes depend on each other. A missing p value stays missing and is not counted.

    Raises:
        ValueError: if a p value is outside 0 to 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    """
    p_value = _numbers(p_values)
    _refuse(
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
    return _unwrapped(adjusted)


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
    share, base = np.broadcast_arrays(_shares(shares), _corrected(bases, populations))
    if share.ndim != 1:
        message = (
            f"Shares to rank have {share.ndim} dimensions. Ranks belong to one list of items; "
            "call rank_ranges once for each list."
        )
        raise ValueError(message)
    gap = share[:, np.newaxis] - share[np.newaxis, :]
    gap[np.abs(gap) < _ROUNDING] = 0.0
    if same_respondents:
        by_chance = _upper_tail(_least_overlap_z(share, base))
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
    value = np.ravel(_numbers(values))
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
    change, lowest, highest = _numbers(difference), _numbers(low), _numbers(high)
    chance = np.asarray(0.0) if p_value is None else _numbers(p_value)
    complete = ~np.isnan(change + lowest + highest + chance)
    known = complete & np.asarray(comparable, dtype=bool)
    significant = chance < SIGNIFICANCE
    words: Words = np.select(
        [~known, significant & (lowest > 0), significant & (highest < 0)],
        [str(Verdict.CANNOT_TELL), str(Verdict.UP), str(Verdict.DOWN)],
        str(Verdict.TOO_CLOSE),
    )
    return _unwrapped(words)


def flag(base: ArrayLike, low: ArrayLike, high: ArrayLike) -> Words:
    """Return "u" for a weak share and "" for any other.

    Weak is a base under ``WEAK_BASE`` or an interval at least ``WEAK_WIDTH`` wide. Limits are
    proportions. A missing base or missing limits do not flag by themselves: a share without a base
    has no interval to judge, and says so elsewhere.

    Source: National Center for Health Statistics (2017), Data Presentation Standards for
    Proportions, for the width; common practice of statistics offices for the base.
    """
    width = _numbers(high) - _numbers(low)
    weak = (_bases(base) < WEAK_BASE) | (width >= WEAK_WIDTH - _ROUNDING)
    words: Words = np.where(weak, "u", "")
    return _unwrapped(words)


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
    difference = np.where(np.abs(difference) < _ROUNDING, 0.0, difference)
    low = difference - np.sqrt((share_2 - low_2) ** 2 + (high_1 - share_1) ** 2)
    high = difference + np.sqrt((high_2 - share_2) ** 2 + (share_1 - low_1) ** 2)
    return difference, low, high


def _likelihood_ratio_z(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> Numbers:
    """Return the root of the continuity-corrected likelihood ratio of two (share, base) pairs."""
    (share_1, base_1), (share_2, base_2) = first, second
    spread_1, spread_2 = 1 / base_1, 1 / base_2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Written with 1 / base so that an infinite base (complete count) needs no own case.
        part_1 = spread_2 / (spread_1 + spread_2)
        pooled = part_1 * share_1 + (1 - part_1) * share_2
        gap = share_2 - share_1
        gap = np.sign(gap) * np.maximum(np.abs(gap) - (spread_1 + spread_2) / 2, 0)
        ratio = _divergence(pooled - (1 - part_1) * gap, pooled) * base_1
        ratio = np.where(np.isinf(base_1), 0.0, ratio)
        other = _divergence(pooled + part_1 * gap, pooled) * base_2
        ratio = ratio + np.where(np.isinf(base_2), 0.0, other)
    # Two complete counts that differ, differ for certain; the caller sees to equal shares.
    both_complete = np.isinf(base_1) & np.isinf(base_2)
    return np.where(both_complete, np.inf, np.sqrt(2 * np.maximum(ratio, 0.0)))


def _divergence(share: Numbers, expected: Numbers) -> Numbers:
    """Return how badly an expected share explains a share: the Kullback-Leibler divergence."""
    share = np.clip(share, 0.0, 1.0)
    said_yes = np.where(share > 0, share * np.log(share / expected), 0.0)
    said_no = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - expected)), 0.0)
    return np.asarray(said_yes + said_no)


def _least_overlap_z(share: Numbers, base: Numbers) -> Numbers:
    """Return McNemar's z for every pair of items, had as few as possible chosen both of them."""
    one, other = share[:, np.newaxis], share[np.newaxis, :]
    respondents = np.minimum(base[:, np.newaxis], base[np.newaxis, :])
    chose_only_one = np.minimum(one + other, 2 - one - other)
    gap = np.abs(one - other)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.maximum(gap - 1 / respondents, 0) * np.sqrt(respondents) / np.sqrt(chose_only_one)
    # Equal shares would be 0 / 0 for two empty items and 0 times infinity for a complete count.
    return np.where((gap < _ROUNDING) & ~np.isnan(respondents), 0.0, z)


def _upper_tail(z: Numbers) -> Numbers:
    """Return the chance of a standard normal number above z, accurate far into the tail."""
    halves = [math.erfc(value / math.sqrt(2)) / 2 for value in np.ravel(z).tolist()]
    return np.reshape(np.array(halves, dtype=np.float64), np.shape(z))


def _corrected(base: ArrayLike, population: ArrayLike | None) -> Numbers:
    """Return the bases, corrected where a population is given."""
    return _bases(base) if population is None else base_in_population(base, population)


def _shares(values: ArrayLike) -> Numbers:
    """Return shares as numbers from 0 to 1."""
    share = _numbers(values)
    _refuse(
        (share < -_OVERSHOOT) | (share > 1 + _OVERSHOOT),
        share,
        "Share",
        "A share is a proportion, from 0 to 1",
        "divide percentages by 100",
    )
    return np.clip(share, 0.0, 1.0)


def _bases(values: ArrayLike) -> Numbers:
    """Return bases as positive numbers; a base of nobody is a missing base."""
    base = _numbers(values)
    _refuse(
        base < 0,
        base,
        "Base",
        "A base is a number of respondents",
        "leave it missing if it is not known",
    )
    return np.where(base == 0, np.nan, base)


def _numbers(values: ArrayLike) -> Numbers:
    """Return an array of floats in which everything missing is ``nan``."""
    if isinstance(values, np.ma.MaskedArray):
        # DuckDB hands over nulls as masked cells; plain conversion would read what lies beneath.
        filled: Numbers = np.ma.filled(values.astype(np.float64), np.nan)
        return filled
    return np.asarray(values, dtype=np.float64)


def _refuse(wrong: NDArray[np.bool_], values: Numbers, what: str, why: str, mend: str) -> None:
    """Raise a ValueError naming the first wrong value, its position, the reason and a way out."""
    if not np.any(wrong):
        return
    position = int(np.argmax(np.ravel(wrong)))
    value = float(np.ravel(values)[position])
    message = f"{what} {value:g} at position {position} (counting from 0) is not usable. {why}; {mend}."
    raise ValueError(message)


def _unwrapped(values: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the single number or word of an array without dimensions, else the array itself."""
    # A NumPy number is typed as the array it stands in for: the two take part in sums alike.
    unwrapped: NDArray[_Scalar] = values[()]
    return unwrapped
