"""What rose and fell: what is judged as one list, what stands apart, and what comes first."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.given_pairs import AGENCIES, ALL, DOWN, TOO_CLOSE, UP, Figures, fields, items, listed, pair, place
from tests.holm import holm
from trends.statistics import methods
from trends.statistics.cells import Row
from trends.statistics.verdicts import UNCHANGED
from trends.store.store import Store
from trends.subjects.movers import cards as mover_cards
from trends.subjects.movers import counts as mover_counts
from trends.subjects.movers import facts as mover_facts
from trends.subjects.movers import tables as mover_tables
from trends.subjects.movers import words as mover_words
from trends.subjects.movers.facts import Movement
from trends.words.text import plain


def verdicts(found: Movement) -> dict[str, str]:
    return {row["item"]: row["verdict"] for row in found.shares}


# What is judged ------------------------------------------------------------------------------------------------------


def test_a_list_is_judged_by_newcombe_and_holm_as_statsmodels_reckons_them() -> None:
    random = np.random.default_rng(8615)
    figures = [
        (float(random.integers(5, 95)), int(random.integers(40, 400)), float(random.integers(5, 95)), 300)
        for _ in range(12)
    ]
    figures += [(50.0, 150, 51.0, 150), (20.0, 60, 35.0, 60), (40.0, 90, 41.0, 80)]
    found = {row["item"]: row for row in mover_facts.movement(listed(figures)).shares}
    p_values = [
        float(methods.list_p_value(before / 100, base_before, now / 100, base))
        for before, base_before, now, base in figures
    ]
    adjusted = holm(p_values)[1]
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
    (wide,), (narrow,) = (mover_facts.movement(listed([(50, 90, 55, 90)], **known)).shares for known in ({}, both))
    low, high = confint_proportions_2indep(0.55 * 891, 891, 0.5 * 891, 891, method="newcomb", compare="diff")
    assert (wide["verdict"], narrow["verdict"]) == (TOO_CLOSE, UP)
    assert (narrow["change_low"], narrow["change_high"]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
    low, high = proportion_confint(0.5 * 891, 891, method="wilson")
    assert (narrow["low_before"], narrow["high_before"]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
    assert (narrow["base_before"], narrow["base_n"]) == (90, 90)
    found = mover_facts.movement(listed([(50, 90, 55, 90)], **both))
    card = mover_cards.shares_card(found, {}, {})
    assert card is not None
    assert card.foot == "Base: 90 answered · 1 survey"
    assert card.shown[["population_before", "population"]].to_numpy().tolist() == [[100, 100]]
    said = "90 of all 100 that could have answered did, so the range is narrower than in a larger group"
    assert [text[:100] for text in map(plain, card.about) if "could have answered" in text] == [
        f"A survey, {year}: {said}"[:100] for year in (2024, 2023)
    ]


def test_a_change_that_looks_real_alone_is_too_close_to_call_in_a_list() -> None:
    alone = mover_facts.movement(listed(AGENCIES[:1]))
    assert verdicts(alone) == {"Item 0": DOWN}
    together = mover_facts.movement(listed(AGENCIES))
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
    found = mover_facts.movement(listed(figures))
    assert found.made == 6
    assert {row["item"]: row["reason"] for row in found.untold} == {
        "Item 6": "base of 2023 not published",
        "Item 7": "base of 2024 not published",
        "Item 8": "base of 2023 and 2024 not published",
    }
    # Adding what cannot be told changes no other verdict.
    assert verdicts(mover_facts.movement(listed(AGENCIES))).items() <= verdicts(found).items()


FIGURES = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 900), st.integers(0, 100), st.integers(1, 900)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(figures: list[tuple[float, float, float, float]], random: Any) -> None:
    rows = listed(figures)
    found = mover_facts.movement(random.sample(rows, len(rows)))
    pd.testing.assert_frame_equal(mover_tables.file(found.shares), mover_tables.file(mover_facts.movement(rows).shares))


@settings(max_examples=40, deadline=None)
@given(FIGURES)
def test_read_backwards_every_rise_is_a_fall(figures: list[tuple[float, float, float, float]]) -> None:
    forwards = verdicts(mover_facts.movement(listed(figures)))
    backwards = verdicts(
        mover_facts.movement(listed([(now, base, before, other) for before, other, now, base in figures]))
    )
    swapped = {UP: DOWN, DOWN: UP, TOO_CLOSE: TOO_CLOSE}
    assert backwards == {item: swapped[verdict] for item, verdict in forwards.items()}


@settings(max_examples=40, deadline=None)
@given(FIGURES, FIGURES)
def test_looking_at_more_never_makes_a_change_real(
    figures: list[tuple[float, float, float, float]], more: list[tuple[float, float, float, float]]
) -> None:
    few = verdicts(mover_facts.movement(listed(figures)))
    many = verdicts(
        mover_facts.movement(listed([*figures, *((share, base, share, base) for share, base, _, _ in more)]))
    )
    assert all(many[item] in {verdict, TOO_CLOSE} for item, verdict in few.items())


def test_lists_in_which_nothing_changed_rarely_raise_an_alarm() -> None:
    """Of 200 lists of 25 comparisons, 5 % may raise one; twice the standard error above that is 16 lists."""
    random = np.random.default_rng(1979)
    lists, alarms, alone = 200, 0, 0
    for _ in range(lists):
        share = random.uniform(0.05, 0.95, 25)
        base_before, base = random.integers(30, 400, 25), random.integers(30, 400, 25)
        before, now = random.binomial(base_before, share) / base_before, random.binomial(base, share) / base
        found = mover_facts.movement(listed(list(zip(100 * before, base_before, 100 * now, base, strict=True))))
        alarms += len(found.moved) > 0
        alone += any(row["verdict_alone"] != TOO_CLOSE for row in found.shares)
    assert alarms <= 16
    # Without the adjustment most such lists would: the test could fail.
    assert alone > lists / 2


def test_complete_counts_are_exact_and_judged_apart() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies", "complete": True, "complete_before": True}
    rows = [
        *listed([(50, 400, 50.2, 400), (60, 400, 60, 400), (70, 400, 69, 400)], **census),
        *listed([(50, 400, 50.2, 400)]),
    ]
    found = mover_facts.movement(rows)
    assert {row["item"]: row["verdict"] for row in found.counts} == {"Item 0": UP, "Item 1": UNCHANGED, "Item 2": DOWN}
    assert pd.DataFrame(found.counts)[["change_low", "p_value", "p_adjusted"]].isna().all(axis=None)
    # The share of a sample with the same figures is alone in its list.
    assert (found.made, verdicts(found)) == (1, {"Item 0": TOO_CLOSE})


def test_complete_counts_of_other_bodies_say_that_who_came_and_left_is_in_the_change() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies", "complete": True, "complete_before": True}
    same = mover_facts.movement(listed([(50, 400, 55, 400)], **census))
    assert mover_counts.others_counted(same.counts) == ""
    merged = mover_facts.movement(listed([(90, 210, 91, 206)], **census))
    assert mover_counts.others_counted(merged.counts) == (
        "Meanwhile more than two bodies came or left (210, then 206), so who came and who left is in the change."
    )
    assert mover_counts.others_counted(merged.counts) in plain(mover_words.answer(merged))
    both = mover_facts.movement(listed([(50, 400, 55, 400), (90, 210, 91, 206)], **census))
    assert "In 1 of them more than two bodies came or left (210, then 206)" in plain(mover_words.answer(both))


def test_the_question_of_which_most_bodies_changed_is_named_only_where_one_alone_is() -> None:
    census = {"evidence": "census", "complete": True, "complete_before": True}
    rows = listed([(90, 210, 91, 206), (52, 87, 37, 83)], role="detail", **census)
    other = {"question": "skills", "question_name": "Skills that lack"}

    def said(*rows: Row) -> str:
        return mover_counts.others_counted(mover_facts.movement(rows).counts)

    tied = [rows[0], {**rows[1], **other}]
    assert "most in" not in said(*tied)
    assert "210" not in said(*tied)
    assert "(most in Skills that lack: 87, then 82)" in said(rows[0], {**rows[1], **other, "base_n": 82})
    assert "left (87, then 83), so" in said(rows[1], {**rows[1], "item": "Another", "value": 60.0})


def test_of_a_question_put_to_a_part_no_body_is_said_to_have_come_or_left() -> None:
    part = {"asked_part": "agencies that lack skills", "evidence": "census", "complete": True, "complete_before": True}
    found = mover_facts.movement(listed([(74, 87, 80, 83)], role="detail", **part))
    card = mover_cards.counts_card(found, {}, {})
    assert card
    assert "agencies that lack skills, all " in plain(card.title)
    assert plain(card.subtitle).startswith("Shares of all agencies that lack skills, in two comparable editions")
    assert not re.search("came|left", " ".join(plain(text) for text in card.about))
    mixed = mover_facts.movement([*found.counts, *listed([(90, 210, 91, 206)], **{**part, "asked_part": None})])
    for each in (found, mixed):
        answer = plain(mover_words.answer(each))
        assert "the number counted changed by more than two" in answer
        assert not re.search("came|left", answer + mover_counts.counts_title(each.counts))
    led = mover_facts.movement(listed([(74, 87, 80, 87)], **part))
    assert "base 87, of agencies that lack skills alone)" in plain(mover_words.answer(led))


def test_a_count_of_other_bodies_is_higher_and_has_not_risen() -> None:
    census = {"evidence": "census", "evidence_name": "All bodies", "complete": True, "complete_before": True}
    figures = [(50, 400, 55, 400), (52, 67, 37, 87), (90, 210, 91, 206), (40, 50, 45, 52)]
    led = mover_facts.movement(listed(figures, role="detail", **census)).counts
    told = "What worries them: “Item 1” 52% in 2023, 37% in 2024"
    assert mover_counts.counts_title(led) == f"{told} (Norway, health; all answered: 67, then 87)"
    assert plain(mover_counts.counts_answer(led)).startswith(
        f"{told} (Norway, health; all answered: 67, then 87): the "
    )
    assert [row["item"] for row in mover_counts.titled(led)] == ["Item 1"]
    # Of two that differ as much none is told before the other.
    figures[3] = (40, 50, 55, 52)
    details = mover_facts.movement(listed(figures, role="detail", **census)).counts
    assert mover_counts.largest(details) == []
    assert mover_counts.counts_title(details) == (
        "All 4 shares in complete counts changed (1 question in 1 survey): 2 rose; where bodies came or left, 1 higher and "
        "1 lower"
    )
    # One question with several numbers of bodies has none that speaks for it.
    assert plain(mover_counts.counts_answer(details)) == (
        "All 4 shares in complete counts changed (1 question in 1 survey). Where at most two bodies came or left, 2 rose. "
        "Where more did, 1 is higher and 1 is lower, so who came and who left is in the change."
    )
    merged = mover_facts.movement(listed([(90, 210, 91, 206)], **census))
    said = plain(mover_words.answer(merged))
    assert "Item 0 is higher: 90% in 2023, 91% in 2024 (" in said
    assert "rose" not in said + str(mover_counts.counts_title(merged.counts))


def test_places_are_handled_as_places() -> None:
    found = mover_facts.movement(
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
    found = mover_facts.movement(listed([(30, 900, 45, 900), (5, 20, 90, 20), (70, 900, 50, 900), (40, 900, 41, 900)]))
    assert items(found.shares) == ["Item 2", "Item 0", "Item 1", "Item 3"]
    assert items(found.moved) == ["Item 2", "Item 0", "Item 1"]
    assert items(found.firm) == ["Item 2", "Item 0"]
    assert fields(found.moved, "flag", "flag_before") == [["", ""], ["", ""], ["u", "u"]]


def test_no_pair_at_all_gives_empty_frames() -> None:
    found = mover_facts.movement([])
    assert (len(found.shares), len(found.counts), len(found.places), found.made) == (0, 0, 0, 0)
    assert mover_words.answer(found) == ""


# On the project's own evidence ---------------------------------------------------------------------------------------


def test_untouched_the_project_s_evidence_gives_verdicts_that_add_up(store: Store) -> None:
    totals, _ = mover_facts.totals_and_parts(store.rows("comparable_pairs", **ALL))
    found = mover_facts.movement(totals)
    assert found.made > 0
    assert len(found.moved) <= sum(row["verdict_alone"] in {UP, DOWN} for row in found.shares)
    assert all(row["p_adjusted"] < 0.05 for row in found.moved)
    assert all(row["p_adjusted"] >= 0.05 for row in found.close)
    assert pd.DataFrame(found.untold)[["base_before", "base_n"]].isna().any(axis=1).all()
