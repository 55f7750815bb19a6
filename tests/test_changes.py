"""Given rows → expected ranges, changes, places and verdicts, worked out by hand or by statsmodels."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.given_items import Figure, items, slices
from tests.holm import holm
from trends.statistics import editions, methods, ranges, ranks, rest
from trends.statistics.editions import comparable_years
from trends.statistics.methods import Verdict
from trends.statistics.rest import against_rest
from trends.statistics.verdicts import (
    REASON_ALONE,
    REASON_FEW_BODIES,
    REASON_FIRST,
    REASON_NAMED,
    REASON_NO_BASE,
    REASON_NO_FIGURE,
    REASON_NO_RANGE,
    REASON_NOT_LISTED,
    REASON_NOT_READ,
    REASON_OVERLAP,
    REASON_ROUNDING,
)
from trends.store.store import Store

UP, DOWN, TOO_CLOSE, CANNOT_TELL = (str(verdict) for verdict in Verdict)
SAME = 1e-9

# A busy machine is slow, not wrong.
untimed = settings(deadline=None, max_examples=40)

# Missing bases are ordinary; none may end in a warning about 0 / 0.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


def column(frame: pd.DataFrame, name: str) -> list[Any]:
    return [None if value is pd.NA or value != value else value for value in frame[name].tolist()]  # noqa: PLR0124 - nan


def rows(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(column(frame, name) for name in names), strict=True))


def newcombe(before: float, base_before: int, now: float, base: int) -> tuple[float, float]:
    """Return the ends of the change from before to now, in points, as statsmodels gives them."""
    low, high = confint_proportions_2indep(
        now / 100 * base, base, before / 100 * base_before, base_before, method="newcomb", compare="diff"
    )
    return 100 * float(low), 100 * float(high)


# Which editions compare ---------------------------------------------------------------------------------------------


def test_the_last_edition_compares_with_the_one_before_made_in_the_same_way() -> None:
    editions = items(
        (2020, "A", 1, None),
        (2021, "A", 1, None),
        (2022, "A", 1, None),
        methods={2020: "Web", 2021: "Post", 2022: "Web"},
    )
    assert comparable_years(editions) == (2022, 2020)


def test_without_an_edition_made_in_the_same_way_there_is_nothing_to_compare_with() -> None:
    editions = items((2021, "A", 1, None), (2022, "A", 1, None), methods={2021: "Post", 2022: "Web"})
    assert comparable_years(editions) == (2022, None)


FOUR_YEARS: tuple[Figure, ...] = tuple((year, "A", 50, 100) for year in (2020, 2021, 2022, 2023))


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ([], [2020, 2021, 2022, 2023]),
        ([2022], [2020, 2021, 2022]),
        ([2023, 2020], [2020, 2023]),
        ([2020, 2021, 2023, 1999], [2020, 2021, 2023]),
        ([1999], [2020, 2021, 2022, 2023]),
    ],
)
def test_chosen_years_are_compared_with_each_other_and_one_with_what_came_before(
    chosen: list[int], kept: list[int]
) -> None:
    assert editions.of_years(items(*FOUR_YEARS), chosen)["year"].tolist() == kept


def test_two_chosen_years_are_the_two_that_are_compared() -> None:
    edition = editions.last_edition(editions.of_years(items(*FOUR_YEARS), [2020, 2022]))
    assert rows(edition, "year", "year_before") == [(2022, 2020)]


def test_an_earlier_year_is_shown_as_if_it_were_the_last() -> None:
    edition = editions.last_edition(items(*FOUR_YEARS), 2021)
    assert rows(edition, "year", "year_before") == [(2021, 2020)]


# Shares -------------------------------------------------------------------------------------------------------------


def test_ranges_and_changes_of_shares_are_those_of_statsmodels() -> None:
    edition = editions.last_edition(
        items(
            (2023, "Skills", 55, 150), (2023, "Budget", 50, 120), (2024, "Skills", 70, 140), (2024, "Budget", 52, 160)
        )
    )
    assert column(edition, "item") == ["Skills", "Budget"]
    for row, before, base_before in zip(edition.to_dict("records"), (55, 50), (150, 120), strict=True):
        low, high = proportion_confint(row["value"] / 100 * row["base_n"], row["base_n"], method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((100 * low, 100 * high), abs=SAME)
        change_low, change_high = newcombe(before, base_before, row["value"], row["base_n"])
        assert (row["change_low"], row["change_high"]) == pytest.approx((change_low, change_high), abs=SAME)
        assert row["change"] == pytest.approx(row["value"] - before)
    assert column(edition, "verdict") == [UP, TOO_CLOSE]
    assert column(edition, "reason") == ["", ""]


def test_a_change_that_would_count_alone_may_not_count_among_many() -> None:
    # From 50 to 62 of 150: the interval of the difference excludes zero, but not by much.
    alone = editions.last_edition(items((2023, "A", 50, 150), (2024, "A", 62, 150)))
    low, high = newcombe(50, 150, 62, 150)
    assert low > 0
    assert column(alone, "verdict") == [UP]
    others = list("BCDEFGHIJ")
    many = editions.last_edition(
        items(
            (2023, "A", 50, 150),
            (2024, "A", 62, 150),
            *((year, name, 40, 150) for year in (2023, 2024) for name in others),
        )
    )
    first = many[many["item"] == "A"].iloc[0]
    assert (first["change_low"], first["change_high"]) == pytest.approx((low, high), abs=SAME)
    assert first["verdict"] == TOO_CLOSE


@untimed
@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(5, 800), st.integers(5, 800)),
        min_size=1,
        max_size=8,
    )
)
def test_verdicts_are_holms_over_the_whole_list(figures: list[tuple[int, int, int, int]]) -> None:
    given_rows: list[Figure] = []
    for at, (was, value, number_before, number) in enumerate(figures):
        given_rows += [(2023, f"Item {at}", was, number_before), (2024, f"Item {at}", value, number)]
    edition = editions.last_edition(items(*given_rows)).sort_values("item")
    before, now, base_before, base = np.array(figures, dtype=float).T
    p_values = methods.list_p_value(before / 100, base_before, now / 100, base)
    stands_out = holm(p_values)[0]
    for row, (was, value, number_before, number), firm in zip(
        edition.to_dict("records"), figures, stands_out, strict=True
    ):
        low, high = newcombe(was, number_before, value, number)
        expected = UP if firm and low > 0 else DOWN if firm and high < 0 else TOO_CLOSE
        # Within rounding of the threshold either verdict is as good.
        if min(abs(low), abs(high)) > SAME:
            assert row["verdict"] == expected


@pytest.mark.parametrize(("base_before", "base"), [(None, 100), (100, None), (None, None)])
def test_without_a_base_one_cannot_tell_however_large_the_change(base_before: int | None, base: int | None) -> None:
    edition = editions.last_edition(items((2023, "A", 10, base_before), (2024, "A", 90, base)))
    assert rows(edition, "verdict", "reason", "change") == [(CANNOT_TELL, REASON_NO_BASE, 80)]
    assert column(edition, "change_low") == [None]


def test_a_missing_base_of_one_item_leaves_the_others_their_verdict() -> None:
    edition = editions.last_edition(
        items((2023, "A", 30, 500), (2024, "A", 60, 500), (2023, "B", 30, None), (2024, "B", 50, 500))
    )
    assert rows(edition, "item", "verdict") == [("A", UP), ("B", CANNOT_TELL)]


def test_the_first_edition_and_one_after_a_break_have_nothing_to_compare_with() -> None:
    first = editions.last_edition(items((2024, "A", 10, 100)))
    broken = editions.last_edition(
        items((2023, "A", 10, 100), (2024, "A", 90, 100), methods={2023: "Post", 2024: "Web"})
    )
    for edition in (first, broken):
        assert rows(edition, "verdict", "reason", "before", "change", "year_before") == [
            (CANNOT_TELL, REASON_FIRST, None, None, None)
        ]


def test_an_item_without_a_figure_before_cannot_be_told() -> None:
    edition = editions.last_edition(items((2023, "A", 10, 100), (2024, "A", 90, 100), (2024, "B", 50, 100)))
    assert rows(edition, "item", "verdict", "reason") == [("A", UP, ""), ("B", CANNOT_TELL, REASON_NO_FIGURE)]


@pytest.mark.parametrize(
    ("base", "share", "flag"), [(29, 97, "u"), (30, 50, "u"), (30, 97, ""), (43, 50, ""), (None, 50, "")]
)
def test_few_answers_and_wide_ranges_are_weak(base: int | None, share: float, flag: str) -> None:
    edition = editions.last_edition(items((2023, "A", share, base), (2024, "A", share, base)))
    assert rows(edition, "flag", "flag_before") == [(flag, flag)]


def test_the_flag_is_that_of_the_interval_by_statsmodels() -> None:
    for base in range(30, 60):
        low, high = proportion_confint(base / 2, base, method="wilson")
        edition = editions.last_edition(items((2024, "A", 50, base)))
        assert (edition["flag"].iloc[0] == "u") == (high - low >= 0.3)


# Small populations --------------------------------------------------------------------------------------------------

# 90 of 100 answered, so a share is as sure as one of 90 * 99 / 10 = 891 answers out of very many.
NINETY = {"populations": {2023: 100, 2024: 100}}


def test_where_most_of_a_small_population_answered_ranges_and_changes_are_narrower() -> None:
    figures: list[Figure] = [(2023, "A", 50, 90), (2024, "A", 55, 90)]
    wide, narrow = editions.last_edition(items(*figures)), editions.last_edition(items(*figures, **NINETY))
    assert rows(wide, "verdict", "base_n", "base_before") == [(TOO_CLOSE, 90, 90)]
    # The bases shown stay those that were published.
    assert rows(narrow, "verdict", "base_n", "base_before", "population_before") == [(UP, 90, 90, 100)]
    low, high = proportion_confint(0.55 * 891, 891, method="wilson")
    assert rows(narrow, "low", "high") == [(pytest.approx(100 * low), pytest.approx(100 * high))]
    assert rows(narrow, "change_low", "change_high") == [pytest.approx(newcombe(50, 891, 55, 891))]


def test_only_the_edition_with_a_known_population_is_corrected() -> None:
    edition = editions.last_edition(items((2023, "A", 50, 90), (2024, "A", 55, 90), populations={2024: 100}))
    assert rows(edition, "change_low", "change_high") == [pytest.approx(newcombe(50, 90, 55, 891))]
    assert rows(edition, "population_before") == [(None,)]


def test_a_tenth_of_a_population_or_less_is_a_sample_like_any_other() -> None:
    figures: list[Figure] = [(2023, "A", 50, 90), (2024, "A", 55, 90)]
    plain = editions.last_edition(items(*figures))
    known = editions.last_edition(items(*figures, populations={2023: 900, 2024: 900}))
    drop = ["population", "population_before"]
    pd.testing.assert_frame_equal(plain.drop(columns=drop), known.drop(columns=drop))


def test_places_are_told_apart_sooner_in_a_small_population() -> None:
    figures: list[Figure] = [(2024, "A", 60, 90), (2024, "B", 52, 90)]
    wide, narrow = editions.last_edition(items(*figures)), editions.last_edition(items(*figures, **NINETY))
    assert rows(wide, "rank", "rank_low", "rank_high") == [(1, 1, 2), (2, 1, 2)]
    assert rows(narrow, "rank", "rank_low", "rank_high") == [(1, 1, 1), (2, 2, 2)]


def test_an_answer_from_all_there_are_has_no_range_and_is_not_weak() -> None:
    edition = editions.last_edition(
        items((2023, "A", 50, 12), (2024, "A", 75, 12), populations={2023: 12, 2024: 12}, coverage="asked_all"),
        year=2024,
    )
    assert rows(edition, "low", "high", "flag", "flag_before", "verdict") == [(None, None, "", "", UP)]
    assert rows(edition, "change", "change_low", "change_high") == [(25, None, None)]


@pytest.mark.parametrize("coverage", ["sampled", "judged", "open", "unknown"])
def test_what_was_neither_counted_nor_asked_of_all_is_never_complete(coverage: str) -> None:
    figures: list[Figure] = [(2023, "A", 50, 40), (2024, "A", 75, 40)]
    edition = editions.last_edition(items(*figures, populations={2023: 40, 2024: 40}, coverage=coverage))
    low, high = confint_proportions_2indep(30, 40, 20, 40, method="newcomb", compare="diff")
    assert rows(edition, "change_low", "change_high") == [(pytest.approx(100 * low), pytest.approx(100 * high))]
    assert edition["low"].iloc[0] == pytest.approx(100 * proportion_confint(30, 40, method="wilson")[0])


def test_a_count_that_missed_some_is_corrected_for_all_there_are_but_not_exact() -> None:
    # 1,733 of 1,741 municipalities: the base that carries the correction is n (N - 1) / (N - n).
    edition = editions.last_edition(items((2024, "A", 40, 1733), populations={2024: 1741}, evidence="census"))
    base = 1733 * 1740 / 8
    low, high = proportion_confint(0.4 * base, base, method="wilson")
    assert rows(edition, "complete", "flag") == [(False, "")]
    assert rows(edition, "low", "high") == [(pytest.approx(100 * low), pytest.approx(100 * high))]
    pair = items((2023, "A", 40, 1741), (2024, "A", 40, 1733), populations={2024: 1741}, evidence="census")
    assert rows(editions.last_edition(pair), "verdict", "change") == [(TOO_CLOSE, 0)]


def test_a_range_is_worked_out_at_the_least_base_and_never_at_the_most() -> None:
    bounds = {"A": (800, None), "B": (None, 900), "C": (None, 14), "D": (560, 1681)}
    edition = editions.last_edition(items(*((2024, name, 50, None) for name in bounds), bounds=bounds))
    at_800 = pytest.approx(100 * proportion_confint(400, 800, method="wilson")[0])
    at_560 = pytest.approx(100 * proportion_confint(280, 560, method="wilson")[0])
    assert rows(edition, "item", "low", "flag") == [
        ("A", at_800, ""),
        ("B", None, ""),
        ("C", None, "u"),
        ("D", at_560, ""),
    ]


def test_shares_of_under_ten_bodies_worked_out_here_are_weak_and_never_compared() -> None:
    figures: list[Figure] = [(2023, "A", 20, 5), (2024, "A", 100, 5), (2023, "B", 20, 400), (2024, "B", 80, 400)]
    for evidence in ("census", "self_selected"):
        edition = editions.last_edition(items(*figures, evidence=evidence, origin="computed"))
        assert rows(edition, "item", "flag", "verdict", "reason") == [
            ("A", "u", CANNOT_TELL, REASON_FEW_BODIES),
            ("B", "", UP, ""),
        ]
        assert rows(edition, "rank")[0] == (None,)
    published = editions.last_edition(items(*figures, evidence="census"))
    assert rows(published, "verdict") == [(UP,), (UP,)]


def test_few_answers_stay_weak_however_small_the_population() -> None:
    edition = editions.last_edition(items((2024, "A", 50, 28), populations={2024: 30}))
    assert rows(edition, "flag") == [("u",)]
    assert edition["high"].iloc[0] - edition["low"].iloc[0] < 30


# Complete counts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evidence", ["census", "inventory"])
def test_a_complete_count_has_exact_changes_no_range_and_is_never_weak(evidence: str) -> None:
    edition = editions.last_edition(
        items(
            (2023, "A", 50, 12),
            (2024, "A", 50.1, 12),
            (2023, "B", 20, 12),
            (2024, "B", 20, 12),
            (2023, "C", 9, 12),
            (2024, "C", 8, 12),
            evidence=evidence,
        )
    )
    assert rows(edition, "item", "verdict", "reason") == [("A", UP, ""), ("B", "unchanged", ""), ("C", DOWN, "")]
    for name in ("low", "high", "change_low", "change_high"):
        assert column(edition, name) == [None] * 3
    assert column(edition, "flag") == [""] * 3
    assert column(edition, "change") == pytest.approx([0.1, 0, -1])


def test_a_count_without_a_published_base_is_not_known_to_be_complete() -> None:
    edition = editions.last_edition(items((2023, "A", 50, None), (2024, "A", 60, None), evidence="census"))
    assert rows(edition, "verdict", "reason", "change") == [(CANNOT_TELL, REASON_NO_BASE, 10)]


@pytest.mark.parametrize("measure", ["score", "count"])
def test_scores_and_numbers_are_exact_only_in_a_complete_count(measure: str) -> None:
    figures: list[Figure] = [(2023, "A", 10, 100), (2024, "A", 12, 100)]
    asked = editions.last_edition(items(*figures, measure=measure))
    counted = editions.last_edition(items(*figures, measure=measure, evidence="census"))
    assert rows(asked, "verdict", "reason", "change", "flag", "low") == [(CANNOT_TELL, REASON_NO_RANGE, 2, "", None)]
    assert rows(counted, "verdict", "reason", "change", "flag", "low") == [(UP, "", 2, "", None)]


def test_names_have_no_change_at_all() -> None:
    edition = editions.last_edition(items((2023, "A", 1, 100), (2024, "A", 1, 100), measure="mentioned"))
    assert rows(edition, "verdict", "reason", "change", "rank") == [(CANNOT_TELL, REASON_NAMED, None, None)]


# Published places ---------------------------------------------------------------------------------------------------


def test_published_places_rise_when_their_number_falls_and_have_no_range() -> None:
    edition = editions.last_edition(
        items(
            (2023, "A", 3, 100),
            (2024, "A", 1, 100),
            (2023, "B", 2, 100),
            (2024, "B", 2, 100),
            (2023, "C", 1, 100),
            (2024, "C", 3, 100),
            measure="rank",
            complete=(2023, 2024),
        )
    )
    assert rows(edition, "item", "verdict", "change") == [("A", UP, 2), ("B", "unchanged", 0), ("C", DOWN, -2)]
    for name in ("low", "high", "rank", "rank_low", "rank_high", "change_low", "change_high"):
        assert column(edition, name) == [None] * 3


@pytest.mark.parametrize(("complete", "reason"), [((2023,), REASON_NOT_LISTED), ((), REASON_NOT_READ)])
def test_a_place_missing_before_was_not_listed_only_if_the_list_was_read_to_its_end(
    complete: tuple[int, ...], reason: str
) -> None:
    edition = editions.last_edition(
        items((2023, "A", 1, None), (2024, "A", 1, None), (2024, "B", 2, None), measure="rank", complete=complete)
    )
    assert rows(edition, "item", "verdict", "reason") == [("A", "unchanged", ""), ("B", CANNOT_TELL, reason)]


def test_shared_places_are_known_before_and_after() -> None:
    edition = editions.last_edition(
        items(
            (2023, "A", 1, None),
            (2023, "B", 1, None),
            (2024, "A", 1, None),
            (2024, "B", 2, None),
            measure="rank",
            tied=[(2023, "A"), (2023, "B")],
        )
    )
    assert rows(edition, "item", "tied", "tied_before") == [("A", False, True), ("B", False, True)]


# Places worked out from shares --------------------------------------------------------------------------------------


def test_places_by_share_have_the_range_of_the_statistics_module() -> None:
    shares, base = [70, 56, 50, 24, 7], 70
    edition = editions.last_edition(items(*((2024, f"Item {share}", share, base) for share in shares)))
    rank, low, high = ranks.rank_ranges([share / 100 for share in shares], [base] * 5, same_respondents=True)
    assert column(edition, "rank") == list(rank) == [1, 2, 3, 4, 5]
    assert column(edition, "rank_low") == list(low)
    assert column(edition, "rank_high") == list(high)


def test_equal_shares_have_equal_places() -> None:
    edition = editions.last_edition(items((2024, "A", 60, 400), (2024, "B", 60, 400), (2024, "C", 10, 400)))
    assert rows(edition, "item", "rank", "rank_low", "rank_high", "rank_tied") == [
        ("A", 1, 1, 2, True),
        ("B", 1, 1, 2, True),
        ("C", 3, 3, 3, False),
    ]


def test_weak_figures_and_answers_such_as_other_are_not_placed() -> None:
    edition = editions.last_edition(
        items((2024, "A", 90, 12), (2024, "B", 60, 400), (2024, "C", 10, 400), (2024, "Other", 70, 400))
    )
    # A may stand above B or below it, but not below C.
    assert rows(edition, "item", "flag", "rank", "rank_low", "rank_high") == [
        ("A", "u", None, None, None),
        ("B", "", 2, 1, 2),
        ("C", "", 3, 3, 3),
        ("Other", "", None, None, None),
    ]


def test_without_bases_shares_have_no_places() -> None:
    edition = editions.last_edition(items((2024, "A", 90, None), (2024, "B", 10, None)))
    assert column(edition, "rank") == [None, None]


def test_a_share_without_a_base_is_not_placed_and_widens_the_places_of_the_others() -> None:
    edition = editions.last_edition(items((2024, "A", 90, 400), (2024, "B", 50, None), (2024, "C", 10, 400)))
    assert rows(edition, "item", "rank", "rank_low", "rank_high") == [
        ("A", 1, 1, 2),
        ("B", None, None, None),
        ("C", 3, 2, 3),
    ]


def test_places_in_a_complete_count_are_certain() -> None:
    edition = editions.last_edition(
        items((2024, "A", 51, 400), (2024, "B", 50, 400), (2024, "C", 50, 400), evidence="census")
    )
    assert rows(edition, "rank", "rank_low", "rank_high", "rank_tied") == [
        (1, 1, 1, False),
        (2, 2, 2, True),
        (2, 2, 2, True),
    ]


# Order --------------------------------------------------------------------------------------------------------------


def test_the_leading_item_comes_first_equal_ones_by_name_and_other_last() -> None:
    shares = editions.last_edition(
        items((2024, "Other", 90, 100), (2024, "C", 50, 100), (2024, "B", 50, 100), (2024, "A", 10, 100))
    )
    places = editions.last_edition(items((2024, "Z", 1, None), (2024, "A", 2, None), measure="rank"))
    assert column(shares, "item") == ["B", "C", "A", "Other"]
    assert column(shares, "residual") == [False, False, False, True]
    assert column(places, "item") == ["Z", "A"]
    assert shares.index.tolist() == [0, 1, 2, 3]


def test_what_was_given_is_not_changed() -> None:
    given_rows = items(*FOUR_YEARS)
    before = given_rows.copy()
    editions.last_edition(given_rows)
    pd.testing.assert_frame_equal(given_rows, before)


# Ranges alone -------------------------------------------------------------------------------------------------------


def test_ranges_keep_the_rows_and_their_index() -> None:
    given_rows = slices({"value": 50, "base_n": 100}, {"value": 20}).set_index(pd.Index([7, 3]))
    ranged = ranges.with_ranges(given_rows)
    assert ranged.index.tolist() == [7, 3]
    assert column(ranged, "low") == [pytest.approx(100 * proportion_confint(50, 100, method="wilson")[0]), None]
    assert column(ranged, "flag") == ["", ""]


def test_the_range_and_flag_of_every_figure_are_those_its_file_holds(store: Store) -> None:
    findings = store.ask("findings", **{name: [] for name in store.queries["findings"].parameters})
    kinds = findings.groupby(["measure", "evidence"])
    again = pd.concat(ranges.with_ranges(kind.drop(columns=["low", "high", "flag"])) for _, kind in kinds)
    again = again.sort_index()
    for name in ("low", "high"):
        pd.testing.assert_series_equal(again[name].round(2), findings[name])
    assert again["flag"].tolist() == findings["flag"].fillna("").tolist()
    # The test is of something: ranges, weak ones, and figures without one.
    assert {"", "u"} == set(again["flag"])
    assert 0 < findings["low"].notna().sum() < len(findings)
    assert findings["population"].notna().any()


def test_no_rows_have_no_ranges() -> None:
    empty = ranges.with_ranges(slices({"value": 1}).iloc[:0])
    assert empty.empty
    assert {"low", "high", "flag"} <= set(empty.columns)


# Against the rest ---------------------------------------------------------------------------------------------------


def test_a_country_is_compared_with_the_others_each_with_the_weight_of_its_base() -> None:
    compared = rest.against_rest(
        slices(
            {"country": "GBR", "value": 60, "base_n": 300},
            {"country": "NOR", "value": 30, "base_n": 100},
            {"country": "KEN", "value": 40, "base_n": 300},
        )
    )
    # The rest of the United Kingdom: (30 × 100 + 40 × 300) / 400 = 37.5 %, of 400.
    assert rows(compared, "rest_value", "rest_base_n", "rest_groups", "rest_kind")[0] == (37.5, 400, 2, "countries")
    assert column(compared, "difference") == pytest.approx([22.5, -20, -12.5])
    low, high = newcombe(37.5, 400, 60, 300)
    assert (compared["difference_low"].iloc[0], compared["difference_high"].iloc[0]) == pytest.approx(
        (low, high), abs=SAME
    )
    assert column(compared, "verdict") == [UP, DOWN, DOWN]
    assert column(compared, "reason") == [""] * 3


def test_effective_bases_make_a_difference_less_sure_and_the_rest_as_sure_as_its_parts() -> None:
    compared = rest.against_rest(
        slices(
            {"country": "GBR", "value": 60, "base_n": 300, "effective_base": 120},
            {"country": "NOR", "value": 30, "base_n": 100, "effective_base": 40},
            {"country": "KEN", "value": 40, "base_n": 300, "effective_base": 200},
        )
    )
    assert rows(compared, "rest_value", "rest_base_n")[0] == (37.5, 400)
    # Weights of 1/4 and 3/4: variances add up with 1/16 and 9/16, so 1 / (1/16/40 + 9/16/200) answers are as sure.
    low, high = newcombe(37.5, 1 / (1 / 16 / 40 + 9 / 16 / 200), 60, 120)
    found = compared["difference_low"].iloc[0], compared["difference_high"].iloc[0]
    assert found == pytest.approx((low, high), abs=SAME)


@pytest.mark.parametrize(
    ("bases", "effective", "overlap"),
    [((155, 150), True, False), ((155, 150), False, True), ((165, 151), True, True), ((150, 150), False, False)],
)
def test_changed_bases_may_add_up_to_a_little_more_than_their_whole(
    bases: tuple[int, int], effective: bool, overlap: bool
) -> None:
    parts = [
        {"region": region, "value": 40, "base_n": base} | ({"effective_base": 90} if effective else {})
        for region, base in zip(("London", "Wales"), bases, strict=True)
    ]
    compared = rest.against_rest(slices({"value": 50, "base_n": 300}, *parts))
    assert column(compared, "reason")[1:] == [REASON_OVERLAP if overlap else ""] * 2


def test_slices_shown_together_are_judged_together() -> None:
    shares, base = [38, 30, 25, 26, 27, 28, 29, 31], 150
    given_rows = slices(
        *({"region": f"Region {number}", "value": share, "base_n": base} for number, share in enumerate(shares))
    )
    compared = against_rest(given_rows)
    rest = [(sum(shares) - share) / 7 for share in shares]
    p_values = [
        float(methods.list_p_value(other / 100, 7 * base, share / 100, base))
        for share, other in zip(shares, rest, strict=True)
    ]
    assert p_values[0] < 0.05
    assert not holm(p_values)[0][0]
    assert column(compared, "verdict") == [TOO_CLOSE] * 8


def test_a_whole_is_never_compared_with_its_parts() -> None:
    compared = rest.against_rest(
        slices(
            {"value": 50, "base_n": 300},
            {"region": "London", "value": 80, "base_n": 100},
            {"region": "Wales", "value": 40, "base_n": 100},
            {"body_size": "Small", "value": 60, "base_n": 50},
            {"body_size": "Large", "value": 30, "base_n": 50},
        )
    )
    assert rows(compared, "rest_kind", "rest_value", "rest_base_n") == [
        ("", None, None),
        ("regions", 40, 100),
        ("regions", 80, 100),
        ("kinds of body", 30, 50),
        ("kinds of body", 60, 50),
    ]
    assert rows(compared, "verdict", "reason")[0] == (CANNOT_TELL, REASON_ALONE)


def test_groups_of_countries_stand_apart_from_countries() -> None:
    compared = rest.against_rest(
        slices(
            {"country": "INTL", "value": 50, "base_n": 900},
            {"country": "GBR", "value": 60, "base_n": 300},
            {"country": "NOR", "value": 30, "base_n": 300},
        )
    )
    assert rows(compared, "rest_value", "reason") == [(None, REASON_ALONE), (30, ""), (60, "")]


def test_the_sector_of_all_sectors_stands_apart_from_sectors() -> None:
    compared = rest.against_rest(
        slices(
            {"sector": "cross_public_sector", "value": 50, "base_n": 400},
            {"sector": "health", "value": 60, "base_n": 200},
            {"sector": "local_government", "value": 30, "base_n": 200},
        )
    )
    assert rows(compared, "rest_kind", "rest_value", "reason") == [
        ("", None, REASON_ALONE),
        ("sectors", 30, ""),
        ("sectors", 60, ""),
    ]


@pytest.mark.parametrize(
    ("whole", "wave"), [({"sector": "cross_public_sector", "value": 50, "base_n": 300}, None), (None, 300)]
)
def test_groups_with_more_answers_than_their_whole_overlap_and_get_no_verdict(
    whole: dict[str, Any] | None, wave: int | None
) -> None:
    parts = [
        {"sector": "health", "value": 90, "base_n": 200, "wave_base_n": wave},
        {"sector": "local_government", "value": 10, "base_n": 200, "wave_base_n": wave},
    ]
    compared = rest.against_rest(slices(*parts, *([whole] if whole else [])))
    assert rows(compared, "verdict", "reason", "rest_value")[:2] == [(CANNOT_TELL, REASON_OVERLAP, None)] * 2


def test_nested_regions_compare_within_the_same_surroundings() -> None:
    compared = rest.against_rest(
        slices(
            {"region": "England", "value": 50, "base_n": 200},
            {"region": "Scotland", "value": 20, "base_n": 200},
            {"region": "England: London", "value": 70, "base_n": 100},
            {"region": "England: North", "value": 30, "base_n": 100},
        )
    )
    assert column(compared, "rest_value") == [20, 50, 30, 70]


@pytest.mark.parametrize("differs", [{"year": 2023}, {"method": "Postal questionnaire"}])
def test_only_one_edition_made_in_one_way_is_compared(differs: dict[str, Any]) -> None:
    compared = rest.against_rest(
        slices(
            {"country": "GBR", "value": 60, "base_n": 300},
            {"country": "NOR", "value": 30, "base_n": 300},
            {"country": "KEN", "value": 90, "base_n": 300} | differs,
        )
    )
    assert rows(compared, "rest_value", "reason") == [(30, ""), (60, ""), (None, REASON_ALONE)]


def test_what_has_no_base_is_neither_judged_nor_pooled() -> None:
    compared = rest.against_rest(
        slices(
            {"country": "GBR", "value": 60, "base_n": 300},
            {"country": "NOR", "value": 30, "base_n": 300},
            {"country": "KEN", "value": 90},
        )
    )
    assert rows(compared, "rest_value", "rest_groups", "reason") == [
        (30, 1, ""),
        (60, 1, ""),
        (None, 2, REASON_NO_BASE),
    ]
    assert compared["verdict"].iloc[2] == CANNOT_TELL


def test_where_no_other_has_a_base_one_cannot_tell() -> None:
    compared = rest.against_rest(
        slices({"country": "GBR", "value": 60, "base_n": 300}, {"country": "NOR", "value": 30})
    )
    assert rows(compared, "verdict", "reason") == [(CANNOT_TELL, REASON_NO_BASE)] * 2


def test_differences_in_a_complete_count_are_exact_down_to_rounding() -> None:
    compared = rest.against_rest(
        slices(
            {"region": "North", "value": 50.0, "base_n": 40},
            {"region": "South", "value": 50.1, "base_n": 40},
            {"region": "East", "value": 48.2, "base_n": 40},
            {"region": "West", "value": 51.6, "base_n": 40},
            evidence="census",
        )
    )
    # South: 50.1 − 49.93 = 0.17, more than the last decimal hides; North: 50 − 49.97 = 0.03, less.
    assert rows(compared, "verdict", "reason") == [(TOO_CLOSE, REASON_ROUNDING), (UP, ""), (DOWN, ""), (UP, "")]
    assert column(compared, "difference_low") == [None] * 4


@pytest.mark.parametrize("measure", ["rank", "score", "count", "mentioned"])
def test_only_shares_are_compared_with_a_rest(measure: str) -> None:
    compared = rest.against_rest(
        slices(
            {"country": "GBR", "value": 1, "base_n": 300},
            {"country": "NOR", "value": 2, "base_n": 300},
            measure=measure,
        )
    )
    assert rows(compared, "verdict", "reason", "rest_value") == [(CANNOT_TELL, REASON_NO_RANGE, None)] * 2


@untimed
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 900)), min_size=2, max_size=6))
def test_a_slice_is_never_part_of_its_own_rest(figures: list[tuple[int, int]]) -> None:
    compared = rest.against_rest(
        slices(
            *({"region": f"R{number}", "value": share, "base_n": base} for number, (share, base) in enumerate(figures))
        )
    )
    everyone = sum(base for _, base in figures)
    named = sum(share * base for share, base in figures)
    for row, (share, base) in zip(compared.to_dict("records"), figures, strict=True):
        assert row["rest_base_n"] == everyone - base
        assert row["rest_value"] == pytest.approx((named - share * base) / (everyone - base))
        assert row["difference"] == pytest.approx(share - row["rest_value"], abs=SAME)


@untimed
@given(
    st.lists(st.integers(0, 100), min_size=2, max_size=6),
    st.integers(1, 900),
    st.sampled_from(["self_selected", "random_sample", "census", "inventory"]),
)
def test_verdicts_agree_with_the_side_the_difference_lies_on(shares: list[int], base: int, evidence: str) -> None:
    assume(len(set(shares)) > 1)
    compared = rest.against_rest(
        slices(
            *({"region": f"R{number}", "value": share, "base_n": base} for number, share in enumerate(shares)),
            evidence=evidence,
        )
    )
    for row in compared.to_dict("records"):
        assert not (row["verdict"] == UP and row["difference"] <= 0)
        assert not (row["verdict"] == DOWN and row["difference"] >= 0)
        assert row["verdict"] != CANNOT_TELL
        if row["complete"]:
            assert math.isnan(row["difference_low"])


@given(st.integers(1, 3000), st.data(), st.sampled_from([0, 1, 2]))
def test_a_share_of_whole_answers_fits_its_base(base: int, data: st.DataObject, decimals: int) -> None:
    answers = data.draw(st.lists(st.integers(0, base), min_size=1, max_size=5))
    shares = np.round(100 * np.array(answers) / base, decimals)
    assert ranges.fits_base(shares, np.full(len(answers), float(base))).all()


def test_a_share_that_no_number_of_answers_gives_does_not_fit() -> None:
    # Of 50 answers each is 2 points, so an odd share is none; of an unknown base nothing can be said.
    shares, bases = np.array([52.0, 53.0, 53.0, np.nan]), np.array([50.0, 50.0, np.nan, 50.0])
    assert ranges.fits_base(shares, bases).tolist() == [True, False, True, True]
    # A half is rounded up by some and down by others: 1 of 8 is 12.5.
    assert ranges.fits_base(np.array([12.0, 13.0]), np.array([8.0, 8.0])).all()
    # With decimals less is forgiven: 18 of 92 is 19.57.
    assert ranges.fits_base(np.array([20.0]), np.array([92.0])).all()
    assert not ranges.fits_base(np.array([19.78]), np.array([92.0])).any()
