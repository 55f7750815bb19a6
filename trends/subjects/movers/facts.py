"""What rose and fell between two comparable editions: verdicts over a whole list at once.

Whoever looks at many changes finds some that look real by chance. So all shares the filters select are judged as one
list (Holm 1979); complete counts, which have no chance in them, and published places, which have no shares behind them,
stand apart. What is newest leads.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from trends.statistics import cells, resting, verdicts
from trends.statistics.cells import Row
from trends.statistics.methods import WEAK_BASE, WITHHOLD_BASE
from trends.statistics.ranges import share_ranges
from trends.statistics.verdicts import WEAK
from trends.words import grammar

Rows: TypeAlias = Sequence[Row]
TOTALS = "All who were asked"
PARTS = "Parts of them"
# The choice between the two, as the page offers it.
PEOPLE = (TOTALS, PARTS)
_NO_RANGE = dict.fromkeys(
    (
        "low", "high", "low_before", "high_before", "change_low", "change_high", "change_low_adjusted",
        "change_high_adjusted", "p_value", "p_adjusted",
    ),
    math.nan,
)  # fmt: skip
# How many answered, and how many could have.
BASES, BASES_BEFORE = ("base_n", "population"), ("base_before", "population_before")
MOVED = (verdicts.UP, verdicts.DOWN)


# `eq=False`: hashed by identity, to serve as a cache key.
@dataclass(frozen=True, eq=False)
class Movement:
    """The changes the filters select, the newest and most moved first: one row per item of a question in a slice.

    ``shares`` of respondents, ``counts`` (shares of complete counts), ``places`` as published, and ``barred``: figures
    of those whose editions do not compare, such as entrants of an award. Fields of a row: the columns of
    ``queries/movers/comparable_pairs.sql`` with ``change`` (points; places, where positive is a climb), ``change_low``
    and ``change_high`` (its 95 % range, taken alone), ``change_low_adjusted`` and ``change_high_adjusted`` (the range
    that belongs to ``verdict``), ``low``, ``high`` and ``flag`` (“u” for weak), the same with ``_before``, ``p_value``,
    ``p_adjusted`` (Holm), ``compared`` (how many were judged together), ``verdict``, ``verdict_alone`` (had it been the
    only one) and ``reason`` (why one cannot tell). What does not apply is missing. All of them carry the finite
    population correction where ``population`` is known.
    """

    shares: Rows
    counts: Rows
    places: Rows
    barred: Rows = ()

    @property
    def made(self) -> int:
        """How many comparisons of shares could be made."""
        return sum(row["verdict"] != verdicts.CANNOT_TELL for row in self.shares)

    @property
    def moved(self) -> Rows:
        """The shares that are up or down."""
        return moved(self.shares)

    @property
    def firm(self) -> Rows:
        """The shares that are up or down and may be headlined (see :func:`firm`)."""
        return firm(self.moved)

    @property
    def close(self) -> Rows:
        """The shares that are too close to call."""
        return [row for row in self.shares if row["verdict"] == verdicts.TOO_CLOSE]

    @property
    def untold(self) -> Rows:
        """The figures of which one cannot tell."""
        return [*(row for row in self.shares if row["verdict"] == verdicts.CANNOT_TELL), *self.barred]


def totals_and_parts(pairs: Rows) -> tuple[Rows, Rows]:
    """Return the pairs that stand for the whole of their place, and those of a part whose whole is there too.

    The people behind a part also stand behind its total, so the two are never judged or counted together. A survey of
    England alone is no part: the whole it would be one of was not asked.

    Args:
        pairs: the rows of ``queries/movers/comparable_pairs.sql``.
    """
    totals: list[Row] = []
    parts: list[Row] = []
    for row in pairs:
        (parts if row["is_part"] else totals).append(row)
    return totals, parts


def movement(pairs: Rows) -> Movement:
    """Return what rose and fell.

    Shares of respondents are judged by the interval of their difference (Newcombe 1998) and, as one list, by Holm's
    adjustment (1979). Complete counts and published places are set side by side without a test; places are never
    compared with shares. Entrants of an award differ from year to year, so one cannot tell.

    Args:
        pairs: one row per item in two editions; only totals or only parts (see :func:`totals_and_parts`).
    """
    barred = [row for row in pairs if verdicts.not_a_panel(row["evidence"])]
    compared = [row for row in pairs if not verdicts.not_a_panel(row["evidence"])]
    placed = [row for row in compared if row["measure"] == "rank"]
    shares = [row for row in compared if row["measure"] == "percent"]
    return Movement(
        shares=_judged([row for row in shares if not (row["complete"] and row["complete_before"])]),
        counts=_exact([row for row in shares if row["complete"] and row["complete_before"]], rises=1),
        # A smaller number is a better place.
        places=_exact(placed, rises=-1),
        barred=_barred(barred),
    )


def moved(rows: Rows) -> Rows:
    """Return the rows that are up or down."""
    return [row for row in rows if row["verdict"] in MOVED]


def firm(rows: Rows) -> Rows:
    """Return the rows that may be headlined.

    These are of headline questions, and neither weak, nor complete counts of few bodies, nor answers such as “other”.
    """
    return [row for row in rows if not is_detail(row) and not is_set_back(row)]


def newest(rows: Rows) -> Rows:
    """Return the rows of the last four years; all where there are none."""
    return [row for row in rows if is_recent(row)] or rows


def is_recent(row: Row) -> bool:
    """Say whether a row is of an edition of the last four years."""
    return bool(row["year"] >= row["recent_from"])


def is_detail(row: Row) -> bool:
    """Say whether a row answers a question that is drawn and never headlined."""
    return bool(row["role"] == "detail")


def _judged(pairs: Rows) -> Rows:
    value, base = _numbers(pairs, "value"), resting.of_rows(pairs)
    before, base_before = _numbers(pairs, "before"), resting.of_rows(pairs, "_before")
    told = verdicts.differences(before, base_before.corrected, value, base.corrected, every_p_value=True)
    low, high, flag = share_ranges(value, base)
    low_before, high_before, flag_before = share_ranges(before, base_before)
    columns: dict[str, list[Any]] = {
        "low": low.tolist(),
        "high": high.tolist(),
        "flag": flag.tolist(),
        "low_before": low_before.tolist(),
        "high_before": high_before.tolist(),
        "flag_before": flag_before.tolist(),
        "change": told.difference.tolist(),
        "change_low": told.low.tolist(),
        "change_high": told.high.tolist(),
        "change_low_adjusted": told.low_adjusted.tolist(),
        "change_high_adjusted": told.high_adjusted.tolist(),
        "p_value": told.p_value.tolist(),
        "p_adjusted": told.p_adjusted.tolist(),
        "verdict": told.verdict,
        "verdict_alone": told.verdict_alone,
    }
    compared = int((~np.isnan(told.p_value)).sum())
    return _newest_first(
        [
            {
                **row,
                **{name: values[at] for name, values in columns.items()},
                "compared": compared,
                "reason": _reason(row),
            }
            for at, row in enumerate(pairs)
        ]
    )


def _exact(pairs: Rows, *, rises: int) -> Rows:
    # Published figures have few decimals; the rest is floating-point error. Adding nothing takes the sign off -0.
    changes = [round(rises * (row["value"] - row["before"]), 9) + 0.0 for row in pairs]
    made = []
    for row, change, verdict in zip(pairs, changes, verdicts.exact(np.array(changes)), strict=True):
        known = {"change": change, "verdict": verdict, "verdict_alone": verdict, "compared": 0}
        made.append({**row, **_NO_RANGE, **known, "flag": "", "flag_before": "", "reason": ""})
    return _newest_first(made)


def _barred(pairs: Rows) -> Rows:
    untold: dict[str, Any] = {"change": math.nan, "compared": 0, "flag": "", "flag_before": ""}
    untold |= dict.fromkeys(("verdict", "verdict_alone"), verdicts.CANNOT_TELL)
    return _newest_first(
        [{**row, **_NO_RANGE, **untold, "reason": verdicts.not_a_panel(row["evidence"])} for row in pairs]
    )


def _reason(row: Row) -> str:
    lacking = [
        str(row[year])
        for base, least, year in (
            ("base_before", "base_at_least_before", "year_before"),
            ("base_n", "base_at_least", "year"),
        )
        if cells.is_missing(row[base]) and cells.is_missing(row[least])
    ]
    return f"base of {grammar.joined(lacking)} not published" if lacking else ""


def _newest_first(rows: Rows) -> Rows:
    """Return moved rows before others, those of the last four years first, then of headline questions, then firm ones.

    What is alike in these stands by its year, the newest first, and then by the size of its change.
    """
    return sorted(
        rows,
        key=lambda row: (
            row["verdict"] not in MOVED,
            row["verdict"] == verdicts.CANNOT_TELL,
            not is_recent(row),
            is_detail(row),
            is_set_back(row),
            -int(row["year"]),
            0 if math.isnan(row["change"]) else -round(abs(row["change"]), 9),
            row["change"] < 0,
            *(str(row[name]) for name in ("item", "survey_name", "question_name", "country_name", "region")),
            *(str(row[name]) for name in ("sector_name", "body_size")),
        ),
    )


def is_weak(row: Row) -> bool:
    """Say whether few answered in either edition."""
    return WEAK in {row["flag"], row["flag_before"]}


def is_set_back(row: Row) -> bool:
    """Say whether a row is never headlined: a weak share, one of few bodies, or an answer such as “other”.

    A complete count is few with under 10 bodies, since it has no range that a larger base would narrow.
    """
    bases = [row[base] for base in ("base_n", "base_before") if not cells.is_missing(row[base])]
    enough = WITHHOLD_BASE if row["complete"] and row["complete_before"] else WEAK_BASE
    few = row["measure"] == "percent" and any(base < enough for base in bases)
    return is_weak(row) or few or bool(row["residual"])


def _numbers(rows: Rows, name: str) -> NDArray[np.float64]:
    """Return a field of all rows, nan where it is missing."""
    return np.array([math.nan if cells.is_missing(row[name]) else float(row[name]) for row in rows], dtype=np.float64)
