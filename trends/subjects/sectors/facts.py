"""What is known of a sector: what it puts first, what worries it, what it has in use, and how thin all that is.

A list stands for a sector only if it spans several themes: a scale such as «high, medium, low» has a first answer too,
but it says nothing of what comes first. Lists of different surveys do not rank against each other.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends.statistics.cells import as_rows
from trends.statistics.verdicts import COMPLETE_COUNTS, WEAK
from trends.subjects.themes import facts as theme_facts

LISTS = {"priority": "priorities", "concern": "concerns"}
DONE = ("adoption", "maturity")
MOST_ROWS = 5

# A list compares themes from two on, and shows an order worth a chart from three on.
COMPARES = 2
ORDERS = 3
# How many years a list may be older than the newest one and still be preferred for being better founded.
RECENT = 3


Row = Mapping[Hashable, Any]


def leaders(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what stands first in each list of places or shares, one row per question, country and sector.

    Columns: those given and ``low``, ``high`` and ``flag`` (see :func:`trends.statistics.ranges.with_ranges`). Answers
    such as «other» and places that were published without the first one are left out; of items that share the first
    place the first by alphabet stands.

    Args:
        frame: one row per figure, as ``queries/themes/theme_evidence.sql`` gives them.
    """
    ranged = theme_facts.with_ranges(frame.reset_index(drop=True))
    first = ranged[
        ranged["measure"].isin(["percent", "rank"])
        & (ranged["place_in_list"] == 1)
        & ((ranged["measure"] == "percent") | (ranged["value"] == 1))
        & ~ranged["residual"].astype(bool)
    ]
    return first.sort_values("item", kind="stable").drop_duplicates(["question", "country", "sector"]).sort_index()


def lead_list(leading: pd.DataFrame) -> Row:
    """Return the row of the list that stands for a sector; empty where no list spans several themes.

    Of the lists of two or more themes whose newest edition is at most three years older than the newest of all, it is
    one with an order worth a chart (three or more items of three or more themes), then one with a published base that
    is not weak, then one of shares, then the newest, then that of the largest base.

    Args:
        leading: what :func:`leaders` gives.
    """
    lists = leading[(leading["list_items"] >= COMPARES) & (leading["list_themes"] >= COMPARES)]
    lists = lists[lists["year"] >= lists["year"].max() - RECENT]
    counted = lists["evidence"].isin(COMPLETE_COUNTS)
    by = lists.assign(
        ordered=(lists["list_items"] >= ORDERS) & (lists["list_themes"] >= ORDERS),
        firm=(lists["base_n"].notna() | counted) & (lists["flag"] != WEAK),
        shares=lists["measure"] == "percent",
    ).sort_values(
        ["ordered", "firm", "shares", "year", "base_n", "survey_name", "question", "country"],
        ascending=[False, False, False, False, False, True, True, True],
    )
    return next(iter(as_rows(by.head(1))), {})


def others(leading: pd.DataFrame, shown: Sequence[str], most: int = MOST_ROWS) -> list[Row]:
    """Return what else stands first: the newest rows that say something alone, one a survey question.

    A first share says something only in a list of two or more themes; a published first place always does.

    Args:
        leading: what :func:`leaders` gives, of all kinds that are to be listed.
        shown: codes of the questions shown elsewhere.
        most: how many rows at the most.
    """
    telling = leading[
        ((leading["list_themes"] >= COMPARES) | (leading["measure"] == "rank"))
        & (leading["flag"] != WEAK)
        & ~leading["question"].isin(list(shown))
    ]
    rows = telling.sort_values(
        ["year", "base_n", "survey_name", "question"], ascending=[False, False, True, True]
    ).drop_duplicates("question")
    return _records(rows.head(most))


def in_use(frame: pd.DataFrame, most: int = MOST_ROWS) -> list[Row]:
    """Return what a sector has in use: the highest share of each question, the firmest recent one of each survey first.

    Where no share is firm, those without a published base stand in, the newest first.

    Args:
        frame: one row per figure, as ``queries/themes/theme_evidence.sql`` gives them.
        most: how many rows at the most.
    """
    ranged = theme_facts.with_ranges(frame.reset_index(drop=True))
    firm = theme_facts.firmest(ranged)
    if firm.empty:
        shares = ranged[(ranged["measure"] == "percent") & (ranged["flag"] != WEAK) & ~ranged["residual"].astype(bool)]
        firm = shares.sort_values(["year", "question", "value"], ascending=[False, True, False])
    # One survey asks many things: each is heard once before any is heard again.
    questions = firm.drop_duplicates("question")
    heard = questions.groupby("survey").cumcount()
    return _records(questions.loc[heard.sort_values(kind="stable").index].head(most))


def _records(frame: pd.DataFrame) -> list[Row]:
    return list(as_rows(frame))
