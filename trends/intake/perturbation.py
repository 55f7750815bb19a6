"""The perturbation table: by how many persons a published count differs from the true one, and how often.

The cell-key method (Thompson, Broadfoot and Elazar 2013; Census 2021 of England and Wales; R's ptable, of the European
statistical offices) changes each count by a small whole number that its key draws from a fixed distribution. That of a
count is the one of greatest entropy among those with mean 0, variance ``VARIANCE``, changes of at most
``LARGEST_CHANGE``, no negative result, no result from 1 to ``NONE_UP_TO``, and a chance that does not grow with the
distance from no change (Giessing 2016, DOI 10.1007/978-3-319-45381-1_18). So no count is moved on average, no count of
one or two is ever shown, and nothing else is built into it.

The table is kept as a file, so that figures stay the same whatever computes it:
``python -m trends.intake.perturbation`` writes it again.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from trends.statistics.inputs import Numbers

LARGEST_CHANGE: Final = 5
"""Most persons by which a count is changed."""

VARIANCE: Final = 3.0
"""Variance of the change of any count but 0, in persons squared."""

NONE_UP_TO: Final = 2
"""Counts from 1 to this one are never published."""

FILE: Final = Path(__file__).with_name("perturbation_table.csv")
_DIGITS = 12
_STEPS = 200
_PRECISE = 1e-14


@dataclass(frozen=True)
class Change:
    """A possible change of a count (``count`` and above for the last one): its size in persons and its chance."""

    count: int
    change: int
    probability: float


def last_row(largest_change: int = LARGEST_CHANGE, none_up_to: int = NONE_UP_TO) -> int:
    """Return the count from which on all counts are changed alike: every change is possible there."""
    return largest_change + none_up_to + 1


def generated(
    largest_change: int = LARGEST_CHANGE, variance: float = VARIANCE, none_up_to: int = NONE_UP_TO
) -> list[Change]:
    """Return the table as its conditions give it, by count and change; the last count stands for all above it.

    Raises:
        ValueError: no distribution has that variance with these changes.
    """
    table = [Change(0, 0, 1.0)]
    for count in range(1, last_row(largest_change, none_up_to) + 1):
        results = range(max(count - largest_change, 0), count + largest_change + 1)
        changes = np.array([each - count for each in results if not 1 <= each <= none_up_to], dtype=np.float64)
        chances = _least_informative(changes, variance)
        table += [Change(count, int(at), float(chance)) for at, chance in zip(changes, chances, strict=True)]
    return table


@cache
def kept() -> tuple[Change, ...]:
    """Return the table of the project's file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Change(int(row["count"]), int(row["change"]), float(row["probability"])) for row in csv.DictReader(file)
        )


@cache
def cumulative() -> tuple[tuple[int, int, float, float], ...]:
    """Return the kept table as (count, change, from, below): a number drawn from 0 to 1 falls into one change."""
    rows: list[tuple[int, int, float, float]] = []
    for each in kept():
        start = rows[-1][3] if rows and rows[-1][0] == each.count else 0.0
        rows.append((each.count, each.change, start, start + each.probability))
    last = {count: at for at, (count, *_) in enumerate(rows)}
    return tuple((*row[:3], 1.0) if last[row[0]] == at else row for at, row in enumerate(rows))


def write(path: Path = FILE) -> None:
    """Write the generated table as a file: count, change, probability."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["count", "change", "probability"])
        writer.writerows((row.count, row.change, f"{row.probability:.{_DIGITS}f}") for row in generated())


def _least_informative(changes: Numbers, variance: float) -> Numbers:
    """Return the chances of greatest entropy with mean 0 and this variance that fall on either side of no change."""
    conditions, targets = [changes, changes**2], [0.0, variance]
    while True:
        chances = _greatest_entropy(np.array(conditions), np.array(targets))
        neighbours = np.flatnonzero(np.diff(changes) == 1)
        nearer = np.where(changes[neighbours] < 0, neighbours + 1, neighbours)
        farther = np.where(changes[neighbours] < 0, neighbours, neighbours + 1)
        excess = chances[farther] - chances[nearer]
        if not len(excess) or excess.max() <= _PRECISE * 100:
            return chances
        worst = int(excess.argmax())
        # Where the inequality binds it holds as an equation: the two chances are one.
        binding = np.zeros_like(changes)
        binding[farther[worst]], binding[nearer[worst]] = 1.0, -1.0
        conditions.append(binding)
        targets.append(0.0)


def _greatest_entropy(conditions: Numbers, targets: Numbers) -> Numbers:
    """Return the distribution of greatest entropy whose expected conditions are the targets.

    It is of the form exp(multipliers · conditions); Newton's method on the convex dual finds the multipliers.

    Raises:
        ValueError: no distribution meets the targets.
    """
    multipliers = np.zeros(len(targets))
    for _ in range(_STEPS):
        chances = _of_form(multipliers, conditions)
        gap = conditions @ chances - targets
        if np.abs(gap).max() < _PRECISE * 10:
            return chances
        centred = conditions - (conditions @ chances)[:, None]
        step = np.linalg.lstsq((centred * chances) @ centred.T, gap, rcond=None)[0]
        length, here = 1.0, _dual(multipliers, conditions, targets)
        while _dual(multipliers - length * step, conditions, targets) > here + _PRECISE and length > _PRECISE:
            length /= 2
        multipliers = multipliers - length * step
    if np.abs(gap).max() < 1e-10:  # noqa: PLR2004 - as near as floats come
        return chances
    raise ValueError(
        "No distribution of changes meets the conditions: the variance cannot be had with so few possible changes. "
        "Allow larger changes or a smaller variance."
    )


def _of_form(multipliers: Numbers, conditions: Numbers) -> Numbers:
    exponents = multipliers @ conditions
    weights = np.exp(exponents - exponents.max())
    chances: Numbers = weights / weights.sum()
    return chances


def _dual(multipliers: Numbers, conditions: Numbers, targets: Numbers) -> float:
    exponents = multipliers @ conditions
    return float(exponents.max() + np.log(np.exp(exponents - exponents.max()).sum()) - multipliers @ targets)


if __name__ == "__main__":
    write()
