"""The last edition of a question beside the comparable one before it: each figure's range, each change's verdict."""

import numpy as np
import pandas as pd

from trends import statistics
from trends.statistics import Verdict

COMPLETE_COUNTS = frozenset({"census", "inventory"})
UNCHANGED = "unchanged"

REASON_NO_BASE = "base not published"
REASON_FIRST = "no comparable edition before"
REASON_NOT_LISTED = "not in the list before"
REASON_NOT_READ = "the list before was read in part"
REASON_NO_SHARES = "no shares behind it"


def comparable_years(items: pd.DataFrame) -> tuple[int, int | None]:
    """Return the last year of a question's items and the last year before it that was made in the same way, if any.

    Args:
        items: one row per year and item, with ``year`` and ``method``, as ``queries/question_items.sql`` gives them.
    """
    last = int(items["year"].max())
    method = items.loc[items["year"] == last, "method"].iloc[0]
    earlier = items.loc[(items["year"] < last) & (items["method"] == method), "year"]
    return last, None if earlier.empty else int(earlier.max())


def last_edition(items: pd.DataFrame, year: int | None = None) -> pd.DataFrame:
    """Return one row per item of the last edition (or that of ``year``), the leading item first.

    Columns: those of ``items``, and ``low`` and ``high`` (the 95 % range of a share, in per cent), ``flag`` («u» for
    weak), ``before``, ``base_before``, ``year_before``, ``tied_before``, ``change`` (after less before; for places
    a positive number is a rise), ``change_low``, ``change_high`` (points), ``verdict`` and ``reason`` (why one cannot tell).

    Only editions of the same method and the same question are compared. A complete count has no range and its changes
    are exact; so are changes of published places, since no shares stand behind them.

    Args:
        items: one row per year and item of one question in one slice, as ``queries/question_items.sql`` gives them.
        year: the edition to show; the last one if not given.
    """
    if year is not None:
        items = items[items["year"] <= year]
    last, previous = comparable_years(items)
    now = items[items["year"] == last].copy()
    measure, evidence = str(now["measure"].iloc[0]), str(now["evidence"].iloc[0])
    before = items[items["year"] == previous] if previous is not None else items.iloc[0:0]
    matched = before.set_index("item")[["value", "base_n", "tied", "list_complete"]].reindex(now["item"])
    now["before"] = matched["value"].astype(float).to_numpy()
    now["base_before"] = matched["base_n"].astype("Int64").array
    now["tied_before"] = matched["tied"].astype("boolean").fillna(False).astype(bool).to_numpy()
    now["year_before"] = pd.array([previous] * len(now), dtype="Int64")
    complete = evidence in COMPLETE_COUNTS
    now = with_ranges(now)
    now["change"], now["change_low"], now["change_high"] = np.nan, np.nan, np.nan
    known = now["before"].notna().to_numpy()
    if measure == "percent":
        base, base_before = _bases(now["base_n"]), _bases(now["base_before"])
        share, share_before = now["value"].to_numpy() / 100, now["before"].to_numpy() / 100
        now["change"] = 100 * (share - share_before)
        if complete:
            now["verdict"] = _exact(now["change"])
        else:
            difference, change_low, change_high = statistics.newcombe_difference(share_before, base_before, share, base)
            now["change_low"], now["change_high"] = 100 * change_low, 100 * change_high
            now["verdict"] = statistics.verdict(difference, change_low, change_high)
    elif measure == "rank":
        now["change"] = now["before"] - now["value"]
        now["verdict"] = _exact(now["change"])
    else:
        now["change"] = now["value"] - now["before"] if measure != "mentioned" else np.nan
        now["verdict"] = _exact(now["change"]) if complete else str(Verdict.CANNOT_TELL)
    now.loc[~known, "verdict"] = str(Verdict.CANNOT_TELL)
    now["reason"] = ""
    untold = (now["verdict"] == str(Verdict.CANNOT_TELL)).to_numpy()
    listed_before = bool(before["list_complete"].all()) if len(before) else False
    now.loc[untold, "reason"] = np.select(
        [
            np.full(untold.sum(), previous is None),
            ~known[untold] & (measure == "rank") & listed_before,
            ~known[untold] & (measure == "rank"),
            ~known[untold],
            np.full(untold.sum(), measure == "percent"),
        ],
        [REASON_FIRST, REASON_NOT_LISTED, REASON_NOT_READ, REASON_NOT_LISTED, REASON_NO_BASE],
        REASON_NO_SHARES,
    )
    return now.sort_values(["value", "item"], ascending=[measure == "rank", True], kind="stable", ignore_index=True)


def with_ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``low``, ``high`` (the 95 % range of a share, in per cent) and ``flag`` («u» for weak).

    Only shares have a range, and only where they are not a complete count and their base was published.

    Args:
        rows: with ``value``, ``base_n``, ``measure`` and ``evidence``; measure and evidence the same in all.
    """
    rows = rows.assign(low=np.nan, high=np.nan, flag="")
    if len(rows) and rows["measure"].iloc[0] == "percent" and rows["evidence"].iloc[0] not in COMPLETE_COUNTS:
        base = _bases(rows["base_n"])
        low, high = statistics.wilson_interval(rows["value"].to_numpy() / 100, base)
        rows["low"], rows["high"] = 100 * low, 100 * high
        rows["flag"] = statistics.flag(base, low, high)
    return rows


def _bases(column: pd.Series) -> np.ndarray:
    """Return bases as numbers, nan where a base was not published."""
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _exact(change: pd.Series) -> pd.Series:
    """Return the verdicts of differences that have no sampling error."""
    return pd.Series(
        np.select([change > 0, change < 0], [str(Verdict.UP), str(Verdict.DOWN)], UNCHANGED), index=change.index
    )
