"""Two kinds of body that are far apart: which may be told, in which words, and that the evidence's own are so."""

import itertools
from typing import Any

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from trends.request.request import Request
from trends.subjects.bodies import view
from trends.subjects.bodies.contrast import FAR_FROM_CHANCE, LEAST_POINTS, Contrast, contrast, kinds_apart, words
from trends.subjects.bodies.facts import KINDS_OF_PART, noun, ordered_parts
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
        parts = ordered_parts(every, "body_type")
        found = kinds_apart(known, KIND_OF_BODY, parts)
        held = every[(every["kind_of_part"] == "body_type") & (every["base_n"] >= 30)]
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
