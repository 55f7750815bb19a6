"""What sentences say where there is one of a thing, or two, or none: no “all 2”, no “1 of 1”, no empty brackets."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.request.filters import Filters
from trends.request.request import Request
from trends.subjects.registry import contents
from trends.words import numbers
from trends.words.text import plain

FAULTS = {
    # Not of “all 1,741”, nor of a number that is an item's name.
    "two or one are never all": re.compile(r"\b[Aa]ll [12] (?!pts?\b)[a-z]|\b[Aa]ll [12]\.|\ball [12] \("),
    "one of one is the one": re.compile(r"\b1 of 1 (?!figure\b)[a-z]"),
    "brackets hold something": re.compile(r"\(\s*\)|“\s*”"),
    "nobody is no name": re.compile(r"\bNone: (?!that of \d)|[(:] Nobody was asked \("),
    "one has no plural": re.compile(r"(?<![\d,.])\b1 (?:figures|surveys|lists|changes|cases|countries|comparisons)\b"),
    "one is most common, not several": re.compile(r"Most common (?:other )?[a-z]+[^s]: [^,;]+ and [^,;]+, \d+% each"),
}


@pytest.mark.parametrize(("number", "words"), [(1, "the one"), (2, "both"), (3, "all 3"), (1741, "all 1,741")])
def test_of_what_none_is_left_out(number: int, words: str) -> None:
    assert numbers.every(number) == words
    assert numbers.of_all(number, number, "list").startswith(words)


def settings() -> list[tuple[str, dict[str, Any]]]:
    """Return pages with filters that leave little: surveys, countries and years of few figures, from the tables."""
    tables = {name: pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str) for name in ("findings", "questions", "waves")}
    findings = tables["findings"].merge(tables["questions"][["question", "survey"]], on="question")
    few = findings.groupby("survey").size().sort_values().index
    twice = tables["waves"]["survey"].value_counts()
    again = [survey for survey in few if twice.get(survey, 0) > 1]
    thin = findings.groupby(["country", "sector"]).size().sort_values().index
    chosen: list[tuple[str, dict[str, Any]]] = []
    chosen += [("movers", {"survey": (survey,)}) for survey in again[:40:2]]
    chosen += [("movers", {"country": (country,)}) for country in ("GBR", "DEU", "NZL", "AUS", "FRA")]
    for page in ("overview", "themes", "sectors", "sources", "cases"):
        chosen += [(page, {"country": (country,), "sector": (sector,)}) for country, sector in thin[:40:5]]
        chosen += [(page, {"survey": (survey,)}) for survey in few[:30:6]]
    chosen.append(("sources", {"country": ("NZL",), "sector": ("local_government",)}))
    return chosen


@pytest.mark.evidence
def test_no_sentence_stumbles_over_one_two_or_none(shipped_request: Request) -> None:
    found = []
    for page, chosen in settings():
        held = contents(page, replace(shipped_request, filters=Filters(**chosen)), {})
        parts = [plain(part) for figure in held.key_figures for part in figure]
        assert all(parts), (page, chosen, parts)
        texts = [held.answer, held.you, *parts, *held.notes]
        for card in held.cards:
            texts += [card.title, card.subtitle, card.foot, card.alt, *card.about]
        found += [
            (fault, page, chosen, text)
            for text in map(plain, texts)
            for fault, pattern in FAULTS.items()
            if pattern.search(text)
        ]
    assert not found


@pytest.mark.evidence
def test_where_nobody_was_asked_the_tables_name_what_figures_are_of() -> None:
    surveys = pd.read_csv(EVIDENCE / "surveys.csv", dtype=str)
    assert not surveys["respondents"].str.match(r"(?i)(none|nobody)\b").any()
    inventories = surveys[surveys["evidence"] == "inventory"]
    assert len(inventories)
    assert not inventories["respondents"].str.contains(r"[:(]").any()
