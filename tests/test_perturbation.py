"""The perturbation table: its conditions, its file, and what is drawn from it."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from scipy.optimize import minimize

from tests.attacked import changed
from trends.intake import perturbation
from trends.intake.perturbation import LARGEST_CHANGE, NONE_UP_TO, VARIANCE, cumulative, generated, kept, last_row

ROWS: dict[int, dict[int, float]] = defaultdict(dict)
for each in kept():
    ROWS[each.count][each.change] = each.probability
COUNTS = sorted(ROWS)


def test_the_file_is_what_the_conditions_give(tmp_path: Path) -> None:
    perturbation.write(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == perturbation.FILE.read_text(encoding="utf-8")
    assert [(each.count, each.change) for each in generated()] == [(each.count, each.change) for each in kept()]


def test_there_is_a_row_for_each_count_up_to_where_every_change_is_possible() -> None:
    assert list(range(last_row() + 1)) == COUNTS
    assert sorted(ROWS[last_row()]) == list(range(-LARGEST_CHANGE, LARGEST_CHANGE + 1))
    assert ROWS[0] == {0: 1.0}


@pytest.mark.parametrize("count", COUNTS[1:])
def test_changes_have_mean_0_their_variance_and_no_forbidden_result(count: int) -> None:
    changes, chances = (np.array(list(each), dtype=float) for each in (ROWS[count], ROWS[count].values()))
    assert chances.sum() == pytest.approx(1, abs=1e-10)
    assert changes @ chances == pytest.approx(0, abs=1e-10)
    assert changes**2 @ chances == pytest.approx(VARIANCE, abs=1e-10)
    assert np.abs(changes).max() <= LARGEST_CHANGE
    results = {count + int(change) for change in changes}
    assert min(results) >= 0
    assert not results & set(range(1, NONE_UP_TO + 1))


@pytest.mark.parametrize("count", COUNTS[1:])
def test_no_change_farther_off_is_likelier(count: int) -> None:
    row = ROWS[count]
    for change in row:
        nearer = change - int(np.sign(change))
        assert nearer not in row or row[change] <= row[nearer] + 1e-10


@pytest.mark.parametrize("count", COUNTS[1:])
def test_another_solver_finds_no_distribution_of_greater_entropy(count: int) -> None:
    changes, chances = (np.array(list(each), dtype=float) for each in (ROWS[count], ROWS[count].values()))

    def negative_entropy(given: np.ndarray) -> float:
        return float((given * np.log(given)).sum())

    def conditions(given: np.ndarray) -> np.ndarray:
        return np.array([given.sum() - 1, changes @ given, changes**2 @ given - VARIANCE])

    def nearer_is_likelier(given: np.ndarray) -> np.ndarray:
        gaps = [0.0]
        for at, change in enumerate(changes):
            for other, farther in enumerate(changes):
                if abs(farther) == abs(change) + 1 and change * farther >= 0:
                    gaps.append(given[at] - given[other])
        return np.array(gaps)

    found = minimize(
        negative_entropy,
        np.full(len(changes), 1 / len(changes)),
        bounds=[(1e-12, 1)] * len(changes),
        constraints=[{"type": "eq", "fun": conditions}, {"type": "ineq", "fun": nearer_is_likelier}],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert np.abs(conditions(found.x)).max() < 1e-8
    assert negative_entropy(chances) <= found.fun + 1e-9
    assert found.x == pytest.approx(chances, abs=1e-4)


# Rows of R's ptable 1.0.0, create_cnt_ptable(D = 5, V = 3, js = 2), by the result of a count.
PTABLE = {
    2: "0.40880704 0 0 0.406643537 0.14762401 0.03231882 0.004266868 0.0003397188",
    4: "0.08485487 0 0 0.277921233 0.27792123 0.18939369 0.105125448 0.045455357 0.015310774 0.004017391",
    7: "0 0 0 0.018439196 0.05548389 0.12162104 0.194208159 0.2259140226 0.191441399 0.118180404 0.053146176 0.017410672"
    " 0.004155049",
}


@pytest.mark.parametrize("count", PTABLE)
def test_the_table_is_the_one_that_statistics_offices_generate(count: int) -> None:
    expected = [float(each) for each in PTABLE[count].split()]
    own = [ROWS[count].get(result - count, 0.0) for result in range(len(expected))]
    assert own == pytest.approx(expected, abs=1e-6)


def test_drawn_numbers_fall_into_exactly_one_change() -> None:
    rows = cumulative()
    assert [row[:2] for row in rows] == [(each.count, each.change) for each in kept()]
    for count in COUNTS:
        of_count = [row for row in rows if row[0] == count]
        assert (of_count[0][2], of_count[-1][3]) == (0.0, 1.0)
        assert [row[3] for row in of_count[:-1]] == [row[2] for row in of_count[1:]]


def test_a_variance_that_cannot_be_had_is_refused() -> None:
    with pytest.raises(ValueError, match="Allow larger changes or a smaller variance"):
        generated(largest_change=1, variance=3.0, none_up_to=0)


def test_counts_change_as_the_package_of_a_statistics_office_changes_them() -> None:
    keys = 4096
    draw = np.random.default_rng(4)
    changes = {
        count: np.repeat(list(row), np.diff(np.round(np.cumsum([0.0, *row.values()]) * keys).astype(int)))
        for count, row in ROWS.items()
    }
    table = pd.DataFrame(
        [
            (count, key, change)
            for count in range(1, 751)
            for key, change in enumerate(changes[min(count, last_row())].tolist())
        ],
        columns=["pcv", "ckey", "pvalue"],
    )
    people = pd.DataFrame(
        {
            "record_key": np.r_[draw.integers(0, keys, 3_999), keys - 1],
            "group": draw.choice([f"group {at}" for at in range(40)], 4_000),
            "option": draw.choice(list("abcde"), 4_000, p=[0.6, 0.25, 0.1, 0.04, 0.01]),
        }
    )
    given = create_perturbed_table(people, table, [], ["group", "option"], "record_key", threshold=0)
    assert len(given) == 200
    counts, cell_keys = given["pre_sdc_count"].tolist(), given["ckey"].tolist()
    own = [changed(count, (key + 0.5) / keys) for count, key in zip(counts, cell_keys, strict=True)]
    assert own == given["count"].tolist()
    assert own != counts
