"""Two kinds of body that are far apart: which may be told, in which words, and that the evidence's own are so."""

import itertools
from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from tests.reading import EVIDENCE
from trends.request.request import Request
from trends.subjects.bodies import view
from trends.subjects.bodies.contrast import FAR_FROM_CHANCE, LEAST_POINTS, Contrast, contrast, kinds_apart, words
from trends.subjects.bodies.facts import KINDS_OF_PART, noun, ordered_parts
from trends.subjects.themes import facts as theme_facts
from trends.subjects.themes import words as theme_words
from trends.words import numbers
from trends.words.text import plain

KIND_OF_BODY = KINDS_OF_PART["body_type"]


def kind(name: str, gave: int, base: int, there: int | None = None) -> dict[str, Any]:
    return {"kind": name, "share": 100 * gave / base, "base_n": base, "there": there}


CITIES, TOWNS, VILLAGES = kind("cities", 80, 100), kind("towns", 40, 100), kind("villages", 15, 183)
WARDS = kind("wards", 22, 23)


def test_the_highest_and_the_lowest_kind_of_thirty_bodies_or_more_are_told() -> None:
    found = contrast([VILLAGES, WARDS, CITIES, TOWNS], complete=False)
    assert found == Contrast("cities", 80, 100, "villages", pytest.approx(100 * 15 / 183), 183)
    assert plain(words(found, "AI in use", "use AI", "Japan, 2024; all 300")) == (
        "Eight in ten cities use AI, one in twelve villages (80% of 100 and 8% of 183; Japan, 2024; all 300)."
    )
    assert plain(words(found, "Officer appointed", "", "Japan, 2024; all 300")) == (
        "Officer appointed: eight in ten cities, one in twelve villages (80% of 100 and 8% of 183; Japan, 2024; all 300)."
    )


@pytest.mark.parametrize(
    ("kinds", "complete"),
    [
        ([CITIES], True),
        ([CITIES, WARDS], True),  # only one of 30 or more
        ([CITIES, kind("towns", 56, 100)], True),  # under 25 points apart
        ([kind("cities", 18, 40), kind("towns", 7, 40)], False),  # 28 points, which could be near none
        ([CITIES, VILLAGES, kind("hamlets", 80, 1000)], True),  # two kinds share the lowest
    ],
)
def test_nothing_is_told_that_could_be_chance_or_passes_over_a_kind(kinds: list[Any], complete: bool) -> None:
    assert contrast(kinds, complete=complete) is None


def test_a_complete_count_needs_no_test_and_a_known_population_narrows_it() -> None:
    few = [("cities", 18, 40), ("towns", 7, 40)]
    assert contrast([kind(*each) for each in few], complete=True) is not None
    assert contrast([kind(*each, there=41) for each in few], complete=False) is not None


@pytest.mark.evidence
def test_contrasts_of_the_evidence_are_those_of_its_answers(shipped_request: Request) -> None:
    """Counted from the answers themselves; differences that are not exact are tested by statsmodels, pair by pair."""
    request, told = shipped_request, 0
    for asked in view.offered_questions(request).values():
        known = view.facts(request, asked)
        every = request.ask("answer_parts", answer=known.lead, **asked.parameters)
        parts = ordered_parts(every, "body_type", known.enough)
        found = kinds_apart(known, KIND_OF_BODY, parts)
        held = every[(every["kind_of_part"] == "body_type") & (every["base_n"] >= (10 if known.complete else 30))]
        share = 100 * held["bodies"] / held["base_n"]
        if found is None:
            assert (
                len(held) < 2
                or share.max() - share.min() < LEAST_POINTS
                or not known.complete
                or (len({round(each) for each in share}) < len(share))
            )
            continue
        told += 1
        assert (found.high_share, found.low_share) == (pytest.approx(share.max()), pytest.approx(share.min()))
        assert {found.high, found.low} == {noun(held["part"][share.idxmax()]), noun(held["part"][share.idxmin()])}
        said = plain(view.answer_words(request, asked, known))
        assert f"{numbers.fraction(found.low_share)} {found.low}" in said.casefold()
        assert f"{numbers.share(found.high_share)} of {numbers.count(found.high_base)} and " in said
        if not known.complete:
            pairs = len(list(itertools.combinations(range(len(held)), 2)))
            counts = held.loc[[share.idxmax(), share.idxmin()], ["bodies", "base_n"]].to_numpy(dtype=float)
            low, _ = confint_proportions_2indep(*counts[0], *counts[1], method="newcomb", alpha=0.05 / pairs)
            # A known population makes the range narrower, never wider.
            assert 100 * low > FAR_FROM_CHANCE or known.all_listed
    assert told


