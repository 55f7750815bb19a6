"""Verdicts on changes: up, down, unchanged, too close to call, or cannot tell, and why.

Shares of samples are tested; places, numbers, scores and complete counts are set side by side as they are published.
"""

from dataclasses import dataclass

import numpy as np

from trends.statistics import cells, methods
from trends.statistics.cells import SAME, Row
from trends.statistics.inputs import Flags, Numbers
from trends.statistics.methods import WITHHOLD_BASE, Verdict
from trends.statistics.resting import Bases

# Whoever enters an award is another body each year, so nothing of two of its editions compares.
NO_PANEL = frozenset({"award_entrants"})

UNCHANGED = "unchanged"

WEAK = "u"

REASON_NO_BASE = "base not published"

REASON_FEW_BODIES = f"under {WITHHOLD_BASE} bodies"

REASON_FIRST = "no comparable edition before"

REASON_NOT_LISTED = "not in the list before"

REASON_NOT_READ = "the list before was read in part"

REASON_NO_FIGURE = "no figure before"

REASON_NO_RANGE = "no range can be given"

REASON_NAMED = "named without a figure"

REASON_ALONE = "nothing of its kind to compare with"

REASON_OVERLAP = "the groups may overlap"

REASON_ROUNDING = "within rounding"

REASON_ENTRANTS = "entrants differ from year to year"

UP, DOWN = str(Verdict.UP), str(Verdict.DOWN)

TOO_CLOSE, CANNOT_TELL = str(Verdict.TOO_CLOSE), str(Verdict.CANNOT_TELL)


# `eq=False`: compared and hashed by identity, since arrays are not hashable.
@dataclass(frozen=True, eq=False)
class Changes:
    """Changes of the items of a list in the unit of their measure, and what may be said of them.

    ``low`` and ``high`` are the limits of each, ``low_adjusted`` and ``high_adjusted`` those that belong to the verdict
    on it within the list; all nan where nothing was tested.
    """

    change: Numbers
    low: Numbers
    high: Numbers
    low_adjusted: Numbers
    high_adjusted: Numbers
    verdict: list[str]


def not_a_panel(evidence: str) -> str:
    """Return why no two editions of such evidence compare; empty where they may."""
    return REASON_ENTRANTS if evidence in NO_PANEL else ""


def is_tested(row: Row) -> bool:
    """Say whether the change in a row was tested, and not only read off two published figures."""
    return not cells.is_missing(row["change_low"])


def reason(
    verdict: str,
    measure: str,
    evidence: str,
    before: float,
    *,
    first: bool,
    complete_before: bool,
    few: bool = False,
) -> str:
    """Return why one cannot tell how a figure changed; empty where one can.

    Args:
        verdict: the verdict.
        measure: code of the measure.
        evidence: code of the kind of evidence.
        before: the figure of the edition before, nan where there is none.
        first: whether there is no comparable edition before.
        complete_before: whether the list before was read to its end.
        few: whether either figure is a share of so few bodies that it is not compared.
    """
    if verdict != Verdict.CANNOT_TELL:
        return ""
    if first:
        return REASON_FIRST
    if barred := not_a_panel(evidence):
        return barred
    if measure == "mentioned":
        return REASON_NAMED
    if np.isnan(before):
        if measure == "rank":
            return REASON_NOT_LISTED if complete_before else REASON_NOT_READ
        return REASON_NO_FIGURE
    if few:
        return REASON_FEW_BODIES
    return REASON_NO_BASE if measure == "percent" else REASON_NO_RANGE


def changes(measure: str, evidence: str, value_before: Numbers, before: Bases, value: Numbers, now: Bases) -> Changes:
    """Return change, its limits and the verdict of each item, in the unit of the measure.

    Between two complete counts nothing is chance, so the change has no limits; all others of a list are judged
    together. Entrants of an award are no panel: there is no change between their editions, whatever the measure.
    """
    unknown, untold = np.full(value.shape, np.nan), [str(Verdict.CANNOT_TELL)] * len(value)
    if measure == "mentioned" or not_a_panel(evidence):
        return Changes(unknown, unknown, unknown, unknown, unknown, untold)
    change = value_before - value if measure == "rank" else value - value_before
    if measure == "rank":
        return Changes(change, unknown, unknown, unknown, unknown, exact(change))
    sure = exact_pairs(before, now)
    counted = exact(np.where(sure, change, np.nan))
    if measure != "percent":
        return Changes(change, unknown, unknown, unknown, unknown, counted)
    told = differences(value_before, before.compared, value, np.where(sure, np.nan, now.compared))
    verdict = [one if both else other for both, one, other in zip(sure, counted, told.verdict, strict=True)]
    return Changes(change, told.low, told.high, told.low_adjusted, told.high_adjusted, verdict)


