"""What is known of a sector: what it puts first, what worries it, what it has in use, and how thin all that is.

A list stands for a sector only if it spans several themes: a scale such as “high, medium, low” has a first answer too,
but it says nothing of what comes first. Lists of different surveys do not rank against each other.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from trends.statistics import cells
from trends.statistics.verdicts import WEAK
from trends.subjects.themes import facts as theme_facts

DONE = ("adoption", "maturity")
MOST_ROWS = 5

# A list compares themes from two on, and shows an order worth a chart from three on.
COMPARES = 2
ORDERS = 3
# How many years a list may be older than the newest one and still be preferred for being better founded.
RECENT = 3


Row = Mapping[Hashable, Any]


def leaders(rows: Sequence[Row], kind: str = "") -> list[Row]:
    """Return what stands first in each list of places or shares, one row per question, country and sector.

    Answers such as “other”, points of a scale, questions that may not be headlined, shares of fewer than ten bodies,
    and places that were published without the first one are left out; of items that share the first place the first by
    alphabet stands.

    Args:
        rows: the figures of ``queries/themes/theme_evidence.sql`` with their ranges (see
            :func:`trends.statistics.ranges.ranged`).
        kind: the kind of question of the lists; empty for all.
    """
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    for at, row in enumerate(rows):
        stands = row["measure"] == "percent" or (row["measure"] == "rank" and row["value"] == 1)
        told = row["role"] == "headline" and cells.is_missing(row["polarity"])
        told = told and not row["residual"] and not row["few_bodies"]
        if stands and told and kind in {"", row["kind"]} and row["place_in_list"] == 1:
            key = theme_facts.asked_key(row)
            first[key] = min(first.get(key, (row["item"], at)), (row["item"], at))
    return [rows[at] for at in sorted(at for _, at in first.values())]


def lead_list(leading: Sequence[Row], only: Row | None = None) -> Row:
    """Return the row of the list that stands for a sector; empty where no list spans several themes.

    It is the one list that counts, where one alone does. Else, of the lists of two or more themes whose newest edition
    is at most three years older than the newest of all, it is one with an order worth a chart (three or more items of
    three or more themes), then one with a published base that is not weak, then one of shares, then the newest, then
    that of the largest base.

    Args:
        leading: what :func:`leaders` gives.
        only: the one list that counts, as :class:`trends.subjects.lists.counted.Counted` describes it; may be empty.
    """
    lists = [row for row in leading if row["list_items"] >= COMPARES and row["list_themes"] >= COMPARES]
    lists = [row for row in lists if only and _is_list(row, only)] or lists
    newest = max((row["year"] for row in lists), default=0)

    def order(row: Row) -> tuple[Any, ...]:
        ordered = row["list_items"] >= ORDERS and row["list_themes"] >= ORDERS
        counted = row["base_n"] is not None or row["base_at_least"] is not None
        firm, shares = counted and row["flag"] != WEAK, row["measure"] == "percent"
        named = row["survey_name"], row["question"], row["country"]
        return not ordered, not firm, not shares, -row["year"], *_largest_base(row), *named

    return min((row for row in lists if row["year"] >= newest - RECENT), key=order, default={})


def _is_list(row: Row, only: Row) -> bool:
    """Say whether a row is of a list: of its question, year and place."""
    parts = ((row[name], only[name]) for name in ("region", "body_size"))
    same = all(row[name] == only[name] for name in ("question", "year", "country_name"))
    return same and all(a == b or (cells.is_missing(a) and cells.is_missing(b)) for a, b in parts)


def _largest_base(row: Row) -> tuple[bool, int]:
    """Return what sorts rows by their base, the largest first and those without one last."""
    return row["base_n"] is None, -(row["base_n"] or 0)


def others(leading: Sequence[Row], shown: Sequence[str], most: int = MOST_ROWS) -> list[Row]:
    """Return what else stands first: the newest rows that say something alone, one a survey question.

    A first share says something only in a list of two or more themes; a published first place always does.

    Args:
        leading: what :func:`leaders` gives, of all kinds that are to be listed.
        shown: codes of the questions shown elsewhere.
        most: how many rows at the most.
    """
    telling = [
        row
        for row in leading
        if (row["list_themes"] >= COMPARES or row["measure"] == "rank")
        and row["flag"] != WEAK
        and row["question"] not in shown
    ]
    named: dict[str, Row] = {}
    for row in sorted(
        telling, key=lambda row: (-row["year"], *_largest_base(row), row["survey_name"], row["question"])
    ):
        named.setdefault(row["question"], row)
    return list(named.values())[:most]


def of_stage(rows: Sequence[Row], stage: str, most: int = MOST_ROWS) -> list[Row]:
    """Return what a sector has in use, or what it suffered: the highest share of each question at that stage.

    The firmest recent one of each survey comes first. Where no share is firm, those without a published base stand in,
    the newest first.

    Args:
        rows: the figures of ``queries/themes/theme_evidence.sql`` with their ranges (see
            :func:`trends.statistics.ranges.ranged`); only those of what bodies do are looked at.
        stage: as in ``item_stages``; plans, pilots and incidents are not in use.
        most: how many rows at the most.
    """
    told = [row for row in rows if row["stage"] == stage and row["kind"] in DONE]
    firm = theme_facts.firmest(told, details=True) or _newest_shares(told)
    # One survey asks many things: each is heard once before any is heard again.
    asked, heard, order = set[str](), dict[str, int](), []
    for place, at in enumerate(firm):
        question, survey = str(told[at]["question"]), str(told[at]["survey"])
        if question not in asked:
            asked.add(question)
            order.append((heard.get(survey, 0), place))
            heard[survey] = heard.get(survey, 0) + 1
    return [told[firm[place]] for _, place in sorted(order)[:most]]


def _newest_shares(rows: Sequence[Row]) -> list[int]:
    """Return where the shares stand that are not weak, the newest first."""
    shares = [
        (-row["year"], row["question"], -row["value"], at)
        for at, row in enumerate(rows)
        if row["measure"] == "percent" and row["flag"] != WEAK and not row["residual"]
    ]
    return [at for *_, at in sorted(shares)]
