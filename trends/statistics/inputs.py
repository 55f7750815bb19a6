"""Input of the methods: shares, bases and populations, checked and converted to arrays."""

import math
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FINITE_FRACTION: Final = 1 / 10
"""A known population counts as finite once more than this part of it has answered."""

# A share beyond 0 or 1 by no more than this is a floating-point error of a weighted sum, not a mistake.
OVERSHOOT: Final = 1e-9

Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

Words: TypeAlias = NDArray[np.str_]

_Scalar = TypeVar("_Scalar", bound=np.generic)


def effective_base(weights: ArrayLike) -> float:
    """Return the number of equally weighted respondents that would be as informative as these.

    One weight per respondent. The answer, (sum of weights)² / sum of squared weights, is the
    number of respondents when all weights are equal and smaller otherwise. No respondents, or only
    zero weights, give ``nan``.

    Raises:
        ValueError: if a weight is missing, negative or infinite.

    Source: Kish (1965), Survey Sampling, section 11.7.

    """
    weight = checked_numbers(weights)
    refuse(
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
    effect in every method of :mod:`trends.statistics.methods`. The correction is applied only where the base is more
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
    respondents, people = np.broadcast_arrays(checked_bases(base), checked_numbers(population))
    refuse(
        people <= 0,
        people,
        "Population",
        "A population is the number of bodies or people a survey could have reached, so at least 1",
        "leave it missing if it is not known",
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = respondents * (people - 1) / (people - respondents)
    finite = np.where(respondents > people * FINITE_FRACTION, corrected, respondents)
    return unwrapped(np.where(respondents >= people, np.inf, finite))


def corrected_bases(base: ArrayLike, population: ArrayLike | None) -> Numbers:
    """Return the bases, corrected where a population is given."""
    return checked_bases(base) if population is None else base_in_population(base, population)


def checked_shares(values: ArrayLike) -> Numbers:
    """Return shares as numbers from 0 to 1."""
    share = checked_numbers(values)
    refuse(
        (share < -OVERSHOOT) | (share > 1 + OVERSHOOT),
        share,
        "Share",
        "A share is a proportion, from 0 to 1",
        "divide percentages by 100",
    )
    return np.clip(share, 0.0, 1.0)


def checked_bases(values: ArrayLike) -> Numbers:
    """Return bases as positive numbers; a base of 0 is a missing base."""
    base = checked_numbers(values)
    refuse(
        base < 0,
        base,
        "Base",
        "A base is a number of respondents",
        "leave it missing if it is not known",
    )
    return np.where(base == 0, np.nan, base)


def checked_numbers(values: ArrayLike) -> Numbers:
    """Return an array of floats in which everything missing is ``nan``."""
    if isinstance(values, np.ma.MaskedArray):
        # DuckDB hands over nulls as masked cells; plain conversion would read the values under the mask.
        filled: Numbers = np.ma.filled(values.astype(np.float64), np.nan)
        return filled
    return np.asarray(values, dtype=np.float64)


def refuse(wrong: Flags, values: Numbers, what: str, why: str, mend: str) -> None:
    """Raise a ValueError naming the first wrong value, its position, the reason and a way out."""
    if not np.any(wrong):
        return
    position = int(np.argmax(np.ravel(wrong)))
    value = float(np.ravel(values)[position])
    message = f"{what} {value:g} at position {position} (counting from 0) is not usable. {why}; {mend}."
    raise ValueError(message)


def unwrapped(values: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the single number or word of an array without dimensions, else the array itself."""
    # A NumPy number is typed as the array it stands in for: the two take part in sums alike.
    unwrapped: NDArray[_Scalar] = values[()]
    return unwrapped
