"""Scales and what is written at them: places of values, and labels that do not touch."""

from collections.abc import Sequence
from dataclasses import dataclass

from trends.figures.svg.measure import SMALL_SIZE, width_of

APART = 8


@dataclass(frozen=True)
class Scale:
    """A linear scale: the value at each end and where it lies, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value lies; in the middle where the scale has no length."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)


def kept_apart(labels: Sequence[tuple[float, str]], *, least: float = APART) -> list[tuple[float, str]]:
    """Return the labels along a level scale that can be written without touching, the last one always.

    Args:
        labels: where the middle of each lies, and its words, from left to right.
        least: the room between two, in pixels.
    """
    kept: list[tuple[float, str]] = []
    edge = float("inf")
    for middle, text in reversed(labels):
        half = width_of(text, SMALL_SIZE) / 2
        if middle + half + least <= edge:
            kept.append((middle, text))
            edge = middle - half
    return kept[::-1]


def evenly(labels: Sequence[tuple[float, str]], *, least: float = APART) -> list[tuple[float, str]]:
    """Return every label of a scale, or every second, or third, so that they do not touch; the last one always.

    Args:
        labels: where the middle of each lies, and its words, from left to right.
        least: the room between two, in pixels.
    """
    step = next(step for step in range(1, len(labels) + 2) if _fit(labels[::-1][::step], least))
    return list(labels)[::-1][::step][::-1]


def _fit(labels: Sequence[tuple[float, str]], least: float) -> bool:
    return len(kept_apart(labels[::-1], least=least)) == len(labels)


def inside(middle: float, text: str, left: float, right: float) -> float:
    """Return where the middle of small text may be so that it stays between two edges, near where it should be."""
    half = width_of(text, SMALL_SIZE) / 2
    return max(min(middle, right - half), left + half)
