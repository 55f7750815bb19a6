"""One theme, everything known: what leaders say, what bodies do, how countries compare, who has done it.

Surveys ask different people different things, so their shares stand side by side: they are never added, averaged or
ranked against each other. What may be compared is where a theme stands within each list, and that is said in words.
"""

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from trends.statistics import cells
from trends.statistics.cells import as_rows
from trends.statistics.ranges import with_ranges
from trends.statistics.verdicts import WEAK

SAID = ("priority", "concern", "opportunity", "attitude")
DONE = ("adoption", "maturity")
LISTS = {"priority": "priorities", "concern": "concerns"}

LISTED_MEASURES = ("rank", "percent")
# A list of fewer items or themes says nothing of which theme comes first.
LISTED = 3
# Fewer surveys than this neither agree nor disagree; of those there are, this part must say the same to agree.
SEVERAL_LISTS = 3
AGREED = 0.75
# How many years a figure may be older than the newest one and still be called recent.
RECENT = 2
# Order of preference: evidence for a whole group, then evidence for those who answered, whatever the base.
FIRMEST_KINDS = ("census", "random_sample")

# How many uses each survey of uses tells.
USES_OF_A_QUESTION = 2

# What tells which of several figures is the firmest.
_TOLD_BY = (
    "evidence",
    "measure",
    "base_n",
    "flag",
    "residual",
    "year",
    "question",
    "country",
    "sector",
    "value",
    "item",
)


class ListPlace(NamedTuple):
    """Where a theme stands in a list: its place, how many items of the list were read, and the list's year."""

    place: int
    items: int
    year: int


# Where a theme stands in lists --------------------------------------------------------------------------------------


def list_places(frame: pd.DataFrame, kind: str) -> list[ListPlace]:
    """Return the place of a theme in the list of each survey that names it.

    Only lists of places or shares with three or more items of three or more themes count. A survey counts once, by its
    newest such list; of several of one year by that of the largest base, then by the one in which the theme is highest.

    Args:
        frame: one row per figure of the theme, as ``queries/themes/theme_evidence.sql`` gives them.
        kind: code of the kind of question.
    """
    names = ("kind", "measure", "list_items", "list_themes", "survey", "year", "base_n", "place_in_list")
    listed = [
        row
        for row in as_rows(frame[list(names)])
        if row["kind"] == kind
        and row["measure"] in LISTED_MEASURES
        and row["list_items"] >= LISTED
        and row["list_themes"] >= LISTED
    ]
    newest: dict[str, ListPlace] = {}
    for row in sorted(listed, key=lambda row: (-row["year"], -(row["base_n"] or 0), row["place_in_list"])):
        newest.setdefault(row["survey"], ListPlace(row["place_in_list"], row["list_items"], row["year"]))
    return list(newest.values())


def firsts(places: Sequence[ListPlace]) -> int:
    """Return in how many lists a theme stands first."""
    return sum(each.place == 1 for each in places)


# Figures ------------------------------------------------------------------------------------------------------------


def firmest(ranged: pd.DataFrame) -> list[int]:
    """Return where the newest firm shares stand among the rows, the firmest question first.

    Complete counts come first, then random samples, then the others by base.

    Firm is a share of a published base (or of a complete count) that is not weak and no answer such as «other»; new
    is one at most two years older than the newest firm one. The shares of a question in a country stay together, the
    highest first.

    Args:
        ranged: what :func:`trends.statistics.ranges.with_ranges` gives.
    """
    # Of a hundred rows at the most, so that lists sort them in a tenth of the time that frames take.
    firm = [(at, row) for at, row in enumerate(as_rows(ranged[list(_TOLD_BY)])) if _is_firm(row)]
    newest = max((row["year"] for _, row in firm), default=0)
    recent = [(at, row) for at, row in firm if row["year"] >= newest - RECENT]
    bases: dict[tuple[Any, Any, Any], float] = {}
    for _, row in recent:
        base = -math.inf if cells.is_missing(row["base_n"]) else float(row["base_n"])
        bases[asked_key(row)] = max(base, bases.get(asked_key(row), -math.inf))

    def order(numbered: tuple[int, Mapping[str, Any]]) -> tuple[Any, ...]:
        row = numbered[1]
        kind = FIRMEST_KINDS.index(row["evidence"]) if row["evidence"] in FIRMEST_KINDS else len(FIRMEST_KINDS)
        return kind, -bases[asked_key(row)], -row["year"], *asked_key(row), -row["value"], row["item"]

    return [at for at, _ in sorted(recent, key=order)]


def _is_firm(row: Mapping[str, Any]) -> bool:
    based = not cells.is_missing(row["base_n"]) or row["evidence"] == FIRMEST_KINDS[0]
    return row["measure"] == "percent" and based and row["flag"] != WEAK and not row["residual"]


def leading(ranged: pd.DataFrame) -> Mapping[Hashable, Any]:
    """Return the firmest of the newest firm figures; empty where there is none.

    Args:
        ranged: what :func:`trends.statistics.ranges.with_ranges` gives.
    """
    # A slice, since rows picked by number would all be copied column by column.
    return next((as_rows(ranged.iloc[at : at + 1])[0] for at in firmest(ranged)), {})


def headline(done: pd.DataFrame, said: pd.DataFrame) -> Mapping[Hashable, Any]:
    """Return the newest firm figure of what bodies do or, where that is older than what leaders say, of the latter.

    Args:
        done: what :func:`trends.statistics.ranges.with_ranges` gives of what bodies do.
        said: the same of what leaders say.
    """
    of_done, of_said = leading(done), leading(said)
    if not of_done or (of_said and of_done["year"] < of_said["year"] - RECENT):
        return of_said
    return of_done


def uses(frame: pd.DataFrame, questions: Collection[str]) -> list[dict[Hashable, Any]]:
    """Return what a theme is used for: what each survey of uses names most, the newest first.

    Args:
        frame: one row per figure of all themes, as ``queries/themes/theme_evidence.sql`` gives them.
        questions: codes of the questions of which each item is something the theme is used for; the item itself may
            belong to another theme, as security does.
    """
    asked = frame[frame["question"].isin(questions) & (frame["place_in_list"] <= USES_OF_A_QUESTION)]
    return as_rows(with_ranges(asked.reset_index(drop=True))) if len(asked) else []


def asked_key(row: Mapping[Any, Any]) -> tuple[Any, Any, Any]:
    """Return what tells one question put to one group from another: question, country and sector."""
    return row["question"], row["country"], row["sector"]
