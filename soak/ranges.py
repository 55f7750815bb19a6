"""What is worked out of a figure of a survey, by hand and with statsmodels: completeness, range and flag."""

import math
from collections.abc import Mapping
from typing import Any

from statsmodels.stats.proportion import proportion_confint

# Of an edition so much must have answered, or nothing is sampled from it; fewer bodies are told by their number.
ALL = ("counted", "asked_all", "judged")
_FEW, _WEAK_BASE, _WIDE = 10, 30, 30.0


def ranged(row: Mapping[str, Any], coverage: str, population: float | None) -> dict[str, Any]:
    """Return what of a figure is worked out: population, completeness, 95 % range of a share (Wilson) and flag."""
    base, effective, at_most = row["base_n"], row["effective_base"], row["base_at_most"]
    few = (
        row["measure"] in ("percent", "score") and row["origin"] == "computed" and base is not None and 0 < base < _FEW
    )
    complete = effective is None and base is not None and is_complete(coverage, base, population)
    found: dict[str, Any] = {
        "population": population,
        "complete": complete,
        "few_bodies": few,
        "low": None,
        "high": None,
    }
    at = effective or _corrected(base, population) or row["base_at_least"]
    if row["measure"] == "percent" and not complete and not few and at and row["value"] is not None:
        if math.isinf(at):
            found |= {"low": row["value"], "high": row["value"]}
        else:
            low, high = proportion_confint(row["value"] / 100 * at, at, method="wilson")
            found |= {"low": round(100 * float(low), 4), "high": round(100 * float(high), 4)}
    known = base or row["base_at_least"]
    wide = found["low"] is not None and found["high"] - found["low"] >= _WIDE - 1e-6
    weak = found["low"] is not None and ((known is not None and known < _WEAK_BASE) or wide)
    is_flagged = few or (row["measure"] == "percent" and (weak or (at_most is not None and at_most < _WEAK_BASE)))
    return found | {"flag": "u" if is_flagged else None}


def _corrected(base: float | None, population: float | None) -> float | None:
    """Return a base with the finite population correction, where more than a tenth of a larger population answered."""
    if not base or population is None or population <= base or base <= population / 10:
        return base
    return base * (population - 1) / (population - base)


def is_complete(coverage: str, base: float, population: float | None) -> bool:
    """Say whether a base is all of a known number whom an edition counted, asked or judged."""
    return coverage in ALL and population is not None and base > 0 and base >= population
