"""Dumbbells: two editions of the same figure, the one before hollow and grey, the one now full."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from trends.cards.charts import Dumbbells
from trends.figures.base import (
    FONT_SIZE,
    LINE_HEIGHT,
    SMALL_SIZE,
    Figures,
    Plot,
    figure,
    in_bold,
    level_lines,
    spoken,
    wrapped,
)
from trends.figures.palette import Palette
from trends.statistics.cells import as_rows

LABEL_WIDTH = 34
SMALL_WIDTH = 42
SMALL_LINE_HEIGHT = 16
BAND = 24
GAP = 16
# Values stand outside the two dots, so at the ends of the scale they need room beyond it, whatever the width.
SIDE = 50
CHARACTER = 7.8
BEFORE_SIZE = 15
NOW_SIZE = 11
BESIDE = 9
EDGE = 4


def draw(chart: Dumbbells, palette: Palette) -> Figures:
    """Return the figure of dumbbells, whose lines fit any width."""
    return Figures(dumbbells(chart.rows, palette, ends=chart.ends))


def dumbbells(frame: pd.DataFrame, palette: Palette, *, ends: tuple[tuple[float, str], tuple[float, str]]) -> Plot:
    """Return one dumbbell per row in the order of the frame, with its words above it and its values beside its dots.

    Words stand above, so the chart reads the same on a phone and on a wide screen.

    Args:
        frame: one row per dumbbell: ``label`` (in bold), ``note`` (whose figure, in quiet ink), ``verdict`` (the change
            in words), ``range`` (its range in words, or nothing), ``before`` and ``now`` (numbers), ``before_text``
            and ``now_text`` (the same in words), ``strong`` (draw in the accent colour), ``weak`` (draw hollow and
            dotted), ``tested`` (else the one now is a diamond).
        palette: the colours.
        ends: the left and the right end of the scale, value and words; the left one is the larger where low is good.
    """
    (left, _), (right, _) = ends
    rows = as_rows(frame)
    longest = max(len(row[name]) for row in rows for name in ("before_text", "now_text"))
    side = max(SIDE, round(BESIDE + CHARACTER * longest) + EDGE)
    written: list[dict[str, Any]] = []
    bands, y = [], 0.0
    for row in rows:
        for text, color, size, height in _lines(row, palette):
            written.append(_words(left, y + height / 2, text, color, size=size, xanchor="left", xshift=EDGE - side))
            y += height
        bands.append(y + BAND / 2)
        y += BAND + GAP
    for at, text in ends:
        written.append(_words(at, y, text, palette.quiet_ink, size=SMALL_SIZE, xanchor="center"))
    y += SMALL_LINE_HEIGHT
    traces = [level_lines([(left, right, band) for band in bands], palette.faint, 2, dash="solid")]
    traces += [
        level_lines(
            [
                (row["before"], row["now"], band)
                for row, band in zip(rows, bands, strict=True)
                if bool(row["strong"]) is strong and bool(row["weak"]) is weak
            ],
            palette.accent if strong else palette.quiet,
            3.5,
            dash="dot" if weak else "solid",
        )
        for strong in (False, True)
        for weak in (False, True)
    ]
    traces += [_dots(rows, bands, palette, now=now) for now in (False, True)]
    written += _values(rows, bands, palette, rightward=right > left)
    return figure(
        # An empty line would still be a trace.
        [trace for trace in traces if trace["x"]],
        palette,
        int(y) + 2 * EDGE,
        margin={"l": side, "r": side, "t": EDGE, "b": EDGE},
        xaxis={"visible": False, "range": [left, right]},
        yaxis={"visible": False, "range": [y, 0]},
        annotations=written,
    )


def _lines(row: dict[Hashable, Any], palette: Palette) -> list[tuple[str, str, float, int]]:
    """Return the lines above a dumbbell: text, colour, size and height."""
    return [
        *((in_bold(line), palette.ink, FONT_SIZE, LINE_HEIGHT) for line in wrapped(row["label"], LABEL_WIDTH)),
        *((line, palette.quiet_ink, SMALL_SIZE, SMALL_LINE_HEIGHT) for line in wrapped(row["note"], SMALL_WIDTH)),
        *((line, palette.ink, SMALL_SIZE, SMALL_LINE_HEIGHT) for line in wrapped(row["verdict"], SMALL_WIDTH)),
        *([(row["range"], palette.quiet_ink, SMALL_SIZE, SMALL_LINE_HEIGHT)] if row["range"] else []),
    ]


def _words(x: float, y: float, text: str, color: str, *, size: float = FONT_SIZE, **placing: Any) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "font": {"size": size, "color": color},
        "showarrow": False,
        **placing,
    }


def _values(
    rows: list[dict[Hashable, Any]], bands: list[float], palette: Palette, *, rightward: bool
) -> list[dict[str, Any]]:
    """Return the values of both editions, each on the side of its dot that is away from the other."""
    made = []
    for row, band in zip(rows, bands, strict=True):
        # Where nothing moved the value now stands on the right and the one before on the left.
        now_right = (row["now"] >= row["before"]) if rightward else (row["now"] <= row["before"])
        for which, text, color, on_right in (
            ("before", row["before_text"], palette.quiet_ink, not now_right),
            ("now", in_bold(row["now_text"]), palette.ink, now_right),
        ):
            made.append(
                _words(
                    row[which],
                    band,
                    text,
                    color,
                    xanchor="left" if on_right else "right",
                    xshift=BESIDE if on_right else -BESIDE,
                    # The line of the scale must not strike the words through.
                    bgcolor=palette.background,
                    borderpad=1,
                )
            )
    return made


def _dots(rows: list[dict[Hashable, Any]], bands: list[float], palette: Palette, *, now: bool) -> dict[str, Any]:
    """Return the dots of one edition."""
    which = "now" if now else "before"
    colors = [palette.accent if now and row["strong"] else palette.quiet for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row[which] for row in rows],
        "y": bands,
        "marker": {
            # Where nothing moved, the larger dot stays to be seen around the smaller one.
            "size": NOW_SIZE if now else BEFORE_SIZE,
            "symbol": ["circle" if row["tested"] or not now else "diamond" for row in rows],
            "opacity": 1,
            "color": [
                color if now and not row["weak"] else palette.background
                for row, color in zip(rows, colors, strict=True)
            ],
            "line": {"color": colors, "width": 2},
        },
        "cliponaxis": False,
        "customdata": [
            spoken(
                f"{row['label']}: {row[f'{which}_text']}",
                *([row["verdict"], row["range"]] if now else ["the edition before"]),
                str(row["note"]),
            )
            for row in rows
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
