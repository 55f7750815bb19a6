"""What is known of a sector: what it puts first, what worries it, what it has in use, and how thin all that is.

A list stands for a sector only if it spans several themes: a scale such as «high, medium, low» has a first answer too,
but it says nothing of what comes first. Lists of different surveys do not rank against each other.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from trends import changes, numbers, themes, words
from trends.changes import COMPLETE_COUNTS, WEAK

THIN_FIGURES = 100
LISTS = {"priority": "priorities", "concern": "concerns"}
DONE = ("adoption", "maturity")
MOST_ROWS = 5
MOST_FIGURES = 3

# A list compares themes from two on, and shows an order worth a chart from three on.
COMPARES = 2
ORDERS = 3
# How many years a list may be older than the newest one and still be preferred for being better founded.
RECENT = 3

# Where few surveys asked a sector, who does the same work and was asked, and why it comes closest.
CLOSEST = {
    "environment": ("local_government", "since councils collect the waste and keep the parks in many places"),
    "housing": ("local_government", "since many councils are landlords themselves"),
    "police_and_fire": ("local_government", "since fire and police services belong to cities in many places"),
    "social_care": ("local_government", "since councils buy or give most social care in many places"),
    "transport": ("local_government", "since councils keep the local roads and plan the buses in many places"),
}

Row = Mapping[Hashable, Any]


def question(sector: str) -> str:
    """Return the question of the page on a sector."""
    return f"{sector}: what comes first, what worries it?"


def leaders(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what stands first in each list of places or shares, one row per question, country and sector.

    Columns: those given and ``low``, ``high`` and ``flag`` (see :func:`trends.changes.with_ranges`). Answers such as
    «other» and places that were published without the first one are left out; of items that share the first place the
    first by alphabet stands.

    Args:
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them.
    """
    ranged = themes.with_ranges(frame.reset_index(drop=True))
    first = ranged[
        ranged["measure"].isin(["percent", "rank"])
        & (ranged["place_in_list"] == 1)
        & ((ranged["measure"] == "percent") | (ranged["value"] == 1))
        & ~ranged["item"].map(changes.is_residual).astype(bool)
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
    return next(iter(by.head(1).to_dict("records")), {})


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
        frame: one row per figure, as ``queries/theme_evidence.sql`` gives them.
        most: how many rows at the most.
    """
    ranged = themes.with_ranges(frame.reset_index(drop=True))
    firm = themes.firmest(ranged)
    if firm.empty:
        shares = ranged[
            (ranged["measure"] == "percent")
            & (ranged["flag"] != WEAK)
            & ~ranged["item"].map(changes.is_residual).astype(bool)
        ]
        firm = shares.sort_values(["year", "question", "value"], ascending=[False, True, False])
    # One survey asks many things: each is heard once before any is heard again.
    questions = firm.drop_duplicates("question")
    heard = questions.groupby("survey").cumcount()
    return _records(questions.loc[heard.sort_values(kind="stable").index].head(most))


def figure(row: Row) -> str:
    """Return a leading figure with who answered and its base, as in «78%; Leaders of councils, Norway 2024, base 282».

    Args:
        row: what :func:`lead_list` gives, not empty.
    """
    return f"{_value(row)}; {themes.who(row)}, {themes.base_of(row)}"


def answer(sector: str, total: Row, lists: Mapping[str, Row], closest: str = "", chosen: str = "") -> str:
    """Return what a sector puts first, what worries it, and how much all that rests on; thin evidence is said plainly.

    Args:
        sector: name of the sector.
        total: the row of ``queries/totals.sql`` for the sector.
        lists: what :func:`lead_list` gives, by kind of list.
        closest: what :func:`closest_words` says; empty where nothing has to stand in.
        chosen: the filters in words; empty where nothing is chosen.
    """
    figures, surveys = int(total["figures"]), int(total["surveys"])
    said = []
    for kind, listed in LISTS.items():
        row = lists.get(kind)
        if row:
            said.append(f"First among its {listed}: **{row['item']}** ({figure(row)}).")
    missing = [listed for kind, listed in LISTS.items() if not lists.get(kind)]
    if not figures:
        of = f" for {chosen}" if chosen else ""
        said.append(f"**No survey read here asked {sector.lower()}**{of}; there are only case studies.")
    else:
        if missing:
            said.append(f"**No list of {' or '.join(missing)}** that spans several themes was read.")
        years = numbers.years(total["first_year"], total["last_year"])
        said.append(
            f"All that is known: {numbers.count(figures)} {'figure' if figures == 1 else 'figures'} from "
            f"{numbers.count(surveys)} {'survey' if surveys == 1 else 'surveys'} and "
            f"{numbers.count(total['countries'])} "
            f"{'country or group' if total['countries'] == 1 else 'countries and groups'}, {years}."
        )
        if figures < THIN_FIGURES:
            said.append("That is thin: read each figure with its source before you quote it.")
    return " ".join([*said, *([closest] if closest else [])])


def missing_words(sector: str, lists: Mapping[str, Row], chosen: str = "") -> str:
    """Return which lists of a sector were not read; empty where none is missing.

    Args:
        sector: name of the sector.
        lists: what :func:`lead_list` gives, by kind of list.
        chosen: the filters in words; empty where nothing is chosen.
    """
    of = f" for {chosen}" if chosen else ""
    missing = [listed for kind, listed in LISTS.items() if not lists.get(kind)]
    if not missing:
        return ""
    return (
        f"{sector}: no list of {' or '.join(missing)} that spans several themes was read{of}. A question on one theme "
        "alone cannot say what comes first."
    )


def closest_words(name: str, why: str, lists: Mapping[str, Row], missing: Sequence[str]) -> str:
    """Return who comes closest to a sector of which a list is missing, and what stands first there.

    Args:
        name: name of the sector that comes closest.
        why: why it does, as in ``CLOSEST``.
        lists: its own lists, as :func:`lead_list` gives them, by kind.
        missing: the kinds of list that are missing.
    """
    held = [
        f"First there among {LISTS[kind]}: {row['item']} ({_value(row)}, {row['country_name']} {row['year']}, "
        f"{themes.base_of(row)})."
        for kind in missing
        if (row := lists.get(kind))
    ]
    return " ".join([f"Closest comes {name.lower()}, {why}.", *held]) if held else ""


def key_figures(total: Row, lists: Mapping[str, Row], cases: Row, registered: int = 0) -> list[tuple[str, str, str]]:
    """Return at most three figures: label, number, and what it is counted on.

    Args:
        total: the row of ``queries/totals.sql`` for the sector.
        lists: what :func:`lead_list` gives, by kind of list.
        cases: the row of ``queries/case_totals.sql`` for the checked cases of the sector.
        registered: how many cases registers hold, which nobody checked again.
    """
    figures = []
    for kind, listed in LISTS.items():
        if row := lists.get(kind):
            basis = f"{row['item']}; {row['country_name']} {row['year']}, {themes.base_of(row)}"
            figures.append((f"First of its {listed}", _value(row), basis))
    if len(figures) < len(LISTS) and total["figures"]:
        years, surveys = numbers.years(total["first_year"], total["last_year"]), int(total["surveys"])
        basis = f"{surveys} {'survey' if surveys == 1 else 'surveys'}, {years}"
        figures.append(("Figures known", numbers.count(total["figures"]), basis))
    years = numbers.years(cases["first_year"], cases["last_year"])
    basis = f"of {numbers.count(cases['cases'])} checked" + (f", begun {years}" if years else "")
    if cases["cases"]:
        figures.append(("Cases with an outcome", numbers.count(cases["with_outcome"]), basis))
    if registered and len(figures) < MOST_FIGURES:
        figures.append(("Cases in registers", numbers.count(registered), "listed by others, not checked again"))
    return figures


def _value(row: Row) -> str:
    return words.value_words(row, str(row["measure"]))


def _records(frame: pd.DataFrame) -> list[Row]:
    return list(frame.to_dict("records"))
