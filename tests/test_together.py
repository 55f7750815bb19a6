"""Subregions that moved together: which may be told, and that those of the evidence are found by pandas as well."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tests.reading import EVIDENCE
from trends.request.request import Request
from trends.subjects.indices import view, words
from trends.subjects.indices.facts import IndexFacts
from trends.subjects.indices.together import together
from trends.subjects.indices.together import words as told
from trends.words.text import plain


@pytest.fixture(scope="module")
def known(shipped_request: Request) -> IndexFacts:
    """An index of the evidence that may be ranked; tests put rows of their own into it."""
    for label in view.offered_indicators(shipped_request):
        asked = view.asked_of(shipped_request, {"indicator": [label]})
        assert asked
        facts = view.facts(shipped_request, asked)
        if facts.placed and facts.coverage != "sampled":
            return replace(facts, group="", partial_years=frozenset(), year=2024)
    raise AssertionError("no index of the evidence may be ranked")


def given(facts: IndexFacts, west: list[tuple[int, int]], east: list[tuple[int, int]], among: int = 100) -> IndexFacts:
    """Return the facts with countries of two subregions, each with its place before and now."""
    rows = [
        {
            "country_name": f"{name} {at}", "un_subregion": name, "place_before": before, "place_now": now,
            "countries_both": among, "year_before": 2022, "before": 0.5,
            # The value of the first country of each subregion fell, that of the others rose.
            "number": 0.4 if at == 1 else 0.6,
        }
        for name, places in (("West", west), ("East", east))
        for at, (before, now) in enumerate(places, 1)
    ]  # fmt: skip
    return replace(facts, rows=pd.DataFrame(rows))


WEST = [(2, 9), (4, 16), (10, 19), (32, 30), (33, 40), (60, 90)]
EAST = [(5, 4), (7, 6), (20, 22), (40, 41), (45, 45)]


@pytest.mark.evidence
def test_a_subregion_of_which_most_leaders_lost_places_is_told(known: IndexFacts) -> None:
    found = together(given(known, WEST, EAST))
    assert found
    # Five stood in the upper half before; one of them gained places, which the sentence does not hide.
    assert (found.counted, found.elsewhere, found.among) == (5, (2, 5), 100)
    assert plain(told(found, "Digital services")) == (
        "West loses places in Digital services, 2022 to 2024: West 1 2nd to 9th, West 2 4th to 16th and West 3 10th to 19th. Of "
        "its countries in the upper half 4 of 5 lost places, elsewhere 2 of 5. "
        "The value itself rose in 4 of these 5. Places are those among the 100 measured in both editions."
    )
    turned = together(given(known, [(now, before) for before, now in WEST], EAST))
    assert turned
    assert "West gains places in Digital services, 2022 to 2024: West 1 9th to 2nd" in plain(
        told(turned, "Digital services")
    )


@pytest.mark.evidence
@pytest.mark.parametrize(
    ("west", "east", "among"),
    [
        (WEST[:3], EAST, 100),  # three of it alone
        ([*WEST[:3], (31, 29), (32, 30)], EAST, 100),  # three of five moved that way
        ([(2, 3), (4, 6), (10, 12), (20, 22), (30, 32)], EAST, 100),  # two places in the middle
        ([(2, 6), (4, 8), (10, 14), (20, 24), (30, 34)], EAST, 200),  # four of 200
        (WEST, [*EAST[:3], (40, 35), (45, 46), (46, 47)], 100),  # half elsewhere, which is little less
        (WEST, [(5, 6), (7, 9), (20, 30), (40, 35), (45, 44)], 100),  # most of the upper half elsewhere did the same
        (WEST, EAST, 15),  # two stood in the upper half
    ],
)
def test_nothing_is_told_of_few_of_some_or_of_what_all_did(
    known: IndexFacts, west: list[tuple[int, int]], east: list[tuple[int, int]], among: int
) -> None:
    assert together(given(known, west, east, among)) is None


@pytest.mark.evidence
@pytest.mark.parametrize(
    "change",
    [
        {"ranked": False}, {"partial": True}, {"coverage": "sampled"}, {"group": "the EU"},
        {"partial_years": frozenset({2022})},
    ],
)  # fmt: skip
def test_no_places_are_told_where_none_may_be(known: IndexFacts, change: dict[str, Any]) -> None:
    assert together(replace(given(known, WEST, EAST), **change)) is None


@pytest.mark.evidence
def test_those_of_the_evidence_are_those_pandas_finds(shipped_request: Request) -> None:
    request = shipped_request
    for label in list(view.offered_indicators(request))[::3]:
        asked = view.asked_of(request, {"indicator": [label]})
        assert asked
        facts = view.facts(request, asked)
        if not facts.placed or facts.mine:
            continue
        found = together(facts)
        rows = facts.rows.dropna(subset=["place_now"])
        if rows.empty:
            assert found is None
            continue
        among = rows["countries_both"].max()
        rows = rows[rows["year_before"] == rows.loc[rows["countries_both"] == among, "year_before"].max()]
        upper = rows[rows["place_before"] * 2 <= among].dropna(subset=["un_subregion"])
        gained = (upper["place_before"] - upper["place_now"]).astype(float)
        moves: dict[str, float] = {}
        for name, held in gained.groupby(upper["un_subregion"].astype(str)):
            rest, middle = gained.drop(held.index), float(held.median())
            along, others = (held * middle > 0).mean(), (rest * middle > 0).sum()
            share = others / len(rest) if len(rest) else 0.0
            clear = along >= 0.75 and abs(middle) >= max(3, among / 40) and share <= 0.5 and along - share >= 1 / 3
            if len(held) >= 5 and clear:
                moves[str(name)] = middle
        if facts.coverage == "sampled" or not moves:
            assert found is None
            continue
        assert found
        assert abs(moves[found.name]) == max(map(abs, moves.values()))
        assert found.lost == (moves[found.name] < 0)
        values = pd.read_csv(EVIDENCE / "indicator_values.csv", dtype=str, keep_default_na=False)
        values = values[values["indicator"] == facts.code].set_index(["country", "year"])["value"].astype(float)
        held = upper.loc[upper["un_subregion"] == found.name, "country"]
        went = [values[each, str(found.year)] - values[each, str(found.year_before)] for each in held]
        assert (found.rose, found.fell) == (sum(each > 0 for each in went), sum(each < 0 for each in went))
        assert plain(words.answer(facts)).startswith(plain(told(found, facts.named)))
