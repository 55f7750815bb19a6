"""What is known of a sector: what it puts first, what worries it, what it has in use, and how thin all that is.

Which list stands for a sector is not chosen here: it is the one Priorities or Concerns open with under the same
filters, so that no two pages tell different ones. Lists of different surveys do not rank against each other.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trends.statistics import cells
from trends.statistics.verdicts import WEAK
from trends.subjects.lists.counted import Counted, Why
from trends.subjects.themes import facts as theme_facts

DONE = ("adoption", "maturity")
MOST_ROWS = 5

# A list compares themes from two on.
COMPARES = 2


Row = Mapping[Hashable, Any]


@dataclass(frozen=True, eq=False)
class Heard:
    """What there is of a kind of list of a sector: all its sentences and key figures are made of this.

    ``counted`` are the lists that count; ``lead`` is what stands first in the list that stands for the sector, with
    ``question``, ``country``, ``sector``, ``place_name`` and ``is_recent``, empty where nothing may be told as first or
    it is on no theme that was chosen; ``why`` says why no list counts, where none does.
    """

    counted: Counted
    lead: Row
    why: Why

    @property
    def is_missing(self) -> bool:
        """Say whether no list counts and none stands for the sector either."""
        return not self.counted.lists and not self.lead

    @property
    def is_older(self) -> bool:
        """Say whether no list counts and the one that stands for the sector is not of the last four years."""
        return not self.counted.lists and bool(self.lead) and not self.lead.get("is_recent", True)

    @property
    def only_lead(self) -> Row:
        """What stands first in the one list that may be told: that counts alone, or where none counts; else empty."""
        only = self.counted.only
        same = self.counted.lists == 1 and only and _is_list(self.lead, only) if self.lead else False
        return self.lead if same or not self.counted.lists else {}


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


def _is_list(row: Row, only: Row) -> bool:
    """Say whether a row is of a list: of its question, year and place."""
    parts = ((row[name], only[name]) for name in ("region", "body_size"))
    same = all(row[name] == only[name] for name in ("question", "year", "country_name"))
    return same and all(a == b or (cells.is_missing(a) and cells.is_missing(b)) for a, b in parts)


def _largest_base(row: Row) -> tuple[bool, int]:
    """Return what sorts rows by their base, the largest first and those without one last."""
    return row["base_n"] is None, -(row["base_n"] or 0)


def telling(leading: Sequence[Row]) -> list[Row]:
    """Return the rows that say something alone.

    A first share says something only in a list of two or more themes; a published first place always does.

    Args:
        leading: what :func:`leaders` gives, of all kinds that are to be listed.
    """
    return [
        row for row in leading if (row["list_themes"] >= COMPARES or row["measure"] == "rank") and row["flag"] != WEAK
    ]


def others(leading: Sequence[Row], shown: Sequence[str], most: int = MOST_ROWS) -> list[Row]:
    """Return what else stands first: the newest rows that say something alone, one a survey question.

    Args:
        leading: what :func:`leaders` gives, of all kinds that are to be listed.
        shown: codes of the questions shown elsewhere.
        most: how many rows at the most.
    """
    said = [row for row in telling(leading) if row["question"] not in shown]
    named: dict[str, Row] = {}
    for row in sorted(said, key=lambda row: (-row["year"], *_largest_base(row), row["survey_name"], row["question"])):
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


def firmest_in_use(rows: Sequence[Row]) -> Row:
    """Return the firmest recent figure of what a sector has in use, of a question that may be headlined; else nothing.

    Args:
        rows: as :func:`of_stage` takes them.
    """
    return theme_facts.leading([row for row in rows if row["stage"] == "in_use" and row["kind"] in DONE])


def _newest_shares(rows: Sequence[Row]) -> list[int]:
    """Return where the shares stand that are not weak, the newest first."""
    shares = [
        (-row["year"], row["question"], -row["value"], at)
        for at, row in enumerate(rows)
        if row["measure"] == "percent" and row["flag"] != WEAK and not row["residual"]
    ]
    return [at for *_, at in sorted(shares)]
