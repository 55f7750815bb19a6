"""How sure a mean of weighted answers is: its 95 % range, as :mod:`trends.statistics.methods` has those of shares."""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from trends.statistics.inputs import Numbers, checked_bases, checked_numbers, refuse, unwrapped
from trends.statistics.methods import SIGNIFICANCE, Z95

SMALLEST_BASE: Final = 2
"""Under as many answers of equal weight nothing is known of how answers spread."""

# With one degree of freedom, the fewest of such a base, 95 % lie within 12.71 standard errors.
_WIDEST: Final = 13.0
_BISECTIONS: Final = 48
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(64)
# From here on the gamma functions lose digits, and one term of a series has ten of them.
_MANY: Final = 1e5


def mean_interval(
    mean: ArrayLike,
    deviation: ArrayLike,
    base: ArrayLike,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> tuple[Numbers, Numbers]:
    """Return the lowest and highest true mean that the observed mean is compatible with.

    The answers may be weighted: ``mean`` is sum(w x) / sum(w), ``deviation`` the root of sum(w (x - mean)²) / sum(w),
    both in the unit of the answers, and ``base`` the effective base (sum(w)² / sum(w²), see
    :func:`trends.statistics.inputs.effective_base`). The squared standard error is deviation² / (base - 1), and the
    range is that many standard errors either side that hold 95 % of Student's t with base - 1 degrees of freedom.
    With equal weights this is the usual interval of a mean. ``within`` are the least and the greatest answer there
    can be, as the ends of a scale: no mean lies beyond.

    Missing limits (``nan``) where the base is missing or under 2, and where the deviation is missing or 0: whoever sees
    the same answer of all has seen nothing of how answers differ, and a range of no width would claim to know.

    By simulation on scales of five points, with weights and without, it holds the truth 93 % to 96 % of the time from a
    base of 10 on. Where seven of ten are at one end of the scale it is 88 % at a base of 10, 92 % at 30 and 94 % at
    100; where nine of ten are, 84 % at 20 and 91 % at 100.

    Raises:
        ValueError: if a deviation or a base is negative.

    Sources: Student (1908), Biometrika 6, 1-25; Kish (1965), Survey Sampling, section 11.7, for the base.

    """
    middle, spread, respondents = np.broadcast_arrays(
        checked_numbers(mean), checked_numbers(deviation), checked_bases(base)
    )
    refuse(
        spread < 0,
        spread,
        "Deviation",
        "A standard deviation is a distance, so it is 0 or more",
        "leave it missing if it is not known",
    )
    known = (respondents >= SMALLEST_BASE) & (spread > 0)
    freedom = np.where(known, respondents, np.nan) - 1
    reach = student_quantile(freedom) * np.where(known, spread, np.nan) / np.sqrt(freedom)
    low, high = np.maximum(middle - reach, within[0]), np.minimum(middle + reach, within[1])
    return unwrapped(low), unwrapped(high)


def student_quantile(freedom: ArrayLike) -> Numbers:
    """Return how many standard errors either side hold 95 % of Student's t with so many degrees of freedom.

    They may be any number from 1 on, a fraction too; infinitely many give the normal distribution. Fewer than 1 and
    missing ones give ``nan``. The density is integrated by Gauss and Legendre's rule, and the point found by bisection;
    it agrees with tables to 8 digits.
    """
    given = checked_numbers(freedom)
    few = np.where((given >= 1) & (given <= _MANY), given, np.nan)
    scale = np.array(
        [math.nan if math.isnan(each) else math.exp(_log_of_density_at_0(each)) for each in np.ravel(few).tolist()]
    ).reshape(np.shape(few))
    low, high = np.zeros(np.shape(few)), np.full(np.shape(few), _WIDEST)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        at = middle[..., np.newaxis] * (_NODES + 1) / 2
        density = (1 + at**2 / few[..., np.newaxis]) ** (-(few[..., np.newaxis] + 1) / 2)
        inside = scale * middle * np.sum(density * _NODE_WEIGHTS, axis=-1)
        low, high = np.where(inside < 1 - SIGNIFICANCE, middle, low), np.where(inside < 1 - SIGNIFICANCE, high, middle)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Fisher's series in 1 / degrees of freedom, of which the first term is enough.
        many = Z95 + (Z95**3 + Z95) / (4 * given)
    found: Numbers = np.where(np.isnan(few), np.where(given > _MANY, many, np.nan), high)
    return unwrapped(found)


def _log_of_density_at_0(freedom: float) -> float:
    return math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
