"""The two kinds of body that are furthest apart in what they answered, in plain fractions.

The rule: shares of one answer to one question in one edition, told by kind of body. A kind counts with 30 bodies or
more, in a complete count with ten. The kinds with the highest and the lowest share are told where they are at least 25
points apart and that is far beyond chance: where every body answered their difference is exact; elsewhere the range of
the difference of every two kinds is worked out together (Newcombe 1998, Holm 1979; a known population narrows it), and
that of these two has to stay above 10 points. Both fractions have to read differently. Kinds that share the highest or
the lowest share as it is written are not told, since the sentence would pass over one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from trends.statistics import cells, inputs, verdicts
from trends.statistics.cells import Row, as_rows
from trends.subjects.bodies.facts import KINDS_OF_PART, AnswerFacts, enough, noun
from trends.words import numbers
from trends.words.grammar import capitalised, lower_first
from trends.words.text import Words, say

# So many points lie at least between two kinds that are told, and between zero and the range of their difference.
LEAST_POINTS = 25
FAR_FROM_CHANCE = 10


@dataclass(frozen=True)
class Contrast:
    """The kinds of body with the highest and the lowest share of an answer: names, shares in per cent, bodies."""

    high: str
    high_share: float
    high_base: int
    low: str
    low_share: float
    low_base: int


def contrast(kinds: Sequence[Row], *, complete: bool) -> Contrast | None:
    """Return the two kinds of body that are furthest apart; None where the rule does not let them be told.

    Args:
        kinds: one row per kind: ``kind`` (its name in the plural), ``share`` (per cent), ``base_n`` (bodies that
            answered), ``there`` (bodies there are, missing where that is not known) and, where it is known,
            ``effective_base`` (answers as sure as these).
        complete: every body there is answered, so that no difference is chance.
    """
    firm = sorted(
        (row for row in kinds if row["base_n"] >= enough(complete=complete)),
        key=lambda row: (-row["share"], str(row["kind"])),
    )
    if len(firm) < len(("high", "low")):
        return None
    written = [numbers.share(row["share"]) for row in firm]
    if written.count(written[0]) > 1 or written.count(written[-1]) > 1:
        return None
    high, low = firm[0], firm[-1]
    apart = float(high["share"]) - float(low["share"])
    alike = numbers.fraction(high["share"]) == numbers.fraction(low["share"])
    if apart < LEAST_POINTS or alike or not (complete or _least(firm) > FAR_FROM_CHANCE):
        return None
    return Contrast(
        str(high["kind"]), float(high["share"]), int(high["base_n"]),
        str(low["kind"]), float(low["share"]), int(low["base_n"]),
    )  # fmt: skip


def kinds_apart(facts: AnswerFacts, kind_of_part: str, parts: pd.DataFrame) -> Contrast | None:
    """Return the two kinds of body that are far apart in the leading answer; None where none may be told.

    Args:
        facts: the facts of the answers.
        kind_of_part: how the bodies are parted, in words.
        parts: the parts, as :func:`trends.subjects.bodies.facts.ordered_parts` returns them.
    """
    if kind_of_part != KINDS_OF_PART["body_type"] or len(facts.mine):
        return None
    kinds = [
        {
            "kind": noun(row["part"]),
            "share": 100 * float(row["bodies"]) / float(row["base_n"]),
            "base_n": int(row["base_n"]),
            "there": int(row["listed"]) if facts.all_listed else None,
        }
        for row in as_rows(parts)
        if row["base_n"]
    ]
    return contrast(kinds, complete=facts.complete)


def together(kind_of_part: str, part: str) -> str:
    """Return what the bodies of a part are called in a sentence, as in “villages” or “high income countries”."""
    if kind_of_part == KINDS_OF_PART["body_type"]:
        return noun(part)
    return f"{lower_first(part)} countries" if kind_of_part == KINDS_OF_PART["income_group"] else part


def _least(firm: Sequence[Row]) -> float:
    """Return how many points the first kind is above the last at the least, all pairs of kinds judged as one list."""
    share = np.array([float(row["share"]) for row in firm])
    there = np.array([np.nan if cells.is_missing(row["there"]) else float(row["there"]) for row in firm])
    base = inputs.base_in_population(np.array([float(row["base_n"]) for row in firm]), there)
    effective = np.array(
        [np.nan if cells.is_missing(row.get("effective_base")) else row["effective_base"] for row in firm]
    )
    base = np.where(np.isnan(effective), base, effective)
    pairs = list(combinations(range(len(firm)), 2))
    first, second = np.array([one for one, _ in pairs]), np.array([other for _, other in pairs])
    told = verdicts.differences(share[second], base[second], share[first], base[first])
    return float(told.low_adjusted[pairs.index((0, len(firm) - 1))])


def words(found: Contrast, question: str, does: str, whose: str) -> Words:
    """Return who does it most and least in plain fractions, with both figures and whose they are.

    As in “Eight in ten cities use AI, one in twelve villages (80% of 792 and 8% of 183; Japan, 2024; …).”

    Args:
        found: the two kinds.
        question: what was asked, for answers that no verb tells.
        does: what those with the answer do, as in “use AI”; empty where no words are known.
        whose: place, year, and how many bodies answered.
    """
    high = f"{numbers.fraction(found.high_share)} {found.high}"
    low = f"{numbers.fraction(found.low_share)} {found.low}"
    told = f"{capitalised(high)} {does}, {low}" if does else f"{question}: {high}, {low}"
    figures = (
        f"{numbers.share(found.high_share)} of {numbers.count(found.high_base)} and "
        f"{numbers.share(found.low_share)} of {numbers.count(found.low_base)}"
    )
    return say("**{}** ({}; {}).", told, figures, whose)
