"""Ranges of shares, with the finite population correction where the population is known."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends.statistics import cells, methods, ranks
from trends.statistics.cells import SAME, Numbers, Row, bases, beside, rounding
from trends.statistics.verdicts import COMPLETE_COUNTS, WEAK


def with_ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``low``, ``high`` (the 95 % range of a share, in per cent) and ``flag`` («u» for weak).

    Only shares have a range, and only where they are not a complete count and their base was published.

    Args:
        rows: one per figure, with its ``value``, ``base_n``, ``population``, ``measure`` and ``evidence``.
    """
    sampled = ((rows["measure"] == "percent") & ~rows["evidence"].isin(list(COMPLETE_COUNTS))).to_numpy(dtype=bool)
    low, high = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    flag = np.full(len(rows), "", dtype=object)
    if sampled.any():
        value, base, population = rows["value"].to_numpy(dtype=float), bases(rows["base_n"]), bases(rows["population"])
        low[sampled], high[sampled], flag[sampled] = share_ranges(value[sampled], base[sampled], population[sampled])
    return beside(rows, low=low, high=high, flag=pd.array(flag, dtype="str"))


def places(
    measure: str, evidence: str, value: Numbers, base: Numbers, placed: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers, list[bool]]:
    """Return each share's place among those to be placed, the best and worst it could be, and whether it is shared."""
    rank, best, worst = np.full(value.shape, np.nan), np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    tied = [False] * len(value)
    complete = evidence in COMPLETE_COUNTS
    if measure != "percent" or placed.sum() < 2 or not (complete or (placed & ~np.isnan(base)).any()):  # noqa: PLR2004
        return rank, best, worst, tied
    shares = value[placed] / 100
    if complete:
        rank[placed] = 1 + (shares[np.newaxis, :] > shares[:, np.newaxis]).sum(axis=1)
        best, worst = rank.copy(), rank.copy()
    else:
        rank[placed], best[placed], worst[placed] = ranks.rank_ranges(shares, base[placed], same_respondents=True)
        # Without a base there is no range, and a place computed from a share is not shown without one.
        rank[np.isnan(best)] = np.nan
    held = rank.tolist()
    return rank, best, worst, [held.count(place) > 1 for place in held]


def share_ranges(value: Numbers, base: Numbers, population: Numbers) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return the 95 % range of shares, low and high, and the flag, «u» for weak.

    Shares and ranges are in per cent. Where all of a known population answered, nothing was sampled: there is neither
    range nor flag. The view ``figures`` of ``relations.sql`` computes the same.

    Args:
        value: shares.
        base: how many answered, nan where not known.
        population: how many could have answered, nan where not known.
    """
    low, high = methods.wilson_interval(value / 100, base, population)
    complete = base >= population
    low, high = np.where(complete, np.nan, low), np.where(complete, np.nan, high)
    flag = np.where(complete, "", methods.flag(base, low, high))
    return 100 * low, 100 * high, flag


def fits_base(value: Numbers, base: Numbers) -> NDArray[np.bool_]:
    """Say of shares in per cent whether some whole number of answers out of the base gives them, once rounded.

    A share is taken as rounded to the decimals that all of them have; both ways of rounding a half are allowed. Without
    a known base it fits.
    """
    step = rounding(value)
    answers = np.round(value * base / 100)
    nearest = np.stack([answers - 1, answers, answers + 1])
    given = np.abs(100 * nearest / base - value) <= step / 2 + SAME
    return np.asarray(np.isnan(base) | np.isnan(value) | given.any(axis=0), dtype=np.bool_)


def ranges(
    value: Numbers, base: Numbers, population: Numbers, measure: str, evidence: str
) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return low, high and flag of figures; only shares that are not a complete count have them."""
    if measure != "percent" or evidence in COMPLETE_COUNTS:
        missing = np.full(value.shape, np.nan)
        return missing, missing, np.full(value.shape, "", dtype=np.str_)
    return share_ranges(value, base, population)


def is_weak(row: Row) -> bool:
    """Say whether a share of a sample is too weak to tell."""
    if row["measure"] != "percent" or row["evidence"] in COMPLETE_COUNTS or cells.is_missing(row["base_n"]):
        return False
    base = np.array([float(row["base_n"])])
    low, high = methods.wilson_interval(np.array([float(row["value"]) / 100]), base)
    return bool(methods.flag(base, low, high)[0] == WEAK)
