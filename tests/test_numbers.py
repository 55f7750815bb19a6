"""Numbers in words: one way to write each kind, rounded as readers expect, and never to something it is not."""

import math
import re
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
    ("measure", "value", "words"),
    [
        ("percent", 4, "+4 pts"),
        ("count", -1234, "−1,234"),
        ("count", 30, "+30"),
        ("score", -0.25, "−0.25"),
        ("score", 2.5, "+2.5"),
        ("score", None, "[x]"),
    ],
)
def test_a_difference_has_the_form_of_its_measure_and_a_sign(measure: str, value: float | None, words: str) -> None:
    assert numbers.difference_of_measure(value, measure) == words


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [("percent", "4", "4%"), ("index_0_1", "0.9186", "0.92"), ("score_0_100", "62.5", "63"), ("group", "A", "A")],
)
def test_an_indicator_has_the_form_of_its_unit(unit: str, value: str, words: str) -> None:
    assert numbers.of_unit(value, unit) == words


@pytest.mark.parametrize(("unit", "words"), [("percent", "−4 pts"), ("index_0_1", "−4.00"), ("score_0_100", "−4")])
def test_a_difference_of_an_indicator_has_a_real_minus_sign(unit: str, words: str) -> None:
    assert numbers.difference_of_unit(-4, unit) == words


@given(st.one_of(st.floats(-1e6, 1e6), st.integers(-(10**6), 10**6)))
def test_no_form_ever_shows_how_python_writes_numbers(value: float) -> None:
    said = "\n".join([numbers.points(value), numbers.count(value), numbers.score(value)])
    assert not re.search(r"e|nan|inf|-|^−0(\.0+)?$", said, re.MULTILINE)


@given(st.floats(0, 1e9))
def test_numbers_written_as_counts_read_back_as_the_nearest_whole(value: float) -> None:
    assert abs(int(numbers.count(value).replace(",", "")) - value) <= 0.5 + 1e-6


def test_only_what_holds_nothing_is_missing() -> None:
    assert [cells.is_missing(cell) for cell in (None, pd.NA, math.nan, 0, "", False)] == [True] * 3 + [False] * 3
