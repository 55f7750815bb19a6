"""Ranges of means: the quantile against scipy, the interval against statsmodels, and how often it holds the truth."""

import math

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from trends.statistics.inputs import effective_base
from trends.statistics.means import mean_interval, student_quantile


def test_the_quantile_is_that_of_scipy() -> None:
    freedom = np.concatenate([np.linspace(1, 40, 391), np.geomspace(40, 1e9, 200), [np.inf]])
    assert student_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-8)
    assert np.isnan(student_quantile([0, 0.99, -1, math.nan])).all()
    assert student_quantile(np.array([[4.0], [9.5]])).shape == (2, 1)


def described(answers: ArrayLike, weights: ArrayLike) -> tuple[float, float, float]:
    """Return mean, deviation and effective base."""
    mean = np.average(answers, weights=weights)
    return mean, math.sqrt(np.average((np.asarray(answers) - mean) ** 2, weights=weights)), effective_base(weights)


@pytest.mark.parametrize("respondents", [3, 4, 7, 12, 40, 500])
def test_the_range_is_that_of_statsmodels_on_the_effective_base(respondents: int) -> None:
    draw = np.random.default_rng(respondents)
    for _ in range(30):
        answers, weights = draw.normal(1e6, 5, respondents), draw.uniform(0.3, 3, respondents)
        mean, deviation, base = described(answers, weights)
        if base >= 2:
            oracle = DescrStatsW(answers, weights=weights * base / weights.sum()).tconfint_mean()
            assert mean_interval(mean, deviation, base) == pytest.approx(oracle, rel=1e-12)
        # Equal weights, of whatever size, make the usual interval.
        mean, deviation, base = described(answers, np.full(respondents, 0.2))
        usual = stats.t.interval(0.95, respondents - 1, answers.mean(), stats.sem(answers))
        assert mean_interval(mean, deviation, base) == pytest.approx(usual, rel=1e-12)


def test_where_the_spread_is_not_known_there_is_no_range() -> None:
    for deviation, base in ((0, 40), (math.nan, 40), (1, math.nan), (1, 0), (1, 1), (1, 1.99)):
        assert np.isnan(mean_interval(3, deviation, base)).all()
    assert np.isnan(mean_interval(math.nan, 1, 40)).all()
    assert np.isfinite(mean_interval(3, 1, 2)).all()
    low, high = mean_interval([1.2, 4.9], 0.5, 3, within=(1, 5))
    assert (low[0], high[1]) == (1, 5)
    assert high[0] < 5
    with pytest.raises(ValueError, match="Deviation -1 at position 1"):
        mean_interval(3, [1, -1], 40)


@pytest.mark.parametrize("spread", [0.0, 0.6], ids=["unweighted", "weighted"])
@pytest.mark.parametrize("chances", [(0.2,) * 5, (0.05, 0.1, 0.2, 0.4, 0.25), (0.45, 0.05, 0, 0.05, 0.45)])
@pytest.mark.parametrize("respondents", [15, 30, 100])
def test_ranges_hold_the_truth(respondents: int, chances: tuple[float, ...], spread: float) -> None:
    draw, runs = np.random.default_rng(respondents), 3000
    points = draw.choice(5, size=(runs, respondents), p=chances) + 1
    weights = np.exp(draw.normal(0, spread, (runs, respondents)))
    total = weights.sum(axis=1)
    means = (weights * points).sum(axis=1) / total
    deviations = np.sqrt((weights * (points - means[:, np.newaxis]) ** 2).sum(axis=1) / total)
    low, high = mean_interval(means, deviations, total**2 / (weights**2).sum(axis=1), within=(1, 5))
    truth = np.dot(chances, range(1, 6))
    assert 0.925 <= np.mean((low <= truth) & (truth <= high)) <= 0.975
