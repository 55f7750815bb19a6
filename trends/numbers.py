"""One way to write every number, so that chart, table, sentence, alternative text and file notes agree."""

import math
from typing import Any

import pandas as pd

MISSING = "[x]"

_DECIMALS = {"index_0_1": 2, "score_0_100": 0, "percent": 0}
_SMALL_SCORE = 20


def is_missing(value: Any) -> bool:
    """Say whether a cell holds nothing."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def share(value: Any) -> str:
    """Return a share in per cent as in «61%»; a share that is not 0 or 100 is never rounded to either."""
    if is_missing(value):
        return MISSING
    number = float(value)
    if 0 < number < 0.5:  # noqa: PLR2004 - the rounding point
        return "<1%"
    if 99.5 <= number < 100:  # noqa: PLR2004 - the rounding point
        return ">99%"
    return f"{_rounded(number):.0f}%"


def points(value: Any) -> str:
    """Return a difference of shares as in «+4 pts»."""
    if is_missing(value):
        return MISSING
    whole = _rounded(float(value))
    return f"{'+' if whole > 0 else '−' if whole < 0 else '±'}{abs(whole):.0f} pts"


def count(value: Any) -> str:
    """Return a whole number with thousands separated, as in «1,741»."""
    return MISSING if is_missing(value) else f"{int(value):,}"


def place(value: Any, *, tied: bool = False) -> str:
    """Return a place as in «1st» or «joint 3rd»."""
    if is_missing(value):
        return MISSING
    whole = int(value)
    ending = "th" if whole % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{'joint ' if tied else ''}{whole}{ending}"


def score(value: Any) -> str:
    """Return points on a scale: one decimal on short scales, none on long ones."""
    if is_missing(value):
        return MISSING
    number = float(value)
    return f"{number:,.1f}" if abs(number) < _SMALL_SCORE and number != int(number) else f"{_rounded(number):,.0f}"


def of_measure(value: Any, measure: str, *, tied: bool = False) -> str:
    """Return a survey's figure in the form of its measure: percent, rank, count, score or mentioned."""
    match measure:
        case "percent":
            return share(value)
        case "rank":
            return place(value, tied=tied)
        case "count":
            return count(value)
        case "mentioned":
            return "named"
        case _:
            return score(value)


def of_unit(value: Any, unit: str) -> str:
    """Return an indicator's value in the form of its unit: percent, index_0_1, score_0_100 or group."""
    if is_missing(value):
        return MISSING
    if unit == "group":
        return str(value)
    if unit == "percent":
        return share(value)
    return f"{float(value):.{_DECIMALS[unit]}f}"


def difference_of_unit(value: Any, unit: str) -> str:
    """Return a difference of an indicator's values with its sign."""
    if is_missing(value):
        return MISSING
    if unit == "percent":
        return points(value)
    return f"{float(value):+.{_DECIMALS[unit]}f}".replace("-", "−")


def years(first: Any, last: Any) -> str:
    """Return a span of years as in «2009–2026»; empty where there is none."""
    if is_missing(first):
        return ""
    return str(int(first)) if first == last else f"{int(first)}–{int(last)}"


def _rounded(number: float) -> float:
    """Round half away from zero, as readers expect of 2.5."""
    return math.copysign(math.floor(abs(number) + 0.5), number) if number else 0.0
