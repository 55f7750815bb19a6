"""Ranges of shares, with the finite population correction where the population is known."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from trends.statistics import methods, ranks, resting
from trends.statistics.cells import SAME, Row, beside, rounding
from trends.statistics.inputs import Numbers
from trends.statistics.resting import Bases
from trends.statistics.verdicts import WEAK


def with_ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``low``, ``high`` (the 95 % range of a share, in per cent) and ``flag`` (“u” for weak).

    Only shares have a range, and only where they are not a complete count and their base, or the least it can be, was
    published. Of other figures those of few bodies are weak.

    Args:
        rows: with ``value``, ``measure`` and the columns of :func:`trends.statistics.resting.of_frame`.
    """
    shares = (rows["measure"] == "percent").to_numpy(dtype=bool)
    low, high = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    flag = np.where(rows["few_bodies"].to_numpy(dtype=bool), WEAK, "").astype(object)
    if shares.any():
        told = rows if shares.all() else rows[shares]
        low[shares], high[shares], flag[shares] = share_ranges(told["value"].to_numpy(float), resting.of_frame(told))
    return beside(rows, low=low, high=high, flag=pd.array(flag, dtype="str"))


def ranged(rows: Sequence[Row]) -> list[dict[Any, Any]]:
    """Return rows with the same as :func:`with_ranges` gives a frame; ``low`` and ``high`` are nan where none is."""
    shares = [at for at, row in enumerate(rows) if row["measure"] == "percent"]
    made = [{**row, "low": math.nan, "high": math.nan, "flag": WEAK if row["few_bodies"] else ""} for row in rows]
    if shares:
        told = [rows[at] for at in shares]
        values = np.array([float(row["value"]) for row in told])
        found = zip(*(column.tolist() for column in share_ranges(values, resting.of_rows(told))), strict=True)
        for at, (low, high, flag) in zip(shares, found, strict=True):
            made[at] |= {"low": low, "high": high, "flag": flag}
    return made


def places(
    measure: str, value: Numbers, base: Bases, placed: NDArray[np.bool_], weak: NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers, list[bool]]:
    """Return each share's place among those to be placed, the best and worst it could be, and whether it is shared.

    A weak share may stand above or below others as far as its range goes, and has no place that could be told.
    """
    rank, best, worst = np.full(value.shape, np.nan), np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    tied = [False] * len(value)
    corrected = base.corrected
    if measure != "percent" or placed.sum() < 2 or not (placed & ~np.isnan(corrected)).any():  # noqa: PLR2004
        return rank, best, worst, tied
    shares = value[placed] / 100
    if base.complete[placed].all():
        rank[placed] = 1 + (shares[np.newaxis, :] > shares[:, np.newaxis]).sum(axis=1)
        best, worst = rank.copy(), rank.copy()
    else:
        rank[placed], best[placed], worst[placed] = ranks.rank_ranges(shares, corrected[placed], same_respondents=True)
        # Without a base there is no range, and a place computed from a share is not shown without one.
        rank[np.isnan(best)] = np.nan
    held = rank.tolist()
    tied = [held.count(place) > 1 for place in held]
    for told in (rank, best, worst):
        told[weak] = np.nan
    return rank, best, worst, tied


def share_ranges(value: Numbers, base: Bases) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return the 95 % range of shares, low and high, and the flag, “u” for weak.

    Shares and ranges are in per cent. A complete count was not sampled, so it has no range; of few bodies their number
    is told, which has none either. The view ``figures`` of ``figures.sql`` computes the same.
    """
    low, high = methods.wilson_interval(value / 100, base.corrected)
    rangeless = base.complete | base.few
    low, high = np.where(rangeless, np.nan, low), np.where(rangeless, np.nan, high)
    return 100 * low, 100 * high, base.flags(low, high)


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


def ranges(value: Numbers, base: Bases, measure: str) -> tuple[Numbers, Numbers, NDArray[np.str_]]:
    """Return low, high and flag of figures; only shares have a range, and of others only those of few bodies a flag."""
    if measure != "percent":
        missing = np.full(value.shape, np.nan)
        return missing, missing, np.where(base.few, WEAK, "").astype(np.str_)
    return share_ranges(value, base)


def is_weak(row: Row) -> bool:
    """Say whether a figure is too weak to tell: a weak share, or another one of few bodies."""
    if row["measure"] != "percent":
        return bool(row["few_bodies"])
    return bool(share_ranges(np.array([float(row["value"])]), resting.of_rows([row]))[2][0] == WEAK)
