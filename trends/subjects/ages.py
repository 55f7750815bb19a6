"""What is said of the age of an edition and of the one after it, beside sources and under figures."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from trends.cards.card import Card
from trends.statistics import ages, cells
from trends.statistics.cells import Row, as_rows
from trends.words import numbers
from trends.words.text import plain, say

LAST, IN_PART = "last", "in_part"


def next_edition(years: Sequence[int], known: Row, asked_in: int) -> str:
    """Return what is known of the edition after the last one read; empty where nothing is.

    Args:
        years: the years of all editions read.
        known: with ``known_year`` and ``known_state``, an edition known to be out or to be the last; empty where none.
        asked_in: the year in which somebody asks.
    """
    if not cells.is_missing(known["known_year"]):
        year, state = int(known["known_year"]), known["known_state"]
        if state == LAST:
            return f"None: that of {year} was the last"
        if state == IN_PART:
            return f"{year} edition published, read in part"
        # What was read meanwhile is no newer edition any more.
        if year not in years:
            return f"{year} edition published, not yet read"
    due, step = ages.due(years), ages.rhythm(years)
    if due is None or step is None:
        return ""
    times = "yearly" if step == 1 else f"every {step} years"
    if due < asked_in:
        return f"Was due {due} ({times}), none read"
    return f"Expected {due} ({times})"


def dated(listed: pd.DataFrame, asked_in: int) -> pd.DataFrame:
    """Return surveys or indices with ``age_years`` of their last edition and ``next_edition`` in words, for any file.

    Args:
        listed: with ``edition_years``, ``known_year``, ``known_state``, which they lose, and ``newest_year``.
        asked_in: the year in which somebody asks.
    """
    rows = as_rows(listed)
    made: dict[str, Any] = {
        "age_years": pd.Series([ages.age(int(row["newest_year"]), asked_in) for row in rows], dtype="int64"),
        "next_edition": pd.Series(
            [next_edition([int(year) for year in row["edition_years"]], row, asked_in) or None for row in rows],
            dtype=object,
        ),
    }
    return listed.drop(columns=["edition_years", "known_year", "known_state"]).assign(**made)


def aged(card: Card, year: int, asked_in: int) -> Card:
    """Return a card that says under its chart how old its edition is, where that is more than four years.

    Args:
        card: of one edition.
        year: that of the edition.
        asked_in: the year in which somebody asks.
    """
    old = ages.age(year, asked_in)
    return card if old <= ages.OLD else replace(card, foot=say("{} · {} old", card.foot, numbers.counted(old, "year")))


def titled(card: Card, year: int, asked_in: int) -> Card:
    """Return a card whose title says its year where that is more than four years ago, as in “Most named, 2018: Skills”.

    Beside cards of other editions a title without a year would be read as of today.

    Args:
        card: of one edition.
        year: that of the edition.
        asked_in: the year in which somebody asks.
    """
    title = plain(card.title)
    if ages.age(year, asked_in) <= ages.OLD or str(year) in title:
        return card
    what, colon, rest = title.partition(": ")
    return replace(card, title=f"{what}, {year}{colon}{rest}")
