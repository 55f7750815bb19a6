"""Intervals, differences, verdicts and ranks, against statsmodels and against worked cases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from tests.holm import holm
from trends.statistics import ranges
from trends.statistics.inputs import base_in_population, effective_base
from trends.statistics.methods import (
    SIGNIFICANCE,
    WEAK_BASE,
    WEAK_WIDTH,
    WITHHOLD_BASE,
    Z95,
    Verdict,
    difference_p_value,
    flag,
    holm_adjust,
    list_p_value,
    newcombe_difference,
    verdict,
    wilson_interval,
)
from trends.statistics.ranks import median_interval, rank_ranges

MACROS = Path(__file__).parents[1] / "data" / "statistics.sql"
SAME = 1e-9

# A busy machine is slow, not wrong.
untimed = settings(deadline=None)

# Missing numbers and complete counts are ordinary; none may end in a warning about 0 / 0.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")

shares = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))
bases = st.one_of(st.just(1.0), st.integers(1, 5000).map(float), st.floats(0.5, 5000))
p_values = st.one_of(st.sampled_from([0.0, 1.0, SIGNIFICANCE]), st.floats(0, 1))


def wilson_by_statsmodels(share: float, base: float) -> tuple[float, float]:
    low, high = proportion_confint(share * base, base, method="wilson")
    return float(low), float(high)


def newcombe_by_statsmodels(
    share_1: float, base_1: float, share_2: float, base_2: float, alpha: float = 0.05
) -> tuple[float, float]:
    # statsmodels takes the second from the first; a change is the other way round.
    low, high = confint_proportions_2indep(
        share_2 * base_2, base_2, share_1 * base_1, base_1, method="newcomb", compare="diff", alpha=alpha
    )
    return float(low), float(high)


class TestEffectiveBase:
    def test_equal_weights_count_every_respondent(self) -> None:
        assert effective_base([2.5] * 40) == pytest.approx(40)

    def test_unequal_weights_count_for_less(self) -> None:
        # (1 + 1 + 2)² / (1 + 1 + 4)
        assert effective_base([1, 1, 2]) == pytest.approx(16 / 6)

    @untimed
    @given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
    def test_lies_between_one_and_the_number_of_respondents(self, weights: list[float]) -> None:
        assert 1 - SAME <= effective_base(weights) <= len(weights) + SAME

    @pytest.mark.parametrize("weights", [[], [0, 0]])
    def test_nobody_gives_no_base(self, weights: list[float]) -> None:
        assert np.isnan(effective_base(weights))

    @pytest.mark.parametrize("weights", [[1, -1], [1, None], [1, np.inf]])
    def test_an_impossible_weight_is_refused(self, weights: Any) -> None:
        with pytest.raises(ValueError, match=r"Weight (-1|nan|inf) at position 1 .*correct it"):
            effective_base(weights)


class TestWilson:
    @untimed
    @given(shares, bases)
    def test_equals_statsmodels(self, share: float, base: float) -> None:
        assert wilson_interval(share, base) == pytest.approx(wilson_by_statsmodels(share, base), abs=SAME)

    @untimed
    @given(shares, bases)
    def test_holds_the_share_and_stays_between_0_and_1(self, share: float, base: float) -> None:
        low, high = wilson_interval(share, base)
        assert 0 <= low <= share <= high <= 1

    @pytest.mark.parametrize(
        ("base", "low", "high"),
        [(30, 0.33, 0.67), (50, 0.37, 0.63), (100, 0.40, 0.60), (200, 0.43, 0.57)],
    )
    def test_how_wide_a_half_really_is(self, base: int, low: float, high: float) -> None:
        assert wilson_interval(0.5, base) == pytest.approx((low, high), abs=0.005)

    def test_one_respondent_says_little(self) -> None:
        assert wilson_interval([0, 1], 1) == pytest.approx(np.array([[0, 0.2065], [0.7935, 1]]), abs=1e-4)

    @pytest.mark.parametrize("base", [None, np.nan, 0])
    def test_no_base_no_interval(self, base: float | None) -> None:
        assert np.isnan(wilson_interval(0.4, np.array(base, dtype=float))).all()

    def test_plain_numbers_give_plain_numbers(self) -> None:
        low, _ = wilson_interval(0.4, 100)
        assert np.ndim(low) == 0
        assert f"{low:.3f}" == "0.309"

    def test_shares_and_bases_are_broadcast(self) -> None:
        low, high = wilson_interval([[0.2], [0.6]], [20, 40, 80])
        assert low.shape == high.shape == (2, 3)
        assert (low[1, 2], high[1, 2]) == wilson_interval(0.6, 80)

    def test_missing_cells_of_frames_and_of_duckdb_stay_missing(self) -> None:
        column = pd.Series([40, None], dtype="Int64")
        masked = duckdb.sql("select unnest([40, null]) as base").fetchnumpy()["base"]
        hidden = np.ma.masked_array([40, 50], mask=[False, True])
        given_bases: list[Any] = [column, masked, hidden, [40, None]]
        for base in given_bases:
            low, _ = wilson_interval(0.4, base)
            assert np.isnan(low).tolist() == [False, True]
            assert low[0] == wilson_interval(0.4, 40)[0]

    @pytest.mark.parametrize("share", [-0.01, 1.01, 45])
    def test_a_percentage_is_refused_with_a_way_out(self, share: float) -> None:
        with pytest.raises(ValueError, match=r"at position 1 .*divide percentages by 100"):
            wilson_interval([0.4, share], 30)

    def test_a_trace_of_rounding_is_not_refused(self) -> None:
        assert wilson_interval(1 + 2e-16, 30) == wilson_interval(1, 30)

    def test_a_negative_base_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"Base -5 at position 0 .*leave it missing"):
            wilson_interval(0.4, -5)


class TestFinitePopulation:
    def test_a_complete_count_has_no_width(self) -> None:
        assert np.array_equal(wilson_interval(0.3, 1741, 1741), (0.3, 0.3))

    def test_the_variance_shrinks_by_the_part_not_asked(self) -> None:
        # 60 of 100 answered: variance times (100 - 60) / (100 - 1), so 60 count as 148.5.
        assert base_in_population(60, 100) == pytest.approx(148.5)
        assert wilson_interval(0.3, 60, 100) == pytest.approx(wilson_by_statsmodels(0.3, 148.5), abs=SAME)

    @pytest.mark.parametrize("population", [600, 6000, None, np.nan])
    def test_a_tenth_or_less_or_an_unknown_population_changes_nothing(self, population: float | None) -> None:
        assert wilson_interval(0.3, 60, population) == wilson_interval(0.3, 60)

    @untimed
    @given(shares, st.integers(1, 500), st.integers(0, 4500))
    def test_never_widens(self, share: float, base: int, others: int) -> None:
        low, high = wilson_interval(share, base)
        low_corrected, high_corrected = wilson_interval(share, base, base + others)
        assert low - SAME <= low_corrected <= share <= high_corrected <= high + SAME

    def test_the_difference_of_two_complete_counts_is_exact(self) -> None:
        difference, low, high = newcombe_difference(0.3, 50, 0.34, 50, population_1=50, population_2=50)
        assert low == difference == high == pytest.approx(0.04)
        assert difference_p_value(0.3, 50, 0.34, 50, population_1=50, population_2=50) == 0
        assert list_p_value(0.3, 50, 0.34, 50, population_1=50, population_2=50) == 0

    def test_each_wave_has_its_own_population(self) -> None:
        # The first wave is complete, so the whole width comes from the second.
        difference, low, high = newcombe_difference(0.3, 50, 0.5, 80, population_1=50)
        low_2, high_2 = wilson_interval(0.5, 80)
        assert (low - difference, high - difference) == pytest.approx((low_2 - 0.5, high_2 - 0.5))

    def test_a_missing_base_stays_missing(self) -> None:
        assert np.isnan(base_in_population(np.nan, 100))

    def test_an_empty_population_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"Population 0 at position 1 .*leave it missing"):
            base_in_population([3, 3], [10, 0])


class TestNewcombe:
    @untimed
    @given(shares, bases, shares, bases)
    def test_equals_statsmodels(self, share_1: float, base_1: float, share_2: float, base_2: float) -> None:
        difference, low, high = newcombe_difference(share_1, base_1, share_2, base_2)
        assert difference == pytest.approx(share_2 - share_1, abs=SAME)
        assert (low, high) == pytest.approx(newcombe_by_statsmodels(share_1, base_1, share_2, base_2), abs=SAME)

    @untimed
    @given(shares, bases, shares, bases)
    def test_looking_backwards_mirrors_it(self, share_1: float, base_1: float, share_2: float, base_2: float) -> None:
        difference, low, high = newcombe_difference(share_1, base_1, share_2, base_2)
        assert newcombe_difference(share_2, base_2, share_1, base_1) == (-difference, -high, -low)

    def test_a_missing_base_leaves_the_difference_only(self) -> None:
        difference, low, high = newcombe_difference(0.25, np.nan, 0.5, 60)
        assert difference == 0.25
        assert np.isnan([low, high]).all()

    def test_equal_shares_that_differ_by_rounding_do_not_differ(self) -> None:
        assert not np.any(newcombe_difference(0.3, np.inf, 0.1 + 0.2, np.inf))


class TestPValue:
    @untimed
    @given(shares, bases, shares, bases)
    def test_the_interval_at_that_confidence_touches_zero(
        self, share_1: float, base_1: float, share_2: float, base_2: float
    ) -> None:
        p_value = float(difference_p_value(share_1, base_1, share_2, base_2))
        if 1e-12 < p_value < 0.999:
            low, high = newcombe_by_statsmodels(share_1, base_1, share_2, base_2, alpha=p_value)
            assert (low if share_2 > share_1 else high) == pytest.approx(0, abs=1e-7)

    @untimed
    @given(shares, bases, shares, bases)
    def test_is_significant_exactly_where_the_interval_excludes_zero(
        self, share_1: float, base_1: float, share_2: float, base_2: float
    ) -> None:
        _, low, high = newcombe_difference(share_1, base_1, share_2, base_2)
        excludes_zero = bool(low > 0 or high < 0)
        assert bool(difference_p_value(share_1, base_1, share_2, base_2) < SIGNIFICANCE) == excludes_zero
        assert bool(list_p_value(share_1, base_1, share_2, base_2) < SIGNIFICANCE) == excludes_zero

    def test_agrees_with_every_interval_of_two_small_surveys(self) -> None:
        # All 31 times 21 possible pairs of answers, the borderline ones included.
        share_1, share_2 = np.arange(31)[:, np.newaxis] / 30, np.arange(21)[np.newaxis, :] / 20
        _, low, high = newcombe_difference(share_1, 30, share_2, 20)
        significant = difference_p_value(share_1, 30, share_2, 20) < SIGNIFICANCE
        assert (significant == ((low > 0) | (high < 0))).all()
        assert 0 < significant.sum() < significant.size

    def test_agrees_down_to_the_last_digit(self) -> None:
        # Close in on the two neighbouring numbers between which the interval lets go of zero.
        share_1, base_1 = np.meshgrid(np.linspace(0.01, 0.4, 9), [12.0, 55.5, 301.0])
        base_2 = base_1[::-1]
        touches, excludes = share_1, np.ones_like(share_1)
        for _ in range(80):
            middle = (touches + excludes) / 2
            excluded = newcombe_difference(share_1, base_1, middle, base_2)[1] > 0
            touches, excludes = np.where(excluded, touches, middle), np.where(excluded, middle, excludes)
        assert (excludes == np.nextafter(touches, 1)).all()
        assert difference_p_value(share_1, base_1, excludes, base_2) == pytest.approx(SIGNIFICANCE)
        for p_value in (difference_p_value, list_p_value):
            assert (p_value(share_1, base_1, excludes, base_2) < SIGNIFICANCE).all()
            assert (p_value(share_1, base_1, touches, base_2) >= SIGNIFICANCE).all()

    @untimed
    @given(shares, bases, shares, bases)
    def test_a_list_is_never_judged_more_boldly(
        self, share_1: float, base_1: float, share_2: float, base_2: float
    ) -> None:
        single = difference_p_value(share_1, base_1, share_2, base_2)
        assert list_p_value(share_1, base_1, share_2, base_2) >= single

    def test_a_list_doubts_four_of_ten_against_one_in_twenty(self) -> None:
        # Rare answer, bases of 300 and 10: the chance of 4 or more in 10 at 5 % is 0.00103, so a
        # two-sided value near 0.002 is fair. The Newcombe interval alone claims a tenth of that.
        assert binom.sf(3, 10, 0.05) == pytest.approx(0.00103, abs=1e-5)
        assert difference_p_value(0.05, 300, 0.4, 10) < 0.0003
        assert list_p_value(0.05, 300, 0.4, 10) > 0.002

    def test_far_apart_is_small_but_not_nothing(self) -> None:
        assert 0 < difference_p_value(0, 30, 1, 40) < 1e-15
        assert 0 < list_p_value(0, 30, 1, 40) < 1e-15

    def test_edges(self) -> None:
        share_1, share_2 = [0.4, 0.4, 0, 1, 0.4], [0.4, 0.4, 0, 1, 0.6]
        base_1, base_2 = [50, np.inf, 9, 9, np.inf], [70, np.inf, 1, 9, np.inf]
        for p_value in (difference_p_value, list_p_value):
            assert p_value(share_1, base_1, share_2, base_2).tolist() == [1, 1, 1, 1, 0]
            assert np.isnan(p_value(0.4, np.nan, 0.6, 50))
            assert np.isnan(p_value(0.4, 50, np.nan, 50))
            assert 0 < p_value(0.4, np.inf, 0.6, 50) < SIGNIFICANCE
            assert p_value(0.4, np.inf, 0.6, 50) == p_value(0.6, 50, 0.4, np.inf)


class TestHolm:
    # statsmodels takes a moment for each list.
    @settings(untimed, max_examples=25)
    @given(st.lists(p_values, min_size=1, max_size=40))
    def test_equals_statsmodels(self, values: list[float]) -> None:
        rejected, adjusted = holm(values, SIGNIFICANCE)
        ours = holm_adjust(values)
        assert ours == pytest.approx(adjusted, abs=SAME)
        # At exactly 5 % the interval touches zero, which is too close to call; statsmodels rejects.
        on_the_line = np.isclose(ours, SIGNIFICANCE, atol=SAME)
        assert ((ours < SIGNIFICANCE) == rejected)[~on_the_line].all()

    @untimed
    @given(st.lists(st.one_of(p_values, st.just(np.nan)), max_size=40))
    def test_missing_stays_missing_and_is_not_counted(self, values: list[float]) -> None:
        missing = np.isnan(np.array(values, dtype=float))
        adjusted = holm_adjust(values)
        assert (np.isnan(adjusted) == missing).all()
        assert adjusted[~missing].tolist() == holm_adjust(np.array(values, dtype=float)[~missing]).tolist()

    def test_keeps_order_and_shape(self) -> None:
        # Smallest times 4, next times 3, next times 2, last times 1, never falling.
        assert holm_adjust([[0.04, 0.01], [0.02, 0.5]]) == pytest.approx(np.array([[0.08, 0.04], [0.06, 0.5]]))

    def test_what_is_not_a_probability_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"P value 1\.2 at position 1"):
            holm_adjust([0.2, 1.2])


class TestVerdict:
    def test_all_four(self) -> None:
        words = verdict([0.1, -0.1, 0.1, 0.1], [0.02, -0.2, -0.01, np.nan], [0.2, -0.02, 0.2, 0.2])
        assert words.tolist() == [Verdict.UP, Verdict.DOWN, Verdict.TOO_CLOSE, Verdict.CANNOT_TELL]

    def test_an_interval_that_touches_zero_is_too_close_to_call(self) -> None:
        assert verdict(0.1, 0.0, 0.2) == Verdict.TOO_CLOSE
        assert verdict(-0.1, -0.2, 0.0) == Verdict.TOO_CLOSE

    def test_a_single_verdict_is_a_plain_word(self) -> None:
        word: Any = verdict(0.1, 0.02, 0.2)
        assert {Verdict.UP: "a sentence"}[word] == "a sentence"

    def test_a_break_in_method_is_never_judged(self) -> None:
        words = verdict([0.1, 0.1], 0.02, 0.2, comparable=[True, False])
        assert words.tolist() == ["up", "cannot tell"]

    def test_an_adjusted_list_says_less(self) -> None:
        # 0.03 alone is a change; as one of four with 0.04, 0.6 and 0.7 it is 0.12 and is none.
        adjusted = holm_adjust([0.03, 0.04, 0.6, 0.7, np.nan])
        words = verdict([0.1] * 5, [0.01, 0.01, -0.1, -0.1, 0.01], [0.2] * 5, adjusted)
        assert words.tolist() == ["too close to call"] * 4 + ["cannot tell"]

    @untimed
    @given(st.lists(st.tuples(shares, bases, shares, bases), min_size=1, max_size=12))
    def test_a_list_never_contradicts_its_intervals(self, rows: list[tuple[float, float, float, float]]) -> None:
        columns = np.array(rows).T
        difference, low, high = newcombe_difference(*columns)
        alone = verdict(difference, low, high)
        listed = verdict(difference, low, high, holm_adjust(list_p_value(*columns)))
        assert ((listed == alone) | (listed == Verdict.TOO_CLOSE)).all()
        if len(rows) == 1:
            assert (listed == alone).all()

    @pytest.mark.parametrize(
        ("share_1", "base_1", "share_2", "base_2", "right"),
        [
            (0.40, 200, 0.50, 200, "up"),
            (0.30, 60, 0.48, 70, "up"),
            (0.62, 118, 0.49, 131, "down"),
            (0.85, 300, 0.78, 300, "down"),
        ],
    )
    def test_overlapping_intervals_do_not_mean_no_change(
        self, share_1: float, base_1: int, share_2: float, base_2: int, right: str
    ) -> None:
        low_1, high_1 = wilson_interval(share_1, base_1)
        low_2, high_2 = wilson_interval(share_2, base_2)
        by_overlap = "too close to call" if low_1 <= high_2 and low_2 <= high_1 else "a change"
        assert by_overlap == "too close to call"
        assert verdict(*newcombe_difference(share_1, base_1, share_2, base_2)) == right

    @pytest.mark.parametrize(("share_1", "base_1", "share_2", "base_2"), [(0.10, 50, 0.24, 60), (0.45, 300, 0.58, 40)])
    def test_a_share_outside_the_other_interval_does_not_mean_a_change(
        self, share_1: float, base_1: int, share_2: float, base_2: int
    ) -> None:
        _, high_1 = wilson_interval(share_1, base_1)
        assert share_2 > high_1
        assert verdict(*newcombe_difference(share_1, base_1, share_2, base_2)) == "too close to call"


class TestFlag:
    def test_thresholds(self) -> None:
        assert (WITHHOLD_BASE, WEAK_BASE, WEAK_WIDTH) == (10, 30, 0.30)

    def test_small_base_or_wide_interval(self) -> None:
        words = flag([29, 30, 200, 200], [0.1, 0.1, 0.1, 0.4], [0.2, 0.2, 0.399, 0.7])
        assert words.tolist() == ["u", "", "", "u"]

    @pytest.mark.parametrize(("low", "high"), [(0.4, 0.7), (0.2, 0.5), (0.1, 0.4), (0.6, 0.9)])
    def test_thirty_points_is_thirty_points_however_it_is_rounded(self, low: float, high: float) -> None:
        assert flag(100, low, high) == "u"

    def test_nothing_to_judge_is_not_flagged(self) -> None:
        assert flag(np.nan, np.nan, np.nan) == ""

    def test_with_real_intervals(self) -> None:
        # Half of 30 is 33 points wide; half of 50 is 27; nobody of 30 is 11 points wide.
        share, base = np.array([0.5, 0.5, 0]), np.array([30, 50, 30])
        assert flag(base, *wilson_interval(share, base)).tolist() == ["u", "", ""]


class TestRankRanges:
    def test_clear_steps_and_a_tie(self) -> None:
        rank, best, worst = rank_ranges([0.05, 0.60, 0.20, 0.50, 0.20], 200)
        assert rank.tolist() == [5, 1, 3, 2, 3]
        assert best.tolist() == [5, 1, 3, 1, 3]
        assert worst.tolist() == [5, 2, 4, 2, 4]

    @pytest.mark.parametrize("same_respondents", [True, False])
    def test_few_respondents_rank_nobody(self, same_respondents: bool) -> None:
        _, best, worst = rank_ranges([0.5, 0.4, 0.3], 12, same_respondents=same_respondents)
        assert best.tolist() == [1, 1, 1]
        assert worst.tolist() == [3, 3, 3]

    @pytest.mark.parametrize("same_respondents", [True, False])
    def test_a_complete_count_ranks_exactly(self, same_respondents: bool) -> None:
        rank, best, worst = rank_ranges([0.5, 0, 0.1 + 0.2, 0.3, 0], 20, 20, same_respondents=same_respondents)
        assert rank.tolist() == [1, 4, 2, 2, 4]
        assert best.tolist() == [1, 4, 2, 2, 4]
        assert worst.tolist() == [1, 5, 3, 3, 5]

    def test_an_unknown_overlap_is_not_assumed_away(self) -> None:
        # 32 % and 27 % of 700: a clear order for two independent groups (variance pq + pq), not
        # for two answers of one group that may exclude each other (variance p + q).
        apart = rank_ranges([0.32, 0.27], 700, same_respondents=False)
        assert [part.tolist() for part in apart] == [[1, 2], [1, 2], [1, 2]]
        together = rank_ranges([0.32, 0.27], 700, same_respondents=True)
        assert [part.tolist() for part in together] == [[1, 2], [1, 1], [2, 2]]

    def test_nearly_everybody_is_as_telling_as_nearly_nobody(self) -> None:
        # 97 % and 90 % of 200: at most 13 % chose exactly one of the two.
        for shares_ in ([0.97, 0.90], [0.10, 0.03]):
            assert [part.tolist() for part in rank_ranges(shares_, 200)] == [[1, 2], [1, 2], [1, 2]]

    def test_five_of_ten_against_nobody_is_not_clear(self) -> None:
        # All five who chose one of the two chose the first: as likely as five heads or five tails, 1 in 16.
        assert [part.tolist() for part in rank_ranges([0.5, 0.0], 10)] == [[1, 2], [1, 1], [2, 2]]

    @untimed
    @given(st.tuples(*[st.integers(0, 60)] * 4).filter(lambda counts: sum(counts) > 0))
    def test_never_bolder_than_mcnemar_on_the_answers_themselves(self, counts: tuple[int, int, int, int]) -> None:
        both, only_first, only_second, neither = counts
        respondents = sum(counts)
        share = np.array([both + only_first, both + only_second]) / respondents
        _, best, worst = rank_ranges(share, respondents)
        if only_first + only_second > 0:
            table = [[both, only_first], [only_second, neither]]
            on_the_answers = mcnemar(table, exact=False, correction=True).pvalue
            told_apart = best.tolist() != [1, 1]
            assert not told_apart or on_the_answers < SIGNIFICANCE
            # With nobody in both, or nobody in neither, the least overlap is the true one.
            discordant_enough = abs(only_first - only_second) >= 1
            if min(both, neither) == 0 and discordant_enough and not np.isclose(on_the_answers, SIGNIFICANCE):
                assert told_apart == (on_the_answers < SIGNIFICANCE)
        assert (best <= worst).all()

    @untimed
    @given(st.lists(st.tuples(shares, bases), min_size=1, max_size=8), st.booleans())
    def test_the_rank_lies_in_its_range(self, items: list[tuple[float, float]], same_respondents: bool) -> None:
        share, base = np.array(items).T
        rank, best, worst = rank_ranges(share, base, same_respondents=same_respondents)
        assert ((best >= 1) & (best <= rank) & (rank <= worst) & (worst <= len(items))).all()

    @untimed
    @given(shares, bases, shares, bases)
    def test_two_countries_are_ranked_as_their_difference_is_judged(
        self, share_1: float, base_1: float, share_2: float, base_2: float
    ) -> None:
        _, best, _ = rank_ranges([share_1, share_2], [base_1, base_2], same_respondents=False)
        expected = {"up": [2, 1], "down": [1, 2], "too close to call": [1, 1]}
        assert best.tolist() == expected[str(verdict(*newcombe_difference(share_1, base_1, share_2, base_2)))]

    def test_the_smaller_base_counts(self) -> None:
        assert [part.tolist() for part in rank_ranges([0.6, 0.4], [1000, 40])] == [
            part.tolist() for part in rank_ranges([0.6, 0.4], 40)
        ]

    def test_items_without_share_are_not_counted(self) -> None:
        rank, best, worst = rank_ranges([0.6, np.nan, 0.1], 200)
        np.testing.assert_equal(rank, [1, np.nan, 2])
        np.testing.assert_equal(best, [1, np.nan, 2])
        np.testing.assert_equal(worst, [1, np.nan, 2])

    def test_an_item_without_base_has_a_rank_but_no_range(self) -> None:
        # The first could still be 2nd: nothing says how sure the second is.
        rank, best, worst = rank_ranges([0.6, 0.5, 0.1], [200, np.nan, 200])
        np.testing.assert_equal(rank, [1, 2, 3])
        np.testing.assert_equal(best, [1, np.nan, 2])
        np.testing.assert_equal(worst, [2, np.nan, 3])

    def test_one_list_at_a_time(self) -> None:
        with pytest.raises(ValueError, match=r"2 dimensions.*once for each list"):
            rank_ranges([[0.1, 0.2]], 50)

    def test_no_items(self) -> None:
        assert [part.size for part in rank_ranges([], 50)] == [0, 0, 0]


class TestMedianInterval:
    @pytest.mark.parametrize(("count", "place"), [(6, 1), (10, 2), (20, 6), (38, 13)])
    def test_the_places_in_printed_tables(self, count: int, place: int) -> None:
        values = np.arange(count, 0, -1)
        assert median_interval(values) == ((count + 1) / 2, place, count + 1 - place)

    @pytest.mark.parametrize("count", range(6, 120))
    def test_is_the_narrowest_that_holds_95_percent(self, count: int) -> None:
        _, low, _ = median_interval(np.arange(1, count + 1))
        assert 1 - 2 * binom.cdf(low - 1, count, 0.5) >= 0.95
        assert 1 - 2 * binom.cdf(low, count, 0.5) < 0.95

    @pytest.mark.parametrize("count", range(1, 6))
    def test_five_values_cannot_carry_an_interval(self, count: int) -> None:
        middle, low, high = median_interval(np.arange(1, count + 1))
        assert middle == (count + 1) / 2
        assert np.isnan([low, high]).all()

    def test_missing_values_are_left_out(self) -> None:
        values: Any = [3, np.nan, 1, 2, 6, 5, 4, None]
        assert median_interval(values) == (3.5, 1, 6)

    def test_nothing_gives_nothing(self) -> None:
        assert np.isnan(median_interval([np.nan])).all()

    def test_many_values(self) -> None:
        # 1,000 and more: the chances are too small for floats, the whole numbers still hold.
        assert median_interval(np.arange(1, 2002)) == (1001, 957, 1045)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(MACROS.read_text(encoding="utf-8"))
        yield opened


def one_row(connection: duckdb.DuckDBPyConnection, columns: str, values: list[float | None]) -> list[float]:
    """Return the row as floats, null as nan."""
    row = connection.execute(f"select {columns}", values).fetchone()
    assert row is not None
    return [np.nan if cell is None else float(cell) for cell in row]


missing_or_bases = st.one_of(st.none(), bases)


class TestMacros:
    @untimed
    @given(shares, missing_or_bases)
    def test_wilson_equals_python_and_statsmodels(
        self, connection: duckdb.DuckDBPyConnection, share: float, base: float | None
    ) -> None:
        limits = one_row(connection, "wilson_low($1, $2), wilson_high($1, $2)", [share, base])
        if base is None:
            assert np.isnan(limits).all()
            assert np.isnan(wilson_interval(share, np.nan)).all()
        else:
            assert limits == pytest.approx(wilson_interval(share, base), abs=SAME)
            assert limits == pytest.approx(wilson_by_statsmodels(share, base), abs=SAME)
            assert 0 <= limits[0] <= share <= limits[1] <= 1

    @untimed
    @given(shares, missing_or_bases, shares, missing_or_bases)
    def test_newcombe_equals_python_and_statsmodels(
        self,
        connection: duckdb.DuckDBPyConnection,
        share_1: float,
        base_1: float | None,
        share_2: float,
        base_2: float | None,
    ) -> None:
        columns = "share_difference($1, $3), newcombe_low($1, $2, $3, $4), newcombe_high($1, $2, $3, $4)"
        difference, low, high = one_row(connection, columns, [share_1, base_1, share_2, base_2])
        if base_1 is None or base_2 is None:
            assert difference == pytest.approx(share_2 - share_1, abs=SAME)
            assert np.isnan([low, high]).all()
        else:
            ours = newcombe_difference(share_1, base_1, share_2, base_2)
            assert (difference, low, high) == pytest.approx(ours, abs=SAME)
            statsmodels = newcombe_by_statsmodels(share_1, base_1, share_2, base_2)
            assert (low, high) == pytest.approx(statsmodels, abs=SAME)

    @untimed
    @given(missing_or_bases, st.one_of(st.none(), st.integers(1, 6000)))
    def test_finite_population_equals_python(
        self, connection: duckdb.DuckDBPyConnection, base: float | None, population: int | None
    ) -> None:
        corrected = one_row(connection, "base_in_population($1, $2)", [base, population])
        ours = base_in_population(np.array([base], dtype=float), np.array([population], dtype=float))
        assert corrected == pytest.approx(ours.tolist(), rel=SAME, nan_ok=True)

    @untimed
    @given(st.lists(st.floats(0, 100), max_size=30))
    def test_effective_base_equals_python(self, connection: duckdb.DuckDBPyConnection, weights: list[float]) -> None:
        row = connection.execute(
            "select effective_base(weight) from (select unnest($1::double[]) as weight)", [weights]
        ).fetchone()
        assert row is not None
        if row[0] is None:
            assert np.isnan(effective_base(weights))
        else:
            assert row[0] == pytest.approx(effective_base(weights), rel=SAME)

    @untimed
    @given(
        st.floats(0, 100),
        st.sampled_from(["percent", "rank", "score", "count", "mentioned"]),
        st.sampled_from(["counted", "asked_all", "sampled", "judged", "open", "unknown"]),
        st.sampled_from(["published", "computed"]),
        st.one_of(st.none(), st.integers(1, 60), st.integers(1, 5000)),
        st.one_of(st.none(), st.integers(1, 60), st.integers(1, 6000)),
        st.tuples(st.one_of(st.none(), st.integers(1, 900)), st.one_of(st.none(), st.integers(1, 900))),
        st.one_of(st.none(), st.floats(0.1, 1)),
    )
    def test_range_and_flag_of_a_figure_equal_python(
        self,
        connection: duckdb.DuckDBPyConnection,
        value: float,
        measure: str,
        coverage: str,
        origin: str,
        base: int | None,
        population: int | None,
        bounds: tuple[int | None, int | None],
        sureness: float | None,
    ) -> None:
        least, most = bounds if base is None else (None, None)
        effective = None if base is None or sureness is None else base * sureness
        row = connection.execute(
            """
            with counted as (
                select
                    $9 is null and complete_count($3, $5, $6) as complete,
                    few_bodies($2, $4, $5) as few,
                    range_base($5, $7, $6, $9) as corrected
            ),

            limited as (
                select
                    *,
                    wilson_low(sampled_share($1, $2, complete or few), corrected) as low,
                    wilson_high(sampled_share($1, $2, complete or few), corrected) as high
                from counted
            )

            select
                100 * low,
                100 * high,
                case when few then 'u' when $2 = 'percent' then weak_flag(coalesce($5, $7), $8, low, high) end,
                complete,
                few
            from limited
            """,
            [value, measure, coverage, origin, base, population, least, most, effective],
        ).fetchone()
        assert row is not None
        figure = {
            "value": value,
            "measure": measure,
            "base_n": base,
            "base_at_least": least,
            "base_at_most": most,
            "population": population,
            "effective_base": effective,
            "complete": row[3],
            "few_bodies": row[4],
        }
        whole = dict.fromkeys(("base_n", "base_at_least", "base_at_most", "population"), "Int64")
        ours = ranges.with_ranges(pd.DataFrame([figure]).astype(whole))
        low, high, marked = (ours[name].iloc[0] for name in ("low", "high", "flag"))
        assert (row[2] or "") == marked
        assert [np.nan if limit is None else limit for limit in row[:2]] == pytest.approx(
            [low, high], abs=SAME, nan_ok=True
        )

    @pytest.mark.parametrize(
        ("figure", "complete"),
        [
            ("'counted', 1741, 1741", True),
            ("'asked_all', 50, 50", True),
            ("'judged', 198, 198", True),
            ("'counted', 1733, 1741", False),
            ("'asked_all', 87, 89", False),
            ("'judged', 146, 193", False),
            # Nobody knows of how many, or of how many it is.
            ("'counted', null, 1741", False),
            ("'counted', 1218, null", False),
            # Whoever was drawn or came of themselves stands for no more than they are.
            ("'sampled', 50, 50", False),
            ("'open', 50, 50", False),
            ("'unknown', 50, 50", False),
        ],
    )
    def test_a_figure_is_complete_only_if_all_there_are_were_looked_at_and_stand_behind_it(
        self, connection: duckdb.DuckDBPyConnection, figure: str, complete: bool
    ) -> None:
        assert connection.execute(f"select complete_count({figure})").fetchone() == (complete,)

    @pytest.mark.parametrize(
        ("figure", "share"),
        [
            ("62, 'percent', false", 0.62),
            ("62, 'percent', true", None),
            # Points, places and numbers are no shares, even above 100.
            ("62, 'score', false", None),
            ("1250, 'count', false", None),
        ],
    )
    def test_only_sampled_shares_can_have_a_range(
        self, connection: duckdb.DuckDBPyConnection, figure: str, share: float | None
    ) -> None:
        assert connection.execute(f"select sampled_share({figure})").fetchone() == (share,)

    def test_a_range_is_worked_out_at_the_least_base_never_at_the_most(
        self, connection: duckdb.DuckDBPyConnection
    ) -> None:
        rows = connection.execute(
            "select range_base(null, 800, 1000, null), range_base(null, null, 1000, null), range_base(60, null, 100, null), "
            "range_base(60, null, 60, null), range_base(60, null, 100, 41.5)"
        ).fetchone()
        # 800 of 1,000 known to have answered may be any number above; 60 of 100 are corrected (Cochran 1977), an effective
        # base is not: it may be too wide, never too narrow.
        assert rows == pytest.approx((800, None, 60 * 99 / 40, 60, 41.5))

    @pytest.mark.parametrize(
        ("base", "most", "low", "high", "marked"),
        [
            (29, None, 0.4, 0.5, "u"),
            (30, None, 0.4, 0.5, None),
            (200, None, 0.4, 0.7, "u"),
            (200, None, 0.4, 0.699, None),
            (29, None, None, None, None),
            (None, 29, None, None, "u"),
            (None, 30, None, None, None),
        ],
    )
    def test_few_answers_or_a_wide_range_are_weak(
        self,
        connection: duckdb.DuckDBPyConnection,
        base: int | None,
        most: int | None,
        low: float | None,
        high: float | None,
        marked: str | None,
    ) -> None:
        row = connection.execute("select weak_flag($1, $2, $3::double, $4::double)", [base, most, low, high]).fetchone()
        assert row == (marked,)

    def test_same_constant(self, connection: duckdb.DuckDBPyConnection) -> None:
        assert connection.execute("select z95(), typeof(z95())").fetchone() == (Z95, "DOUBLE")

    def test_columns_named_as_the_parameters_and_of_any_number_type(
        self, connection: duckdb.DuckDBPyConnection
    ) -> None:
        rows = connection.execute("""
            select wilson_low(share, base), wilson_high(share, base)
            from (values
                (0.25::decimal(4, 2), 40::smallint),
                (1, 1),
                (0, null),
                (null, 30),
                (0.5, 0),
            ) as answers (share, base)
        """).fetchall()
        assert rows[0] == pytest.approx(wilson_interval(0.25, 40), abs=SAME)
        assert rows[1] == pytest.approx(wilson_interval(1, 1), abs=SAME)
        assert rows[2:] == [(None, None)] * 3

    def test_the_nan_of_a_frame_is_missing_too(self, connection: duckdb.DuckDBPyConnection) -> None:
        nan = "'nan'::double"
        row = connection.execute(
            f"select wilson_low(0.5, {nan}), wilson_high({nan}, 30), base_in_population(30, {nan})"
        ).fetchone()
        assert row == (None, None, 30)

    def test_a_complete_count_has_no_width(self, connection: duckdb.DuckDBPyConnection) -> None:
        row = connection.execute("""
            with answers as (select 0.3 as share, base_in_population(1741, 1741) as base)
            select
                wilson_low(share, base),
                wilson_high(share, base),
                newcombe_low(share, base, 0.1e0 + 0.2e0, base),
                newcombe_high(share, base, 0.1e0 + 0.2e0, base),
            from answers
        """).fetchone()
        assert row == (0.3, 0.3, 0, 0)

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            ("wilson_low(45, 30)", "Share 45 is not usable.*divide percentages by 100"),
            ("wilson_high(-0.1, 30)", "Share -0.1 is not usable"),
            ("newcombe_low(0.4, 30, 0.5, -2)", "Base -2 is not usable.*leave it missing"),
            ("newcombe_high(0.4, 30, 45, 30)", "Share 45 is not usable"),
            ("base_in_population(5, 0)", "Population 0 is not usable"),
        ],
    )
    def test_an_impossible_number_stops_the_query(
        self, connection: duckdb.DuckDBPyConnection, expression: str, message: str
    ) -> None:
        with pytest.raises(duckdb.InvalidInputException, match=message):
            connection.execute(f"select {expression}").fetchall()

    def test_every_macro_says_what_it_is_and_those_with_a_method_where_from(self) -> None:
        blocks = MACROS.read_text(encoding="utf-8").split("\n\n\n")[1:]
        for block in blocks:
            comment, _, macro = block.partition("create or replace macro ")
            assert comment.startswith(f"-- {macro.split('(')[0]}: "), block
        sourced = {block.split(":")[0].removeprefix("-- ") for block in blocks if "-- Source: " in block}
        assert sourced == {
            "effective_base",
            "base_in_population",
            "wilson_low",
            "wilson_high",
            "newcombe_low",
            "newcombe_high",
            "weak_flag",
        }
