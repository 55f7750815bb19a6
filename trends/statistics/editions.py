"""The last edition of a list: range and place of each figure, and its change since the edition before.

Figures of one question only are compared, made in the same way. A share with a base has a 95 % range; a complete count
has none, since nothing was sampled: no difference between two of them is chance. All other changes of a list are judged
together: the family-wise error rate is at most 5 % (Holm 1979).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends.statistics import resting
from trends.statistics.cells import as_bases, beside
from trends.statistics.ranges import places, ranges
from trends.statistics.verdicts import WEAK, changes, reason

# Lists count, and figures and indices are recent, for as many years.
RECENT_YEARS = 4


def comparable_years(items: pd.DataFrame) -> tuple[int, int | None]:
    """Return the last year of a question's items and the last year before it that was made in the same way, if any.

    Args:
        items: one row per year and item, with ``year`` and ``method``, as ``queries/lists/question_items.sql`` gives
            them.
    """
    editions = list(zip(items["year"].tolist(), items["method"].tolist(), strict=True))
    last, method = max(editions)
    earlier = [year for year, made in editions if year < last and made == method]
    return int(last), int(max(earlier)) if earlier else None


def of_years(items: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return the items of the chosen editions; those of all years where the question has none of the chosen ones.

    One chosen edition keeps those before it, since its changes are to be seen; several are compared with each other.

    Args:
        items: one row per year and item, as ``queries/lists/question_items.sql`` gives them.
        years: the chosen years, in any order.
    """
    chosen = sorted(set(years) & set(items["year"].tolist()))
    if not chosen:
        return items
    if len(chosen) == 1:
        return items[items["year"] <= chosen[0]]
    return items[items["year"].isin(chosen)]


def last_edition(items: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """Return one row per item of the last edition (or that of ``year``), the leading item first.

    Answers such as “other” or “don't know” come last. Columns: those of ``items``, and

    - ``low``, ``high``: the 95 % range of a share, in per cent; ``flag``: “u” for weak;
    - ``rank``, ``rank_low``, ``rank_high``, ``rank_tied``: the place of a firm share among all with a base, the best
      and the worst it could be, and whether another share equals it; never for published places;
    - ``year_before``, ``before``, ``base_before``, ``population_before``, ``effective_base_before``,
      ``complete_before``, ``few_bodies_before``, ``flag_before``, ``tied_before``: the figure of the edition before;
    - ``change``: after less before, for places before less after, so that a rise is positive; ``change_low`` and
      ``change_high`` in points, each taken alone, ``change_low_adjusted`` and ``change_high_adjusted`` as one of the
      list; ``tested``: whether it was, and not only read off; ``verdict`` (of the whole list of changes together);
      ``reason``: why one cannot tell;
    - ``residual``, as given: true for answers such as “other”.

    Only editions of the same method and the same question are compared, and none of entrants of an award. A complete
    count has no range, and between two of them nothing is chance; changes of published places are told as published,
    since no shares stand behind them. Ranges, changes and places of shares carry the finite population correction where
    ``population`` is known. Shares worked out here from under 10 bodies are not compared.

    Args:
        items: one row per year and item of one question in one slice, as ``queries/lists/question_items.sql`` gives
            them.
        year: the edition to show; the last one if not given.
    """
    if year is not None:
        items = items[items["year"] <= year]
    last, previous = comparable_years(items)
    years, is_residual = items["year"].to_numpy(dtype=int), items["residual"].to_numpy(dtype=bool)
    here, there = np.flatnonzero(years == last), np.flatnonzero(years == (-1 if previous is None else previous))
    listed, value, base = items["item"].tolist(), items["value"].to_numpy(dtype=float), resting.of_frame(items)
    tied = items["tied"].to_numpy(dtype=bool)
    measure, evidence = str(items["measure"].iloc[here[0]]), str(items["evidence"].iloc[here[0]])

    # In reading order, so that nothing has to be sorted afterwards.
    first = 1 if measure == "rank" else -1
    here = np.array(sorted(here, key=lambda at: (is_residual[at], first * value[at], listed[at])))
    names, value_now, now = [listed[at] for at in here], value[here], base.at([int(at) for at in here])
    row_before = {listed[at]: int(at) for at in there}
    before = [row_before.get(name) for name in names]
    value_before = np.array([np.nan if at is None else value[at] for at in before])
    then = base.at(before)

    low, high, flag = ranges(value_now, now, measure)
    _, _, flag_before = ranges(value_before, then, measure)
    told = changes(measure, evidence, value_before, then, value_now, now)
    rank, rank_low, rank_high, rank_tied = places(measure, value_now, now, ~is_residual[here], flag == WEAK)
    complete_before = bool(len(there)) and bool(items["list_complete"].to_numpy(dtype=bool)[there].all())
    reasons = [
        reason(said, measure, evidence, figure, first=previous is None, complete_before=complete_before, few=few)
        for said, figure, few in zip(told.verdict, value_before.tolist(), (now.few | then.few).tolist(), strict=True)
    ]
    return beside(
        items.iloc[here],
        low=low,
        high=high,
        flag=flag,
        rank=rank,
        rank_low=rank_low,
        rank_high=rank_high,
        rank_tied=rank_tied,
        year_before=pd.array([previous] * len(names), dtype="Int64"),
        before=value_before,
        **_bases_before(then),
        flag_before=flag_before,
        tied_before=[at is not None and bool(tied[at]) for at in before],
        change=told.change,
        change_low=told.low,
        change_high=told.high,
        change_low_adjusted=told.low_adjusted,
        change_high_adjusted=told.high_adjusted,
        tested=~np.isnan(told.low),
        verdict=told.verdict,
        reason=reasons,
    ).reset_index(drop=True)


def _bases_before(then: resting.Bases) -> dict[str, Any]:
    """Return what the figures of the edition before rest on, by column."""
    return {
        "base_before": as_bases(then.base),
        "base_at_least_before": as_bases(then.at_least),
        "base_at_most_before": as_bases(then.at_most),
        "population_before": as_bases(then.population),
        "effective_base_before": then.effective,
        "complete_before": then.complete,
        "few_bodies_before": then.few,
    }
