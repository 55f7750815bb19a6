"""Numbers in words: one way to write each kind, rounded as readers expect, and never to something it is not."""

import math
import re
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.statistics import cells
from trends.words import numbers


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA])
@pytest.mark.parametrize(
    "write",
    [numbers.share, numbers.points, numbers.size_in_points, numbers.count, numbers.place, numbers.score],
)
def test_nothing_is_written_as_a_symbol_never_as_zero(write: Any, nothing: Any) -> None:
    assert write(nothing) == "[x]"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0%"),
        (0.1, "<1%"),
        (0.5, "1%"),
        (2.5, "3%"),
        (60.5, "61%"),
        (99.4, "99%"),
        (99.5, ">99%"),
        (99.99, ">99%"),
        (100, "100%"),
    ],
)
def test_shares_are_whole_and_rounded_away_from_zero(value: float, words: str) -> None:
    assert numbers.share(value) == words


@given(st.floats(0, 100))
def test_only_nobody_is_0_and_only_everybody_is_100(value: float) -> None:
    words = numbers.share(value)
    assert (words == "0%") == (value == 0)
    assert (words == "100%") == (value == 100)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9, "+9 pts"),
        (-9.5, "−10 pts"),
        (1.2, "+1 pt"),
        (-1, "−1 pt"),
        (0, "±0 pts"),
        (0.3, "+0.3 pts"),
        (-0.25, "−0.2 pts"),
        (0.02, "+<0.1 pts"),
        (1e-12, "±0 pts"),
        (100 * (0.086 - 0.041), "+5 pts"),  # slightly under 4.5
    ],
)
def test_differences_are_whole_points_with_their_sign_and_never_vanish(value: float, words: str) -> None:
    assert numbers.points(value) == words
    assert numbers.size_in_points(value) == words[1:]


@given(st.floats(-100, 100))
def test_a_difference_has_the_sign_of_its_number(value: float) -> None:
    sign = numbers.points(value)[0]
    assert sign == ("±" if abs(value) < 1e-9 else "+" if value > 0 else "−")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "none of the"),
        (0.1, "under one in twenty"),
        (5, "one in twenty"),
        (8.2, "one in twelve"),
        (14, "one in seven"),
        (19, "one in five"),
        (25, "one in four"),
        (30, "three in ten"),
        (33, "one in three"),
        (36, "over one in three"),
        (61, "six in ten"),
        (63.4, "nearly two in three"),
        (50.5, "half the"),
        (79.5, "eight in ten"),
        (95, "nineteen in twenty"),
        (99, "over nineteen in twenty"),
        (100, "all"),
    ],
)
def test_a_share_is_told_as_a_plain_fraction(value: float, words: str) -> None:
    assert numbers.fraction(value) == words


NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]


def fraction_read(words: str) -> float:
    if words == "half the":
        return 50
    part, of = words.split(" in ")
    return 100 * (NUMBERS.index(part) + 1) / (NUMBERS.index(of) + 1)


@given(st.floats(0, 100, exclude_min=True, exclude_max=True))
def test_a_fraction_alone_is_within_a_point_and_no_other_is_nearer(value: float) -> None:
    words = numbers.fraction(value)
    side = words.split(" ")[0] if words.startswith(("under ", "over ", "nearly ")) else ""
    said, steps = fraction_read(words.removeprefix(f"{side} ")), [100 * each for each in numbers.FRACTIONS]
    assert abs(value - said) == pytest.approx(min(abs(value - step) for step in steps))
    if side:
        assert (value > said) == (side == "over")
    if side != "under":
        assert (abs(value - said) > 1) == bool(side)


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (1741, "1,741"), (2.7, "3"), (1_000_000, "1,000,000")])
def test_counts_are_whole_with_thousands_apart(value: float, words: str) -> None:
    assert numbers.count(value) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_places_have_their_ending(place: int, words: str) -> None:
    assert numbers.place(place) == words
    assert numbers.place(float(place), tied=True) == f"joint {words}"


def test_a_place_worked_out_from_shares_says_what_it_could_be() -> None:
    assert numbers.place_range(2, 1, 4) == "2nd, could be 1st–4th"
    assert numbers.place_range(2, 1, 4, tied=True) == "joint 2nd, could be 1st–4th"


def test_a_place_that_is_certain_or_has_no_range_says_no_more() -> None:
    assert numbers.place_range(2, 2, 2) == "2nd"
    assert numbers.place_range(2, float("nan"), float("nan")) == "2nd"
    assert numbers.place_range(float("nan"), 1, 2) == "[x]"


@pytest.mark.parametrize(
    ("value", "words"),
    [(62, "62.0"), (58.4, "58.4"), (2.75, "2.8"), (0.5, "0.5"), (0.9186, "0.92"), (0, "0.0"), (1250, "1,250")],
)
def test_scores_of_one_list_have_the_same_decimals(value: float, words: str) -> None:
    assert numbers.score(value) == words