def exact_pairs(before: Bases, now: Bases) -> Flags:
    """Say of which pairs of figures both are complete counts, so that nothing in their difference is chance."""
    return before.complete & now.complete & ~(before.few | now.few)


# `eq=False`: compared and hashed by identity, since arrays are not hashable.
@dataclass(frozen=True, eq=False)
class Differences:
    """Differences of shares in points, second less first, one of each pair, and what may be said of them.

    ``low`` and ``high`` are their limits in points, ``p_value`` and ``p_adjusted`` (Holm) their p values,
    ``verdict`` is that of each in the whole list and ``verdict_alone`` that of each tested alone. ``low_adjusted`` and
    ``high_adjusted`` are the limits that belong to ``verdict``: they hold zero exactly where it is “too close to
    call”. Without a base there are neither limits nor p values, and the verdict is “cannot tell”.
    """

    difference: Numbers
    low: Numbers
    high: Numbers
    low_adjusted: Numbers
    high_adjusted: Numbers
    p_value: Numbers
    p_adjusted: Numbers
    verdict: list[str]
    verdict_alone: list[str]


def differences(
    value_1: Numbers, base_1: Numbers, value_2: Numbers, base_2: Numbers, *, every_p_value: bool = False
) -> Differences:
    """Return the differences of shares, judged as one list (Newcombe 1998, Holm 1979) and each by itself.

    Args:
        value_1: shares in per cent.
        base_1: their bases, nan where not known.
        value_2: the shares set beside them.
        base_2: the bases of these.
        every_p_value: work out all p values, which takes long; else those of differences whose interval holds zero
            stand as 1. No verdict depends on it.
    """
    one, other = value_1 / 100, value_2 / 100
    difference, low, high = methods.newcombe_difference(one, base_1, other, base_2)
    # Holm's steps need the p values of those whose own interval excludes zero, and of the rest only their number.
    apart = (low > 0) | (high < 0) | every_p_value
    p_value = np.where(np.isnan(low), np.nan, 1.0)
    if apart.any():
        p_value[apart] = methods.list_p_value(one[apart], base_1[apart], other[apart], base_2[apart])
    p_adjusted = methods.holm_adjust(p_value)
    _, lowest, highest = methods.newcombe_difference(one, base_1, other, base_2, level=methods.holm_levels(p_value))
    # A test in the tails can be stricter than the interval (list_p_value): then zero is not ruled out either.
    close = p_adjusted >= methods.SIGNIFICANCE
    return Differences(
        100 * difference,
        100 * low,
        100 * high,
        100 * np.where(close, np.minimum(lowest, 0), lowest),
        100 * np.where(close, np.maximum(highest, 0), highest),
        p_value,
        p_adjusted,
        np.atleast_1d(methods.verdict(difference, low, high, p_adjusted)).tolist(),
        np.atleast_1d(methods.verdict(difference, low, high)).tolist(),
    )


def judged(
    value_1: Numbers, base_1: Numbers, value_2: Numbers, base_2: Numbers, *, together: bool = True
) -> tuple[Numbers, Numbers, Numbers, list[str]]:
    """Return the differences of shares in points, second less first, with their limits, and the verdicts on them.

    Args:
        value_1: shares in per cent.
        base_1: their bases, nan where not known; then the verdict is “cannot tell”.
        value_2: the shares set beside them.
        base_2: the bases of these.
        together: judge all of them as one list (Holm); else each as if it were the only one.
    """
    told = differences(value_1, base_1, value_2, base_2)
    return told.difference, told.low, told.high, told.verdict if together else told.verdict_alone


def exact(change: Numbers) -> list[str]:
    """Return the verdicts of differences that have no sampling error."""
    return [
        str(Verdict.CANNOT_TELL)
        if np.isnan(value)
        else UNCHANGED
        if abs(value) < SAME
        else str(Verdict.UP if value > 0 else Verdict.DOWN)
        for value in change.tolist()
    ]
