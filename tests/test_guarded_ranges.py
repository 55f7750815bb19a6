"""Ranges of guarded shares hold the truth as often as they say, and changed shares stay near the true ones."""

import numpy as np
import pytest

from trends.intake.guarded_ranges import guarded_range
from trends.intake.perturbation import kept
from trends.statistics.methods import wilson_interval

TRIES = 4_000
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def changed(counts: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Return counts changed as the table says."""
    result = counts.copy()
    for count in {each.count for each in kept()}:
        rows = [each for each in kept() if each.count == count]
        here = np.minimum(counts, max(each.count for each in kept())) == count
        chances = np.array([each.probability for each in rows])
        result[here] += draw.choice([each.change for each in rows], here.sum(), p=chances / chances.sum())
    return result


def published(base: int, share: float, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return published shares and bases of many samples, with the shares of the samples."""
    chosen = draw.binomial(base, share, TRIES)
    bases = np.maximum(changed(np.full(TRIES, base), draw), 10)
    digits = np.where(bases < 1000, 1, 10)
    return np.round(np.minimum(changed(chosen, draw) / bases, 1) * 100 * digits) / digits / 100, bases, chosen / base


@pytest.mark.parametrize("base", [10, 20, 30, 50, 100, 200, 500, 3_000])
def test_ranges_hold_the_truth_in_93_to_97_of_100_cases(base: int) -> None:
    draw = np.random.default_rng(base)
    held, held_without = [], []
    for share in SHARES:
        shares, bases, _ = published(base, share, draw)
        low, high = guarded_range(shares, bases, bases)
        held.append(((low <= share) & (share <= high)).mean())
        low, high = wilson_interval(shares, bases)
        held_without.append(((low <= share) & (share <= high)).mean())
    assert 0.93 <= np.mean(held) <= 0.97
    # Without the widening they would claim too much of small bases.
    assert base > 50 or np.mean(held_without) < 0.93


def test_ranges_are_wider_than_those_of_the_sample_and_as_wide_where_the_base_is_large() -> None:
    for share in (0.0, 0.02, 0.3, 0.5, 1.0):
        for base in (10.0, 50.0, 1_000.0):
            low, high = guarded_range(share, base, base)
            alone = wilson_interval(share, base)
            assert low <= alone[0]
            assert alone[1] <= high
    assert guarded_range(0.3, 1e6, 1e6) == pytest.approx(wilson_interval(0.3, 1e6), abs=1e-6)


def test_shares_differ_from_the_true_ones_by_what_the_method_page_says() -> None:
    draw = np.random.default_rng(2)
    for base, points in ((50, 2.95), (100, 1.45), (200, 0.75), (500, 0.4)):
        shares, _, true = published(base, 0.3, draw)
        assert 100 * np.abs(shares - true).mean() == pytest.approx(points, abs=0.15)
