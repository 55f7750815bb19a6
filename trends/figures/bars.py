"""Ranked bars: shares, numbers or scores of one question in one edition."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Bars
from trends.figures.base import (
    LINE_HEIGHT,
    NEW_LINE,
    WHISKER,
    Figures,
    Plot,
    figure,
    for_widths,
    level_lines,
    spoken,
    words,
    wrapped,
)
from trends.figures.palette import Palette

BAR = 16
GAP = 14
ABOVE_BAR = 4
SIDE = 4

# A value stands past its whisker, so the longest bars must leave it room, on the narrowest phone too.
PHONE_WIDTH = 250
CHARACTER = 7.5
APART = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
NARROW_LABEL, WIDE_LABEL = 34, 80
LEAST_WIDTH = 620


def draw(chart: Bars, palette: Palette) -> Figures:
    """Return the figures of ranked bars, the narrow one with the labels and the axis that the chart has for it."""

    def drawn(*, narrow: bool) -> Plot:
        rows, longest = chart.rows, chart.longest
        if narrow and "narrow_label" in rows:
            rows = rows.assign(label=rows["narrow_label"])
        if narrow and chart.narrow_longest is not None:
            longest = chart.narrow_longest
        return ranked_bars(rows, palette, longest=longest, narrow=narrow and chart.narrow_lines)

    return for_widths(drawn)


def ranked_bars(frame: pd.DataFrame, palette: Palette, *, longest: float | None = None, narrow: bool = False) -> Plot:
    """Return horizontal bars from zero in the order of the frame, the label above each and its value past its whisker.

    Labels stand above the bars, so the chart reads the same on a phone and on a wide screen. A row without a value
    keeps its label and has no bar: a gap, not a zero.

    Args:
        frame: one row per bar: ``label``, ``value``, ``text`` (the value in words), ``strong`` (draw in the accent
            colour), ``weak`` (draw hollow), and optionally ``low`` and ``high``, the ends of the whisker, ``you``
            (words written after the value of a row that is the reader's own, else empty), ``own`` (the reader's own
            number, drawn as a diamond) and ``range`` (the whisker in words, empty where there is none).
        palette: the colours.
        longest: the value at which a bar would fill the width; the largest value or whisker if not given.
        narrow: whether to draw the narrow form, with shorter lines of labels.
    """
    value, text = _numbers(frame["value"]), _texts(frame)
    unknown: list[float | None] = [None] * len(value)
    low, high, own = (_numbers(frame[name]) if name in frame else unknown for name in ("low", "high", "own"))
    ends = [
        None if each is None else max(each, each if end is None else end, each if mine is None else mine)
        for each, end, mine in zip(value, high, own, strict=True)
    ]
    width = longest or max([end for end in ends if end], default=1.0)
    lines = [wrapped(str(label), NARROW_LABEL if narrow else WIDE_LABEL) for label in frame["label"].tolist()]
    labels_y, bars_y, y = _stacked(lines)
    colors = [palette.accent if strong else palette.quiet for strong in frame["strong"].tolist()]
    names = [" ".join(label) for label in lines]
    bars: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": value,
        "y": bars_y,
        "width": BAR,
        "marker": {
            # A hollow bar is weak evidence: it must not look like a firm one.
            "color": [palette.background if weak else each for each, weak in zip(colors, frame["weak"], strict=True)],
            "line": {"color": colors, "width": 1.5},
        },
        "customdata": [
            spoken(f"{name}: {said}" if said else name, held)
            for name, said, held in zip(names, text, _ranges(frame), strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    # Plotly leaves out text that begins beyond the axis, so the space before it is part of the text.
    said = [f"{APART}{value_words}" for value_words in text]
    said_x = [None if end is None else min(end, width) for end in ends]
    return figure(
        [
            bars,
            *_whiskers(low, high, bars_y, _covered(value, frame), palette),
            *_diamonds(own, bars_y, palette),
            words([0] * len(lines), labels_y, [NEW_LINE.join(label) for label in lines], palette.ink),
            words(said_x, bars_y, said, palette.ink),
        ],
        palette,
        int(y) + 2 * SIDE,
        margin={"l": SIDE, "r": _room(ends, text, width), "t": SIDE, "b": SIDE},
        xaxis={"visible": False, "range": [0, width]},
        yaxis={"visible": False, "range": [y, 0]},
        bargap=0,
        least_width=LEAST_WIDTH,
    )


def _stacked(lines: Sequence[Sequence[str]]) -> tuple[list[float], list[float], float]:
    """Return where labels of so many lines and their bars stand, and how far down they reach together."""
    labels_y, bars_y, y = [], [], 0.0
    for label in lines:
        below = y + len(label) * LINE_HEIGHT
        labels_y.append((y + below) / 2)
        bars_y.append(below + ABOVE_BAR + BAR / 2)
        y = below + ABOVE_BAR + BAR + GAP
    return labels_y, bars_y, y


def _covered(value: list[float | None], frame: pd.DataFrame) -> list[float]:
    """Return up to where each bar is filled with the strong colour, on which ink could not be told from it."""
    filled = zip(value, frame["strong"].tolist(), frame["weak"].tolist(), strict=True)
    return [each if each is not None and strong and not weak else 0.0 for each, strong, weak in filled]


def _whiskers(
    low: list[float | None], high: list[float | None], y: list[float], covered: list[float], palette: Palette
) -> list[dict[str, Any]]:
    """Return each range as one thin line, without ends of its own: in ink, on a strong bar in the page's colour."""
    rows = [
        (round(start, 2), round(end, 2), at, round(to, 2))
        for start, end, at, to in zip(low, high, y, covered, strict=True)
        if start is not None and end is not None
    ]
    on_bar = [(start, min(end, to), at) for start, end, at, to in rows if start < to]
    beside = [(max(start, to), end, at) for start, end, at, to in rows if end > to]
    lines = [level_lines(beside, palette.ink, WHISKER), level_lines(on_bar, palette.background, WHISKER)]
    return [trace for trace in lines if trace["x"]]


def _diamonds(own: list[float | None], y: list[float], palette: Palette) -> list[dict[str, Any]]:
    """Return the reader's own numbers as diamonds, edged in the page's colour to stand out on a bar."""
    held = [(number, at) for number, at in zip(own, y, strict=True) if number is not None]
    if not held:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [number for number, _ in held],
            "y": [at for _, at in held],
            "marker": {
                "symbol": "diamond",
                "size": 13,
                "color": palette.ink,
                "line": {"color": palette.background, "width": 2},
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _ranges(frame: pd.DataFrame) -> list[str]:
    """Return the range of each bar in words, empty where it has none."""
    return (
        [f"range {held}" if held else "" for held in frame["range"].tolist()] if "range" in frame else [""] * len(frame)
    )


def _texts(frame: pd.DataFrame) -> list[str]:
    """Return what stands past each bar: its value, and where the row is the reader's own, that it is."""
    text = [str(said) for said in frame["text"].tolist()]
    marks = frame["you"].tolist() if "you" in frame else [""] * len(text)
    return [APART.join(part for part in (said, mark) if part) for said, mark in zip(text, marks, strict=True)]


def _room(ends: list[float | None], text: list[str], width: float) -> int:
    """Return the pixels right of the longest bar that its value needs."""
    room = float(SIDE)
    for end, said in zip(ends, text, strict=True):
        if end:
            # On a wider screen the bars and the space past the shorter ones grow, so that less would do.
            room = max(room, PHONE_WIDTH - (PHONE_WIDTH - CHARACTER * len(APART + said)) * width / end)
    return math.ceil(room)


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if math.isnan(number) else number for number in column.astype(float).tolist()]
