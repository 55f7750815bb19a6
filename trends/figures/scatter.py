"""Scatter of countries: a dot each, by one value along and another upwards; the reader's own are coloured and named."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Scatter
from trends.figures.base import NEW_LINE, SMALL_SIZE, Figures, Plot, begins_at, figure, for_widths, wrapped
from trends.figures.palette import Palette
from trends.figures.stretches import kept_within, spread
from trends.statistics.cells import as_rows

PLOT, NARROW_PLOT = 330, 260
LEFT, RIGHT, TICKS, LINE = 44, 10, 26, 17
NAMES, NARROW_NAMES = 150, 104
LETTERS, NARROW_LETTERS = 20, 13
WORDS, NARROW_WORDS = 92, 42
NAME_GAP = 8
LEAST_WIDTH = 520
# Beside the outermost dots, as a part of a scale.
ROOM = 0.02
DOT, STRONG_DOT = 7, 11

Ticks = Sequence[tuple[float, str]]


def draw(chart: Scatter, palette: Palette) -> Figures:
    """Return the figures of two measures against each other."""
    return for_widths(
        scatter,
        chart.rows,
        palette,
        scales=(chart.x_ticks, chart.y_ticks),
        words=(chart.x_words, chart.y_words),
    )


def scatter(
    rows: pd.DataFrame,
    palette: Palette,
    *,
    scales: tuple[Ticks, Ticks],
    words: tuple[str, str],
    narrow: bool = False,
) -> Plot:
    """Return a dot per row; strong ones have their colour, lie on top and are named at the right edge.

    Args:
        rows: ``code``, ``label``, ``text``, ``x``, ``y``, ``strong``, one row per country.
        palette: the colours.
        scales: marks along and marks upwards, value and words, each from the lower end to the upper one.
        words: what is measured along, and what upwards.
        narrow: draw for a phone.
    """
    along, upwards = ([_padded(ticks) for ticks in scales][at] for at in (0, 1))
    letters = NARROW_WORDS if narrow else WORDS
    below, above = (wrapped(text, letters) for text in words)
    strong = rows[rows["strong"].astype(bool)]
    names = [wrapped(str(label), NARROW_LETTERS if narrow else LETTERS) for label in strong["label"]]
    heights = [len(name) * LINE + 2.0 for name in names]
    length = max(NARROW_PLOT if narrow else PLOT, sum(heights))
    wanted = [length * (upwards[1] - float(y)) / (upwards[1] - upwards[0]) for y in strong["y"]]
    places = [
        upwards[1] - place * (upwards[1] - upwards[0]) / length
        for place in kept_within(spread(wanted, heights), heights, length)
    ]
    top, bottom = len(above) * LINE + 8, TICKS + len(below) * LINE
    right = (NARROW_NAMES if narrow else NAMES) if names else RIGHT
    tick = {"size": SMALL_SIZE, "color": palette.quiet_ink}
    return figure(
        [
            _dots(rows[~rows["strong"].astype(bool)], palette, strong=False),
            *_leaders(strong, places, palette, along[1]),
            *([_dots(strong, palette, strong=True)] if names else []),
        ],
        palette,
        int(top + length + bottom),
        xaxis=_axis(scales[0], along, tick, narrow=narrow),
        yaxis=_axis(scales[1], upwards, tick),
        margin={"l": LEFT, "r": right, "t": top, "b": bottom},
        annotations=[
            _axis_words(above, palette, y=1, yanchor="bottom", yshift=4),
            _axis_words(below, palette, y=0, yanchor="top", yshift=-TICKS + 4),
            *(
                {
                    "xref": "paper",
                    "x": 1,
                    "xanchor": "left",
                    "xshift": NAME_GAP,
                    "y": place,
                    "yanchor": "middle",
                    "align": "left",
                    "text": NEW_LINE.join(name),
                    "showarrow": False,
                    "font": {"size": SMALL_SIZE, "color": palette.of(code)},
                }
                for name, place, code in zip(names, places, strong["code"], strict=True)
            ),
        ],
        least_width=LEAST_WIDTH,
    )


def _padded(ticks: Ticks) -> list[float]:
    room = (ticks[-1][0] - ticks[0][0]) * ROOM
    return [ticks[0][0] - room, ticks[-1][0] + room]


def _axis(ticks: Ticks, span: list[float], font: dict[str, Any], *, narrow: bool = False) -> dict[str, Any]:
    last = len(ticks) - 1
    return {
        "range": span,
        "tickvals": [value for value, _ in ticks],
        # On a phone every other mark, the upper end's included.
        "ticktext": ["" if narrow and (last - at) % 2 else text for at, (_, text) in enumerate(ticks)],
        "tickfont": font,
        "tickangle": 0,
    }


def _dots(rows: pd.DataFrame, palette: Palette, *, strong: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["x"].tolist(),
        "y": rows["y"].tolist(),
        "marker": {
            "size": STRONG_DOT if strong else DOT,
            "color": [palette.of(code) for code in rows["code"]] if strong else palette.quiet,
            "opacity": 1,
            "line": {"color": palette.background, "width": 1},
        },
        "text": [f"{label}: {text}" for label, text in zip(rows["label"], rows["text"], strict=True)],
        **begins_at(rows["strong"].astype(bool)),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _leaders(rows: pd.DataFrame, places: Sequence[float], palette: Palette, edge: float) -> list[dict[str, Any]]:
    """Return a thin line from each strong dot to its name."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [row["x"], edge],
            "y": [row["y"], place],
            "line": {"color": palette.of(row["code"]), "width": 1},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        for row, place in zip(as_rows(rows), places, strict=True)
    ]


def _axis_words(lines: list[str], palette: Palette, **place: Any) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -LEFT,
        "align": "left",
        "text": NEW_LINE.join(lines),
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": palette.quiet_ink},
        **place,
    }
