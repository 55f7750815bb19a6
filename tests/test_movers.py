"""What rose and fell: which editions are compared, what is judged as one list, and what is said of it."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests import tiny_evidence
from tests.serving import Server, Visitor, running
from trends import encode, movers, statistics, tables, words
from trends.changes import UNCHANGED
from trends.figures.dumbbell import dumbbells
from trends.filters import SHARED_FIELDS
from trends.movers import Movement, Rows
from trends.palette import DARK, LIGHT, Palette
from trends.statistics import Verdict
from trends.store import Store, open_store
from trends.words import Row

UP, DOWN = str(Verdict.UP), str(Verdict.DOWN)
TOO_CLOSE, CANNOT_TELL = str(Verdict.TOO_CLOSE), str(Verdict.CANNOT_TELL)
ALL: dict[str, list[str]] = {field: [] for field in (*SHARED_FIELDS, "kind")}
WEB = "Web questionnaire"

# A list as the Australian survey of agencies gives it: looked at alone, the first has fallen.
AGENCIES = [
    (52, 87, 37, 83),
    (74, 87, 80, 83),
    (76, 87, 81, 83),
    (44, 87, 39, 83),
    (39, 87, 35, 83),
    (37, 87, 35, 83),
]


def pair(before: float, base_before: float | None, now: float, base: float | None, **other: Any) -> dict[str, Any]:
    """Return a row as ``queries/comparable_pairs.sql`` gives it."""
    return {
        "survey": "survey",
        "survey_name": "A survey",
        "publisher": "A league",
        "respondents": "Leaders",
        "evidence": "random_sample",
        "evidence_name": "Random sample",
        "evidence_definition": "Drawn at random.",
        "evidence_limits": "It speaks for its list.",
        "kind": "concern",
        "kind_name": "Concern",
        "question": "question_code",
        "question_name": "What worries them",
        "question_note": None,
        "measure": "percent",
        "unit": "%",
        "method": "by post",
        "country": "NOR",
        "country_name": "Norway",
        "region": None,
        "sector": "health",
        "sector_name": "Health",
        "body_size": None,
        "theme": "theme_code",
        "theme_name": "Money",
        "item": "Item",
        "year_before": 2023,
        "before": float(before),
        "tied_before": False,
        "base_before": base_before,
        "population_before": None,
        "year": 2024,
        "value": float(now),
        "tied": False,
        "base_n": base,
        "population": None,
        "note": None,
        "source_name": "A league: a survey",
        "source_url": "https://example.org/2024",
        "source_url_before": "https://example.org/2023",
        "licence": "Open licence",
    } | other


Figures = Sequence[tuple[float, float | None, float, float | None]]


def listed(figures: Figures, **other: Any) -> list[Row]:
    """Return a list of items named «Item 0», «Item 1» and so on."""
    return [pair(*four, item=f"Item {number}", **other) for number, four in enumerate(figures)]


def place(before: int, now: int, **other: Any) -> dict[str, Any]:
    return pair(before, None, now, None, measure="rank", unit="place", **other)


def verdicts(found: Movement) -> dict[str, str]:
    return {row["item"]: row["verdict"] for row in found.shares}


def fields(rows: Rows, *names: str) -> list[list[Any]]:
    return [[row[name] for name in names] for row in rows]


def items(rows: Rows) -> list[str]:
    return [row["item"] for row in rows]


# Which editions are compared -----------------------------------------------------------------------------------------

COMPARED = ["question", "item", "year_before", "before", "year", "value"]


def compared(store: Store, **chosen: list[str]) -> list[tuple[Any, ...]]:
    frame = store.ask("comparable_pairs", **{**ALL, **chosen})
    return list(frame[COMPARED].itertuples(index=False, name=None))


def test_the_last_edition_is_compared_with_the_comparable_one_before(tiny_store: Store) -> None:
    assert compared(tiny_store) == [
        ("council_priorities", "Train staff", 2023, 2.0, 2024, 2.0),
        ("council_priorities", "Use AI", 2023, 2.0, 2024, 1.0),
        ("council_barriers", "Cyber attacks", 2023, 50.0, 2024, 35.0),
        ("council_barriers", "Lack of skills", 2023, 55.0, 2024, 70.0),
        ("council_barriers", "Tight budgets", 2023, 50.0, 2024, 52.0),
        ("health_barriers", "Lack of skills", 2023, 50.0, 2024, 62.5),
        ("health_barriers", "Tight budgets", 2023, 75.0, 2024, 87.5),
        ("register_strategy_share", "Has a strategy", 2023, 50.0, 2024, 100.0),
    ]


def test_bases_and_shared_places_of_both_editions_come_along(tiny_store: Store) -> None:
    rows = tiny_store.ask("comparable_pairs", **{**ALL, "year": ["2022"]})
    assert rows[["item", "base_before", "base_n"]].astype(object).to_numpy().tolist() == [
        ["Lack of skills", 100, 120],
        ["Tight budgets", 100, pd.NA],
    ]
    places = tiny_store.ask("comparable_pairs", **{**ALL, "theme": ["ai_automation"], "sector": ["local_government"]})
    now = places[places["measure"] == "rank"].iloc[0]
    assert (now["tied_before"], now["tied"], now["source_url"]) == (
        True,
        False,
        "https://example.org/councils/2024.pdf",
    )


def test_the_chosen_year_is_now_and_the_edition_before_is_the_nearest(tiny_store: Store) -> None:
    assert compared(tiny_store, year=["2022"]) == [
        ("council_barriers", "Lack of skills", 2021, 40.0, 2022, 45.0),
        ("council_barriers", "Tight budgets", 2021, 60.0, 2022, 60.0),
    ]
    # Of two chosen years the later is now; the other one is not what it is compared with.
    both = compared(tiny_store, year=["2022", "2024"])
    assert both == compared(tiny_store)


def test_nothing_is_compared_across_a_break_in_method(tiny_store: Store) -> None:
    # 2023 went to the web; 2022 was by post. In health 2023 was the first edition.
    assert compared(tiny_store, year=["2023"]) == []


def test_an_edition_made_in_another_way_is_passed_over(tiny: Path, tmp_path: Path) -> None:
    for year, method in (("2022", WEB), ("2023", "Telephone")):
        tiny_evidence.change(tiny, "waves", ("council_survey", year), "method", method)
    store = open_store(tiny, tmp_path / "cache")
    assert ("council_barriers", "Cyber attacks", 2022, 30.0, 2024, 35.0) in compared(store)
    store.close()


def test_an_item_left_out_of_the_edition_before_is_not_compared_with_an_older_one(tiny: Path, tmp_path: Path) -> None:
    tiny_evidence.change(tiny, "waves", ("council_survey", "2022"), "method", WEB)
    tiny_evidence.remove(tiny, "findings", "barriers-23-gbr-attack")
    store = open_store(tiny, tmp_path / "cache")
    left = [row[1] for row in compared(store) if row[0] == "council_barriers"]
    assert left == ["Lack of skills", "Tight budgets"]
    store.close()


def test_a_part_is_compared_with_itself_and_kept_from_the_total(tiny: Path, tmp_path: Path) -> None:
    tiny_evidence.append(
        tiny, "findings", "barriers-24-gbr-skills-london", finding_id="london-23", year="2023", value="60"
    )
    store = open_store(tiny, tmp_path / "cache")
    totals, parts = movers.totals_and_parts(store.ask("comparable_pairs", **ALL))
    store.close()
    assert fields(parts, "region", "before", "value") == [["London", 60.0, 80.0]]
    assert len(totals) == 8
    assert movers.movement(totals).made == 5


@pytest.mark.parametrize(
    ("field", "code", "questions"),
    [
        ("country", "NOR", set()),
        ("sector", "health", {"health_barriers"}),
        ("survey", "body_register", {"register_strategy_share"}),
        ("theme", "cyber_resilience", {"council_barriers"}),
        ("kind", "priority", {"council_priorities"}),
    ],
)
def test_each_filter_restricts_the_pairs(tiny_store: Store, field: str, code: str, questions: set[str]) -> None:
    assert {row[0] for row in compared(tiny_store, **{field: [code]})} == questions


def test_only_shares_and_places_are_compared(store: Store) -> None:
    rows = store.ask("comparable_pairs", **ALL)
    assert set(rows["measure"]) == {"percent", "rank"}
    assert (rows["year_before"] < rows["year"]).all()
    key = ["question", "country", "region", "sector", "body_size", "item"]
    assert not rows.duplicated(key).any()


# What is judged ------------------------------------------------------------------------------------------------------


def test_a_list_is_judged_by_newcombe_and_holm_as_statsmodels_reckons_them() -> None:
    random = np.random.default_rng(8615)
    figures = [
        (float(random.integers(5, 95)), int(random.integers(40, 400)), float(random.integers(5, 95)), 300)
        for _ in range(12)
    ]
    figures += [(50.0, 150, 51.0, 150), (20.0, 60, 35.0, 60), (40.0, 90, 41.0, 80)]
    found = {row["item"]: row for row in movers.movement(listed(figures)).shares}
    p_values = [
        float(statistics.list_p_value(before / 100, base_before, now / 100, base))
        for before, base_before, now, base in figures
    ]
    adjusted = multipletests(p_values, alpha=0.05, method="holm")[1]
    for number, (before, base_before, now, base) in enumerate(figures):
        row = found[f"Item {number}"]
        low, high = confint_proportions_2indep(
            now / 100 * base, base, before / 100 * base_before, base_before, method="newcomb", compare="diff"
        )
        assert (row["change_low"], row["change_high"]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
        assert row["p_adjusted"] == pytest.approx(adjusted[number], abs=1e-12)
        told = adjusted[number] < 0.05
        assert row["verdict"] == (UP if told and low > 0 else DOWN if told and high < 0 else TOO_CLOSE)
    assert {row["verdict"] for row in found.values()} == {UP, DOWN, TOO_CLOSE}


def test_where_most_of_a_small_population_answered_a_smaller_change_counts() -> None:
    # 90 of 100 answered, so a share is as sure as one of 90 * 99 / 10 = 891 answers out of very many.
    both = {"population": 100, "population_before": 100}
    (wide,), (narrow,) = (movers.movement(listed([(50, 90, 55, 90)], **known)).shares for known in ({}, both))
    low, high = confint_proportions_2indep(0.55 * 891, 891, 0.5 * 891, 891, method="newcomb", compare="diff")
    assert (wide["verdict"], narrow["verdict"]) == (TOO_CLOSE, UP)
    assert (narrow["change_low"], narrow["change_high"]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
    low, high = proportion_confint(0.5 * 891, 891, method="wilson")
    assert (narrow["low_before"], narrow["high_before"]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
    assert (narrow["base_before"], narrow["base_n"]) == (90, 90)
    found = movers.movement(listed([(50, 90, 55, 90)], **both))
    card = movers.shares_card(found, LIGHT, {}, {})
    assert card is not None
    assert card.foot == "Base: 90 answered · 1 survey"
    assert card.shown[["population_before", "population"]].to_numpy().tolist() == [[100, 100]]
    said = "90 of all 100 that could have answered did, so the range is narrower than in a larger group"
    assert [text[:100] for text in card.about if "could have answered" in text] == [
        f"A survey, {year}: {said}"[:100] for year in (2024, 2023)
    ]


def test_a_change_that_looks_real_alone_is_too_close_to_call_in_a_list() -> None:
    alone = movers.movement(listed(AGENCIES[:1]))
    assert verdicts(alone) == {"Item 0": DOWN}
    together = movers.movement(listed(AGENCIES))
    assert set(verdicts(together).values()) == {TOO_CLOSE}
    assert fields(together.shares, "verdict_alone").count([DOWN]) == 1
    assert {row["compared"] for row in together.shares} == {6}


def test_what_cannot_be_told_is_not_counted_and_says_which_base_is_missing() -> None:
    figures: Figures = [
        *AGENCIES,
        (10, None, 90, 500),
        (10, 500, 90, None),
        (10, None, 90, None),
    ]
    found = movers.movement(listed(figures))
    assert found.made == 6
    assert {row["item"]: row["reason"] for row in found.untold} == {
        "Item 6": "base of 2023 not published",
        "Item 7": "base of 2024 not published",
        "Item 8": "base of 2023 and 2024 not published",
    }
    # Adding what cannot be told changes no other verdict.
    assert verdicts(movers.movement(listed(AGENCIES))).items() <= verdicts(found).items()


FIGURES = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 900), st.integers(0, 100), st.integers(1, 900)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(figures: list[tuple[float, float, float, float]], random: Any) -> None:
    rows = listed(figures)
    found = movers.movement(random.sample(rows, len(rows)))
    pd.testing.assert_frame_equal(movers.file(found.shares), movers.file(movers.movement(rows).shares))


@settings(max_examples=40, deadline=None)
@given(FIGURES)
def test_read_backwards_every_rise_is_a_fall(figures: list[tuple[float, float, float, float]]) -> None:
    forwards = verdicts(movers.movement(listed(figures)))
    backwards = verdicts(movers.movement(listed([(now, base, before, other) for before, other, now, base in figures])))
    swapped = {UP: DOWN, DOWN: UP, TOO_CLOSE: TOO_CLOSE}
    assert backwards == {item: swapped[verdict] for item, verdict in forwards.items()}


@settings(max_examples=40, deadline=None)
@given(FIGURES, FIGURES)
def test_looking_at_more_never_makes_a_change_real(
    figures: list[tuple[float, float, float, float]], more: list[tuple[float, float, float, float]]
) -> None:
    few = verdicts(movers.movement(listed(figures)))
    many = verdicts(movers.movement(listed([*figures, *((share, base, share, base) for share, base, _, _ in more)])))
    assert all(many[item] in {verdict, TOO_CLOSE} for item, verdict in few.items())


def test_lists_in_which_nothing_changed_rarely_raise_an_alarm() -> None:
    """Of 200 lists of 25 comparisons, 5 % may raise one; twice the standard error above that is 16 lists."""
    random = np.random.default_rng(1979)
    lists, alarms, alone = 200, 0, 0
    for _ in range(lists):
        share = random.uniform(0.05, 0.95, 25)
        base_before, base = random.integers(30, 400, 25), random.integers(30, 400, 25)
        before, now = random.binomial(base_before, share) / base_before, random.binomial(base, share) / base
        found = movers.movement(listed(list(zip(100 * before, base_before, 100 * now, base, strict=True))))
        alarms += len(found.moved) > 0
        alone += any(row["verdict_alone"] != TOO_CLOSE for row in found.shares)
    assert alarms <= 16
    # Without the adjustment most such lists would: the test could fail.
    assert alone > lists / 2


def test_complete_counts_are_exact_and_judged_apart() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies"}
    rows = [
        *listed([(50, 400, 50.2, 400), (60, 400, 60, 400), (70, None, 69, None)], **census),
        *listed([(50, 400, 50.2, 400)]),
    ]
    found = movers.movement(rows)
    assert {row["item"]: row["verdict"] for row in found.counts} == {"Item 0": UP, "Item 1": UNCHANGED, "Item 2": DOWN}
    assert pd.DataFrame(found.counts)[["change_low", "p_value", "p_adjusted"]].isna().all(axis=None)
    # The share of a sample with the same figures is alone in its list.
    assert (found.made, verdicts(found)) == (1, {"Item 0": TOO_CLOSE})


def test_places_are_handled_as_places() -> None:
    found = movers.movement(
        [
            place(7, 3, item="Climbs"),
            place(3, 9, item="Falls"),
            place(2, 2, item="Stays", tied_before=True),
            pair(3, 500, 7, 500, item="A share"),
        ]
    )
    assert fields(found.places, "item", "change", "verdict") == [
        ["Falls", -6.0, DOWN],
        ["Climbs", 4.0, UP],
        ["Stays", 0.0, UNCHANGED],
    ]
    assert items(found.shares) == ["A share"]
    assert pd.DataFrame(found.places)[["change_low", "p_value", "low"]].isna().all(axis=None)


def test_the_most_moved_comes_first_and_weak_ones_behind_firm_ones() -> None:
    found = movers.movement(listed([(30, 900, 45, 900), (5, 20, 90, 20), (70, 900, 50, 900), (40, 900, 41, 900)]))
    assert items(found.shares) == ["Item 2", "Item 0", "Item 1", "Item 3"]
    assert items(found.moved) == ["Item 2", "Item 0", "Item 1"]
    assert items(found.firm) == ["Item 2", "Item 0"]
    assert fields(found.moved, "flag", "flag_before") == [["", ""], ["", ""], ["u", "u"]]


def test_no_pair_at_all_gives_empty_frames() -> None:
    found = movers.movement([])
    assert (len(found.shares), len(found.counts), len(found.places), found.made) == (0, 0, 0, 0)
    assert movers.answer(found) == ""


# What is said --------------------------------------------------------------------------------------------------------

RISES = (30.0, 900, 45.0, 900)
FALLS = (70.0, 900, 50.0, 900)
STAYS = (40.0, 900, 41.0, 900)
WEAK_RISE = (5.0, 20, 90.0, 20)
NO_BASE = (40.0, None, 70.0, 900)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ([STAYS], "Nothing moved beyond chance: the one comparison is too close to call"),
        ([STAYS] * 2, "Nothing moved beyond chance: 2 comparisons, both too close to call"),
        ([STAYS] * 41, "Nothing moved beyond chance: 41 comparisons, all too close to call"),
        ([RISES, STAYS], "1 of 2 changes is beyond chance: Item 0 rose 15 pts to 45% in 2024"),
        (
            [RISES, STAYS, FALLS],
            "2 of 3 changes are beyond chance: Item 2 fell 20 pts to 50% in 2024; Item 0 rose 15 pts to 45% in 2024",
        ),
        (
            [WEAK_RISE, STAYS],
            "Nothing firm moved: 1 of 2 changes is beyond chance, where few answered or said «other»",
        ),
    ],
)
def test_the_finding_says_how_many_and_what(figures: list[tuple[float, float, float, float]], said: str) -> None:
    assert movers.headline(movers.movement(listed(figures))) == said


def test_the_answer_is_two_sentences_from_the_same_facts() -> None:
    rows = [
        *listed([RISES, FALLS, STAYS, WEAK_RISE]),
        *[place(7, 3, item="Skills", question_name="Top ten"), place(3, 9, item="Cloud")],
    ]
    assert movers.answer(movers.movement(rows)) == (
        "**3 of 4 changes are beyond chance, 1 of them where few answered:** **Item 1** fell from 70% in 2023 to 50% "
        "in 2024 (What worries them, Norway); **Item 0** rose from 30% in 2023 to 45% in 2024 (What worries them, "
        "Norway). "
        "Of 2 places published twice, **Skills** climbed, from 7th in 2023 to 3rd in 2024 (Top ten, Norway); **Cloud** "
        "fell, from 3rd in 2023 to 9th in 2024 (What worries them, Norway)."
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            [NO_BASE],
            "**Whether a share moved cannot be told:** the one change there is lacks a published base.",
        ),
        (
            [NO_BASE] * 12,
            "**Whether a share moved cannot be told:** each of the 12 changes lacks a published base.",
        ),
        (
            [STAYS, NO_BASE],
            (
                "**Nothing moved beyond chance: the one comparison is too close to call.** "
                "1 change cannot be told: a base was not published."
            ),
        ),
    ],
)
def test_the_answer_is_honest_where_nothing_can_be_told(
    figures: list[tuple[float, float | None, float, float | None]], said: str
) -> None:
    assert movers.answer(movers.movement(listed(figures))) == said


@pytest.mark.parametrize(
    ("made", "expected"), [(9, "fewer than one"), (10, "about 1"), (41, "about 2"), (60, "about 3")]
)
def test_how_many_would_look_real_by_chance(made: int, expected: str) -> None:
    said = movers.chance_words(movers.movement(listed([STAYS] * made)))
    assert said == (
        f"**{made} comparisons were made.** Had nothing changed at all, {expected} of them would look real by chance. "
        f"Looked at one by one, none would pass here; adjusted for having looked at all {made} (Holm), none do. "
        "Of lists adjusted like this, at most 1 in 20 holds even a single false one."
    )


def test_what_passes_alone_and_together_is_counted() -> None:
    said = movers.chance_words(movers.movement(listed([*AGENCIES, RISES])))
    assert "Looked at one by one, 2 would pass here; adjusted for having looked at all 7 (Holm), 1 does." in said
    one = movers.chance_words(movers.movement(listed([RISES])))
    assert one.startswith("**1 comparison was made**, so there was nothing to adjust for.")
    assert movers.chance_words(movers.movement(listed([NO_BASE]))) == ""


@pytest.mark.parametrize(
    ("rows", "sentence", "title"),
    [
        (
            [place(1, 1, item="A")],
            "The one place published twice stayed the same.",
            "The one place published twice stayed the same",
        ),
        (
            [place(1, 1, item="A"), place(2, 2, item="B")],
            "No place changed: all 2 stayed the same.",
            "No place changed: all 2 stayed the same",
        ),
        (
            [place(5, 3, item="A and B", tied=True), place(6, 4, item="C"), place(8, 9, item="D")],
            (
                "Of 3 places published twice, **A and B** and **C** climbed most, by 2 places each; **D** fell, from "
                "8th in 2023 to 9th in 2024 (What worries them, Norway)."
            ),
            "Largest climb: «A and B» and «C», 2 places each; largest fall: D, from 8th to 9th in 2024",
        ),
        (
            [place(5, 3, item="A", tied=True), place(6, 5, item="B", tied_before=True), place(1, 4, item="C")],
            (
                "Of 3 places published twice, **A** climbed most, from 5th in 2023 to joint 3rd in 2024; **C** fell, "
                "from 1st in 2023 to 4th in 2024 (What worries them, Norway)."
            ),
            "Largest climb: A, from 5th to joint 3rd in 2024; largest fall: C, from 1st to 4th in 2024",
        ),
        (
            [place(9, 7 - number, item=f"{number}") for number in range(1)]
            + [place(9 - number, 7 - number, item=f"Other {number}") for number in range(5)],
            "Of 6 places published twice, **0**, **Other 0**, **Other 1** and 3 more climbed most, by 2 places each.",
            "Largest climb: «0», «Other 0», «Other 1» and 3 more, 2 places each",
        ),
    ],
)
def test_words_on_places_name_all_that_share_the_largest_change(
    rows: list[dict[str, Any]], sentence: str, title: str
) -> None:
    places = movers.movement(rows).places
    assert movers.places_sentence(places) == sentence
    assert movers.places_title(places) == title


def test_weak_figures_and_other_are_never_headlined() -> None:
    rows = listed([WEAK_RISE, RISES, FALLS])
    found = movers.movement([rows[0], {**rows[1], "item": "Don't know"}, rows[2]])
    assert items(found.moved) == ["Item 2", "Item 0", "Don't know"]
    for said in (movers.headline(found), movers.answer(found)):
        assert "Item 2" in said
        assert "Item 0" not in said
        assert "know" not in said


def test_a_complete_count_of_few_bodies_is_never_headlined() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies"}
    found = movers.movement(listed([(0, 9, 33.3, 9), (70, 300, 78, 300)], **census))
    card = movers.counts_card(found, LIGHT, {}, {})
    assert card is not None
    assert card.title == (
        "All 2 complete counts differ: Item 1 rose most, from 70% in 2023 to 78% in 2024 (What worries them, Norway)"
    )
    assert movers.answer(found) == (
        "In complete counts **Item 1** rose most, from 70% in 2023 to 78% in 2024 (What worries them, Norway)."
    )
    few = movers.counts_card(movers.movement(listed([(0, 9, 33.3, 9)], **census)), LIGHT, {}, {})
    assert few is not None
    assert few.title == "The one complete count differs"


def test_what_is_absent_is_said_in_one_sentence() -> None:
    assert movers.absent_words(movers.movement(listed([STAYS]))) == (
        "No list of places and no complete count was published twice in the same way here."
    )
    every = [*listed([STAYS]), *listed([STAYS], evidence="census"), place(1, 2)]
    assert movers.absent_words(movers.movement(every)) == ""


def test_the_counts_add_up() -> None:
    found = movers.movement(listed([RISES, FALLS, STAYS, STAYS, NO_BASE]))
    assert [(label, number) for label, number, _ in movers.key_figures(found)] == [
        ("Comparisons made", "4"),
        ("Beyond chance", "2"),
        ("Too close to call", "2"),
        ("Cannot be told", "1"),
    ]
    assert movers.close_words(found) == "2 comparisons are too close to call"
    assert movers.untold_words(found) == "1 change cannot be told: a base was not published"


# Cards and charts ----------------------------------------------------------------------------------------------------


def test_every_column_of_a_file_is_explained() -> None:
    columns = movers.file(movers.movement(listed([RISES])).shares).columns
    assert set(columns) - set(tables.COLUMN_MEANINGS) - set(words.COLUMN_MEANINGS) == set()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_card_shows_what_moved_with_all_a_reader_needs_to_doubt_it(palette: Palette) -> None:
    found = movers.movement(listed([RISES, STAYS, FALLS, WEAK_RISE]))
    card = movers.shares_card(found, palette, {"country": ["NOR"], "year": ["2024"], "survey": []}, {})
    assert card is not None
    assert card.table.drop(columns="Survey").to_numpy().tolist() == [
        ["**Item 2**", "70% (2023)", "50% (2024)", "▼ down (−20 pts)", "−24 to −16 pts", "900, then 900",
         "What worries them", "Leaders, Norway", "Random sample"],
        ["**Item 0**", "30% (2023)", "45% (2024)", "▲ up (+15 pts)", "+11 to +19 pts", "900, then 900",
         "What worries them", "Leaders, Norway", "Random sample"],
        ["**Item 3**", "5% [u] (2023)", "90% [u] (2024)", "▲ up (+85 pts)", "+58 to +93 pts", "20, then 20",
         "What worries them", "Leaders, Norway", "Random sample"],
    ]  # fmt: skip
    assert card.table["Survey"].tolist() == ["[A survey](https://example.org/2024)"] * 3
    assert card.shown[["item", "before", "value", "verdict", "compared"]].to_numpy().tolist() == [
        ["Item 2", 70.0, 50.0, DOWN, 4],
        ["Item 0", 30.0, 45.0, UP, 4],
        ["Item 3", 5.0, 90.0, UP, 4],
    ]
    assert card.foot == "Base: 20–900 answered · 1 survey"
    assert card.evidence == "Random sample"
    assert [symbol[:3] for symbol in card.symbols] == ["[u]"]
    # Both editions are behind the card, whatever year was chosen.
    assert card.behind == ("findings", {"country": ["NOR"], "question": ["question_code"]})
    assert card.figure is not None
    assert 20 <= len(card.alt) <= 160


def test_where_nothing_moved_the_largest_differences_are_drawn_without_a_strong_colour() -> None:
    found = movers.movement(listed([(40.0, 90, 41.0 + number, 90) for number in range(8)]))
    card = movers.shares_card(found, LIGHT, {}, {})
    assert card is not None
    assert card.title == "Nothing moved beyond chance: 8 comparisons, all too close to call"
    assert card.table["What"].tolist() == [f"**Item {number}**" for number in (7, 6, 5, 4, 3)]
    assert "none beyond chance" in card.subtitle
    assert card.figure is not None
    drawn = json.loads(card.figure.to_json())
    assert LIGHT.accent not in json.dumps(drawn["data"])


def test_no_card_of_shares_without_a_comparison_and_no_card_of_nothing() -> None:
    untold = movers.movement(listed([NO_BASE]))
    assert movers.shares_card(untold, LIGHT, {}, {}) is None
    assert movers.places_card(untold, LIGHT, {}, {}) is None
    assert movers.counts_card(untold, LIGHT, {}, {}) is None
    rest = movers.rest_card(untold.untold, "untold", "1 change cannot be told", {}, {})
    assert rest.table["Change"].tolist() == ["? cannot tell (base of 2023 not published)"]
    assert rest.table["Answered"].tolist() == ["[x], then 900"]
    assert "Range of the change" not in rest.table


def test_equal_climbs_are_drawn_together_or_not_at_all() -> None:
    rows = [place(9, 4, item="First"), *(place(9, 7, item=f"Second {number}") for number in range(4))]
    card = movers.places_card(movers.movement(rows), LIGHT, {}, {})
    assert card is not None
    assert card.figure is not None
    assert drawn_labels(card.figure) == ["First"]
    assert len(card.table) == 5
    assert "The chart shows 1 of 5; the table has all." in card.about
    four = movers.places_card(movers.movement(rows[1:]), LIGHT, {}, {})
    assert four is not None
    assert len(drawn_labels(four.figure)) == 4


def test_places_say_that_no_range_can_be_given_and_which_are_shared() -> None:
    card = movers.places_card(
        movers.movement([place(9, 3, item="A", tied_before=True), place(1, 1, item="B")]), LIGHT, {}, {}
    )
    assert card is not None
    assert card.table[["What", "Before", "Now", "Change"]].to_numpy().tolist() == [
        ["**A**", "joint 9th (2023)", "3rd (2024)", "▲ up 6 places"]
    ]
    assert "no range can be given" in card.subtitle
    assert not any("Range" in str(column) for column in card.table)
    assert "1 item kept its place." in card.about
    drawn = json.loads(card.figure.to_json()) if card.figure is not None else {}
    # The first place stands on the right, and a list is never drawn as if it had fewer than ten places.
    assert drawn["layout"]["xaxis"]["range"] == [10, 1]
    assert {"joint 9th", "<b>3rd</b>", "10th", "1st"} <= {note["text"] for note in drawn["layout"]["annotations"]}


def test_a_list_that_stayed_as_it_was_is_a_table_without_a_chart() -> None:
    card = movers.places_card(movers.movement([place(1, 1, item="A")]), LIGHT, {}, {})
    assert card is not None
    assert (card.figure, card.alt) == (None, "")
    assert card.table["Change"].tolist() == ["= unchanged"]


def test_a_card_of_several_kinds_of_evidence_names_them_and_no_single_source() -> None:
    other = {"survey": "other", "source_url": "https://example.org/other"}
    rows = [
        *listed([RISES]),
        *listed([FALLS], evidence="self_selected", evidence_name="Self-selected", **other),
    ]
    card = movers.shares_card(movers.movement(rows), LIGHT, {}, {})
    assert card is not None
    assert card.evidence == ""
    assert card.foot == "Base: 900 answered · Self-selected and random sample · 2 surveys"
    assert (card.source.name, card.source.url) == ("each row names its own", "sources")


def test_on_a_phone_a_table_has_two_columns_and_loses_nothing() -> None:
    found = movers.movement(listed([RISES]))
    wide, narrow = movers.shares_table(found.shares), movers.shares_table(found.shares, narrow=True)
    assert list(narrow) == ["What", "Change"]
    text = " ".join(narrow.iloc[0])
    for part in ("Item 0", "30% in 2023", "45% in 2024", "▲ up (+15 pts)", "+11 to +19 pts", "900, then 900",
                 "What worries them", "Norway", "Random sample", "https://example.org/2024"):  # fmt: skip
        assert part in text
    assert len(wide) == len(narrow)


def drawn_labels(figure: Any) -> list[str]:
    bold = [note["text"] for note in json.loads(figure.to_json())["layout"]["annotations"]]
    return [text[3:-4] for text in bold if re.fullmatch(r"<b>(First|Second).*</b>", text)]


def dumbbell_frame(**other: Any) -> pd.DataFrame:
    row = {
        "label": "Item",
        "note": "Asked. Norway, 2023 and 2024",
        "verdict": "▲ up (+15 pts)",
        "range": "range +11 to +19 pts",
        "before": 30.0,
        "now": 45.0,
        "before_text": "30%",
        "now_text": "45%",
        "strong": True,
        "weak": False,
    }
    return pd.DataFrame([row | other])


SCALE = ((0.0, "0%"), (100.0, "100%"))


def parts(frame: pd.DataFrame, palette: Palette = LIGHT) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """Return the dots before, the dots now and all words of a figure."""
    drawn = json.loads(dumbbells(frame, palette, ends=SCALE).to_json())
    before, now = [trace for trace in drawn["data"] if trace["mode"] == "markers"]
    return before, now, drawn["layout"]["annotations"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_before_is_hollow_and_grey_and_now_is_full_and_strong(palette: Palette) -> None:
    before, now, _ = parts(dumbbell_frame(), palette)
    assert (before["marker"]["color"], before["marker"]["line"]["color"]) == ([palette.background], [palette.quiet])
    assert (now["marker"]["color"], now["marker"]["line"]["color"]) == ([palette.accent], [palette.accent])
    _, quiet, _ = parts(dumbbell_frame(strong=False), palette)
    assert quiet["marker"]["color"] == [palette.quiet]


def test_a_weak_figure_is_hollow_and_dotted() -> None:
    _, now, _ = parts(dumbbell_frame(weak=True))
    assert now["marker"]["color"] == [LIGHT.background]
    drawn = json.loads(dumbbells(dumbbell_frame(weak=True), LIGHT, ends=SCALE).to_json())
    assert "dot" in {trace["line"]["dash"] for trace in drawn["data"] if trace["mode"] == "lines"}


@pytest.mark.parametrize(
    ("before", "now", "now_on"),
    [(30.0, 45.0, "left"), (45.0, 30.0, "right"), (30.0, 30.0, "left")],
    ids=["rose", "fell", "equal"],
)
def test_values_stand_outside_the_two_dots(before: float, now: float, now_on: str) -> None:
    _, _, written = parts(dumbbell_frame(before=before, now=now))
    anchors = {note["text"]: note["xanchor"] for note in written}
    # Words that are anchored at their left stand right of the dot.
    assert anchors["<b>45%</b>"] == now_on
    assert anchors["30%"] != now_on


def test_on_a_scale_that_runs_down_to_the_first_place_values_still_stand_outside() -> None:
    frame = dumbbell_frame(before=7, now=3, before_text="7th", now_text="3rd")
    drawn = json.loads(dumbbells(frame, LIGHT, ends=((10, "10th"), (1, "1st"))).to_json())
    anchors = {note["text"]: note["xanchor"] for note in drawn["layout"]["annotations"]}
    # The third place is right of the seventh.
    assert (anchors["<b>3rd</b>"], anchors["7th"]) == ("left", "right")


def test_words_are_legible_level_and_fit_a_phone() -> None:
    frame = pd.concat([dumbbell_frame(label="Portfolio, programme or project management " * 2), dumbbell_frame()])
    figure = dumbbells(frame, LIGHT, ends=SCALE)
    drawn = json.loads(figure.to_json())
    assert all(note["font"]["size"] >= 12 for note in drawn["layout"]["annotations"])
    assert not any(note.get("textangle") for note in drawn["layout"]["annotations"])
    # 256 pixels are left in a card on a screen of 320, at most 7.5 for a bold letter.
    assert all(len(re.sub("<.*?>", "", note["text"])) <= 42 for note in drawn["layout"]["annotations"])
    assert drawn["layout"]["showlegend"] is False
    heights = [note["y"] for note in drawn["layout"]["annotations"]]
    assert max(heights) < drawn["layout"]["height"]


# On the project's own evidence ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def selections(store: Store) -> list[tuple[str, str]]:
    rows = store.ask("comparable_pairs", **ALL)
    years = {str(year) for year in range(2003, 2027)}
    found = {field: set(rows[field]) for field in ("country", "sector", "survey", "theme", "kind")} | {"year": years}
    return [(field, code) for field, codes in found.items() for code in sorted(codes)]


def test_every_filter_gives_an_answer_and_cards_within_bounds(store: Store, selections: list[tuple[str, str]]) -> None:
    codes = set(store.ask("vocabulary")["code"])
    for field, code in selections:
        pairs = store.ask("comparable_pairs", **{**ALL, field: [code]})
        for some in movers.totals_and_parts(pairs):
            if not some:
                continue
            found = movers.movement(some)
            assert len(found.shares) + len(found.counts) + len(found.places) == len(some)
            assert found.made == len(found.moved) + len(found.close)
            said = [movers.answer(found), movers.chance_words(found)]
            assert said[0].endswith((".", ".**"))
            for card in (
                movers.shares_card(found, LIGHT, {}, {}),
                movers.places_card(found, LIGHT, {}, {}),
                movers.counts_card(found, DARK, {}, {}),
            ):
                if card is None:
                    continue
                said += [card.title, card.subtitle, card.alt, card.foot, *card.about]
                said += [str(cell) for column in card.table for cell in card.table[column]]
                if card.figure is not None:
                    assert 20 <= len(card.alt) <= 160
                    assert len(card.figure.to_json()) <= 20 * 1024
            text = " ".join(said)
            assert "nan" not in text.split()
            assert "margin of error" not in text.lower()
            assert not {code for code in codes if "_" in code and code in re.findall(r"\b\w+\b", text)}


def test_untouched_the_project_s_evidence_gives_verdicts_that_add_up(store: Store) -> None:
    totals, _ = movers.totals_and_parts(store.ask("comparable_pairs", **ALL))
    found = movers.movement(totals)
    assert found.made > 0
    assert len(found.moved) <= sum(row["verdict_alone"] in {UP, DOWN} for row in found.shares)
    assert all(row["p_adjusted"] < 0.05 for row in found.moved)
    assert all(row["p_adjusted"] >= 0.05 for row in found.close)
    assert pd.DataFrame(found.untold)[["base_before", "base_n"]].isna().any(axis=1).all()


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "parquet"])
def test_what_is_shown_can_be_taken_away(store: Store, format_name: str) -> None:
    totals, _ = movers.totals_and_parts(store.ask("comparable_pairs", **ALL))
    found = movers.movement(totals)
    for rows in (found.shares, found.counts, found.places):
        taken = movers.file(rows)
        assert len(taken) == len(rows)
        assert str(taken["base_n"].dtype) == "Int64"
        assert len(encode.encode(taken, format_name, title="Movers", about=[])) > 0


def test_both_editions_are_among_the_rows_behind_a_card(store: Store) -> None:
    pairs = store.ask("comparable_pairs", **{**ALL, "year": ["2023"], "country": ["AUS"]})
    card = movers.shares_card(
        movers.movement(movers.totals_and_parts(pairs)[0]), LIGHT, {**ALL, "year": ["2023"], "country": ["AUS"]}, {}
    )
    assert card is not None
    assert card.behind is not None
    behind = tables.rows(store, tables.TABLES[card.behind[0]], card.behind[1])
    for year, value in (("year_before", "before"), ("year", "value")):
        shown = card.shown[["question_name", "item", year, value]].set_axis(
            ["question_name", "item", "year", "value"], axis=1
        )
        assert len(shown.merge(behind, on=["question_name", "item", "year", "value"])) == len(shown)


# The page ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("movers_page")
    data = tiny_evidence.write(folder / "data")
    tiny_evidence.append(
        data, "findings", "barriers-24-gbr-skills-london", finding_id="london-23", year="2023", value="60"
    )
    with running(folder, DIGITAL_TRENDS_DATA=str(data), DIGITAL_TRENDS_CACHE=str(folder / "cache")) as started:
        yield started


def page(server: Server, **parameters: list[str]) -> Visitor:
    reader = Visitor(server)
    reader.open("movers", parameters)
    assert not reader.elements("exception"), reader.elements("exception")
    return reader


def said(reader: Visitor) -> str:
    return "\n".join(reader.texts())


def test_untouched_the_page_answers_first_and_draws_two_charts(server: Server) -> None:
    reader = page(server)
    assert "**Nothing moved beyond chance: 5 comparisons, all too close to call.**" in said(reader)
    assert "5 comparisons were made." in said(reader)
    assert "Regions and kinds of body are left out" in said(reader)
    assert len(reader.charts()) == 2
    assert [each["props"]["body"] for each in reader.elements("header")][:3] == [
        "Shares of those who answered",
        "Places as published",
        "Complete counts",
    ]


def test_parts_are_shown_on_demand_and_alone(server: Server) -> None:
    reader = page(server, people=["Parts of countries"])
    assert "**Nothing moved beyond chance: the one comparison is too close to call.**" in said(reader)
    assert "Leaders of councils, United Kingdom, London" in json.dumps(reader.elements("table"))


def test_tables_of_the_rest_are_made_once_they_are_opened(server: Server) -> None:
    reader = page(server, year=["2022"])
    before = len(reader.elements("table"))
    assert "1 change cannot be told: a base was not published" in said(reader)
    reader.set(movers_untold=True)
    assert not reader.elements("exception")
    assert len(reader.elements("table")) == before + 1


def test_junk_in_the_address_changes_nothing(server: Server) -> None:
    assert said(page(server, people=["everyone"], year=["soon"], country=["Narnia"])) == said(page(server))


def test_where_nothing_compares_the_page_says_so_and_offers_a_way_out(server: Server) -> None:
    reader = page(server, year=["2023"])
    assert "No figure was published twice in the same way for 2023, so nothing can be compared." in said(reader)
    buttons = [str(each["props"].get("label")) for each in reader.elements("button")]
    assert "Without year 2023: 9 comparisons" in buttons
    assert not reader.charts()