@pytest.mark.parametrize(
    ("measure", "words"),
    [("percent", "3%"), ("rank", "3rd"), ("count", "3"), ("score", "3.0"), ("mentioned", "named")],
)
def test_a_figure_has_the_form_of_its_measure(measure: str, words: str) -> None:
    assert numbers.of_measure(3.0, measure) == words


@pytest.mark.parametrize(
    ("measure", "value", "other", "words"),
    [
        ("percent", 44, 40, "+4 pts"),
        ("percent", 63.6, 60.4, "+4 pts"),  # 64% and 60%
        ("percent", 60.6, 60.4, "+1 pt"),  # 61% and 60%
        ("percent", 61.4, 61.1, "+0.3 pts"),  # 61% and 61%
        ("percent", 60.5, 61.4, "−<1 pt"),  # 61% and 61%
        ("percent", 61, 61, "±0 pts"),
        ("percent", 0.3, 5, "−5 pts"),  # <1% and 5%
        ("percent", 99.7, 61.2, "+39 pts"),  # >99% and 61%
        ("count", 1, 1235, "−1,234"),
        ("count", 30, 0, "+30"),
        ("score", 0.5, 0.75, "−0.25"),
        ("score", 3.65, 3.4, "+0.3"),  # 3.7 and 3.4
        ("score", 0.25, 1.31, "−1.05"),  # 0.25 and 1.3
        ("score", 3.42, 3.44, "−<0.1"),  # 3.4 and 3.4
        ("score", 2.5, None, "[x]"),
    ],
)
def test_a_difference_is_that_of_the_figures_as_they_are_shown(
    measure: str, value: float, other: float | None, words: str
) -> None:
    assert numbers.difference_of_measure(value, other, measure) == words
    assert numbers.size_of_measure(value, other, measure) == words.lstrip("+−±")


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [("percent", "4", "4%"), ("index_0_1", "0.9186", "0.92"), ("score_0_100", "62.5", "63"), ("group", "A", "A")],
)
def test_an_indicator_has_the_form_of_its_unit(unit: str, value: str, words: str) -> None:
    assert numbers.of_unit(value, unit) == words


@pytest.mark.parametrize(
    ("unit", "value", "other", "words"),
    [
        ("percent", 50, 54, "−4 pts"),
        ("index_0_1", 0.667, 0.914, "−0.24"),  # 0.67 and 0.91
        ("index_0_1", 0.914, 0.911, "+<0.01"),  # 0.91 and 0.91
        ("score_0_100", 50.5, 55.4, "−4"),  # 51 and 55
        ("score_0_100", 55.4, 55.1, "+<1"),
    ],
)
def test_a_difference_of_an_indicator_is_that_of_its_values_as_shown(
    unit: str, value: float, other: float, words: str
) -> None:
    assert numbers.difference_of_unit(value, other, unit) == words
    assert numbers.size_of_unit(value, other, unit) == words.lstrip("+−±")


def read_back(said: str) -> Decimal:
    return Decimal(re.sub(r"[%,]| pts?$", "", said))


@given(st.floats(0, 100), st.floats(0, 100), st.sampled_from(["percent", "score", "count", "index_0_1", "score_0_100"]))
def test_who_subtracts_what_is_shown_finds_the_difference_that_is_said(a: float, b: float, kind: str) -> None:
    indicator = kind in {"index_0_1", "score_0_100"}
    write, size_of = (
        (numbers.of_unit, numbers.size_of_unit) if indicator else (numbers.of_measure, numbers.size_of_measure)
    )
    shown, size = (write(a, kind), write(b, kind)), size_of(a, b, kind)
    if shown[0] == shown[1]:
        # Nothing that is shown can be subtracted: the size is under a step, or nothing.
        assert size.startswith(("<", "0"))
    elif not any(said[0] in "<>" for said in shown):
        assert abs(read_back(shown[0]) - read_back(shown[1])) == read_back(size)


@given(st.one_of(st.floats(-1e6, 1e6), st.integers(-(10**6), 10**6)))
def test_no_form_ever_shows_how_python_writes_numbers(value: float) -> None:
    said = "\n".join([numbers.points(value), numbers.count(value), numbers.score(value)])
    assert not re.search(r"e|nan|inf|-|^−0(\.0+)?$", said, re.MULTILINE)


@given(st.floats(0, 1e9))
def test_numbers_written_as_counts_read_back_as_the_nearest_whole(value: float) -> None:
    assert abs(int(numbers.count(value).replace(",", "")) - value) <= 0.5 + 1e-6


def test_only_what_holds_nothing_is_missing() -> None:
    assert [cells.is_missing(cell) for cell in (None, pd.NA, math.nan, 0, "", False)] == [True] * 3 + [False] * 3