def share(size: str, value: float, base: int, **other: Any) -> dict[str, Any]:
    """Return a share of a kind of body, as ``queries/themes/theme_kinds_of_body.sql`` gives it."""
    made = {
        "survey_name": "Dashboard", "question": "tools", "question_name": "Tools in place", "year": 2024, "method": "A",
        "country": "JPN", "country_name": "Japan", "sector": "local_government", "item": "AI in use",
        "body_size": size, "value": value, "base_n": base, "population": None, "effective_base": None,
        "complete": True,
    }  # fmt: skip
    return made | other


def test_a_theme_leads_with_the_kinds_furthest_apart_in_its_newest_editions() -> None:
    ai = [share("Cities", 80, 100), share("Villages", 8.2, 200)]
    robots = [share(each["body_size"], each["value"] / 2, each["base_n"], item="Robots") for each in ai]
    older = [share("Cities", 99, 100, year=2021), share("Villages", 1, 200, year=2021)]
    found = theme_facts.kinds_apart([*robots, *ai, *older])
    assert plain(theme_words.kinds_apart(found)) == (
        "Eight in ten cities use AI, one in twelve villages (80% of 100 and 8% of 200; Japan; Dashboard, 2024; all 300 "
        "bodies)."
    )
    some = [row | {"complete": False} for row in robots]
    assert plain(theme_words.kinds_apart(theme_facts.kinds_apart(some))) == (
        "Robots (tools in place): four in ten cities, under one in twenty villages (40% of 100 and 4% of 200; Japan; "
        "Dashboard, 2024; 300 bodies answered)."
    )
    # Kinds of another edition, method or country are none of the same list.
    for apart in ({"year": 2023}, {"method": "B"}, {"country": "NZL"}, {"sector": "health"}):
        assert theme_facts.kinds_apart([ai[0], ai[1] | apart]) is None
    assert plain(theme_words.kinds_apart(None)) == ""


@pytest.mark.evidence
def test_kinds_of_body_of_a_theme_are_the_figures_of_the_evidence(shipped_request: Request) -> None:
    """Beside the tables themselves, as pandas reads them: shares of a kind of body in whole countries, newest edition."""
    figures = pd.read_csv(EVIDENCE / "findings.csv", dtype={"base_n": "Int64"}, low_memory=False)
    questions = pd.read_csv(EVIDENCE / "questions.csv")
    points = pd.read_csv(EVIDENCE / "item_points.csv")
    of_sizes = figures.merge(questions[["question", "measure", "role"]], on="question")
    of_sizes = of_sizes[(of_sizes["measure"] == "percent") & (of_sizes["role"] == "headline")]
    of_sizes = of_sizes[of_sizes["body_size"].notna() & of_sizes["region"].isna() & of_sizes["base_n"].notna()]
    scale = set(zip(points["question"], points["item"], strict=True))
    of_sizes = of_sizes[[pair not in scale for pair in zip(of_sizes["question"], of_sizes["item"], strict=True)]]
    columns = ["question", "item", "country", "sector", "body_size", "year"]
    expected_rows = list(of_sizes[columns].itertuples(index=False, name=None))
    expected = set(expected_rows)
    held = shipped_request.ask("theme_kinds_of_body", theme=[], kind=[])
    found = set(held[columns].itertuples(index=False, name=None))
    assert found
    assert found <= expected
    # What is left out has a newer edition of its question, or too few bodies, or is no answer of its own.
    newest, bases = figures.groupby("question")["year"].max(), dict(zip(expected_rows, of_sizes["base_n"], strict=True))
    told_of = {(row[0], row[1]) for row in found}
    assert not [
        row
        for row in expected - found
        if row[-1] == newest[row[0]] and bases[row] >= 10 and (row[0], row[1]) in told_of
    ]
