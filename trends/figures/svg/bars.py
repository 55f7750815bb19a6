"""Ranked bars: labels beside them where there is room, else above, and values past their whiskers."""

from dataclasses import dataclass
from typing import Any

from trends.cards.charts import Bars
from trends.figures.svg.measure import LINE_HEIGHT, lines_of, width_of
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import as_rows, is_missing

BAR, GAP, ABOVE_BAR = 16, 14, 4
EDGE = 1
# Beside bars a label may have so many lines in so large a part of the width; longer ones stand above.
BESIDE_PART, BESIDE_LINES = 0.36, 2
LABEL_GAP, VALUE_GAP = 12, 8
# What is written past a bar is broken where else the longest bar would have less than this part of its room.
LEAST_PART = 0.4
DIAMOND = 6.5
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class _Bar:
    """A bar in the unit of its value: where it, its whisker and all of it end, with its words as lines."""

    label: list[str]
    said: list[str]
    value: float | None
    low: float | None
    high: float | None
    own: float | None
    strong: bool
    weak: bool

    @property
    def end(self) -> float:
        """Where the last of its marks ends; without any, where the scale begins."""
        return max((each for each in (self.value, self.high, self.own, 0.0) if each is not None), default=0.0)


def draw(chart: Bars, sheet: Sheet) -> float:
    """Draw bars from zero in the order of their rows, and return how high they are together."""
    beside, labels = _labels(chart, sheet)
    left = max(width_of(line) for label in labels for line in label) + LABEL_GAP if beside and labels else EDGE
    room = sheet.width - left - EDGE
    made = [_bar(row, label, room * (1 - LEAST_PART)) for row, label in zip(as_rows(chart.rows), labels, strict=True)]
    longest = chart.narrow_longest if sheet.narrow and chart.narrow_longest is not None else chart.longest
    whole = longest or max((bar.end for bar in made), default=0.0) or 1.0
    unit = _longest(made, whole, room) / whole
    y = EDGE
    for bar in made:
        if not beside:
            sheet.write(EDGE, y + LINE_HEIGHT / 2, bar.label)
            y += len(bar.label) * LINE_HEIGHT + ABOVE_BAR
        lines = max(len(bar.label) if beside else 1, len(bar.said))
        height = max(BAR, lines * LINE_HEIGHT)
        middle = y + height / 2
        if beside:
            sheet.write(EDGE, middle - (len(bar.label) - 1) * LINE_HEIGHT / 2, bar.label)
        _draw(bar, sheet, (left, middle), unit, whole)
        y += height + GAP
    return y - GAP + 2 * EDGE if made else 2 * EDGE


def _labels(chart: Bars, sheet: Sheet) -> tuple[bool, list[list[str]]]:
    """Return whether labels stand beside their bars, and their lines."""
    name = "narrow_label" if sheet.narrow and "narrow_label" in chart.rows else "label"
    texts = [str(text) for text in chart.rows[name]]
    if not sheet.narrow:
        labels = [lines_of(text, sheet.width * BESIDE_PART) for text in texts]
        if all(len(label) <= BESIDE_LINES for label in labels):
            return True, labels
    return False, [lines_of(text, sheet.width - 2 * EDGE) for text in texts]


def _bar(row: dict[Any, Any], label: list[str], room: float) -> _Bar:
    said = "  ".join(str(row[name]) for name in ("text", "you") if row.get(name))
    whole = said.replace("  ", NO_BREAK * 2)
    value, low, high, own = (
        None if is_missing(row.get(name)) else float(row[name]) for name in ("value", "low", "high", "own")
    )
    return _Bar(
        label,
        [whole] if width_of(whole) <= room else lines_of(said, room),
        value,
        low,
        high,
        own,
        bool(row["strong"]),
        bool(row["weak"]),
    )


def _longest(made: list[_Bar], whole: float, room: float) -> float:
    """Return how long the whole scale can be, in pixels, so that what stands past each bar has its room."""
    longest = room
    for bar in made:
        end = min(bar.end, whole)
        if end > 0 and any(bar.said):
            words = max(map(width_of, bar.said)) + VALUE_GAP + (DIAMOND if bar.own is not None else 0)
            longest = min(longest, (room - words) * whole / end)
    return longest


def _draw(bar: _Bar, sheet: Sheet, at: tuple[float, float], unit: float, whole: float) -> None:
    """Draw a bar with its whisker, the reader's own number and its value."""
    left, middle = at
    palette = sheet.palette
    color = palette.accent if bar.strong else palette.quiet
    if bar.value is not None:
        # A hollow bar is weak evidence: it must not look like a firm one.
        fill = palette.background if bar.weak else color
        inset = 0.75 if bar.weak else 0.0
        sheet.rect(
            left + inset,
            middle - BAR / 2 + inset,
            max(min(bar.value, whole) * unit - 2 * inset, 0),
            BAR - 2 * inset,
            fill,
            stroke=color if bar.weak else "",
        )
    if bar.low is not None and bar.high is not None:
        _whisker(bar, sheet, at, unit, whole)
    if bar.own is not None:
        sheet.diamond((left + min(bar.own, whole) * unit, middle), DIAMOND, palette.ink, stroke=palette.background)
    if any(bar.said):
        x = left + min(bar.end, whole) * unit + VALUE_GAP + (DIAMOND if bar.own is not None else 0)
        sheet.write(x, middle - (len(bar.said) - 1) * LINE_HEIGHT / 2, bar.said)


def _whisker(bar: _Bar, sheet: Sheet, at: tuple[float, float], unit: float, whole: float) -> None:
    """Draw a range as one thin line: in ink, and where it lies on a strong bar, in the page's colour."""
    left, middle = at
    low, high = (min(each or 0, whole) for each in (bar.low, bar.high))
    within = min(bar.value or 0, whole) if bar.strong and not bar.weak else low
    turn = min(max(within, low), high)
    for start, end, color in ((low, turn, sheet.palette.background), (turn, high, sheet.palette.ink)):
        if end > start:
            sheet.line((left + start * unit, middle), (left + end * unit, middle), color, 1.2)
