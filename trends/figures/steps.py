"""Choropleth: each country in the colour of the step its value lies on, with the steps drawn beneath."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Steps
from trends.figures.base import LINE_HEIGHT, SMALL_SIZE, Figures, Plot, begins_at, figure, for_widths
from trends.figures.browser import SHAPES_ADDRESS
from trends.figures.globe import (
    SMALL_COUNTRY,
    SMALL_DOT,
    Box,
    boxes,
    small_part,
    step_colors,
    view_of,
)
from trends.figures.palette import Palette
from trends.figures.svg.land import land, view
from trends.statistics.cells import Row, as_rows

# A map has the whole width of the page, and only on a phone less.
WIDTH, NARROW_WIDTH = 840, 340
LEAST_WIDTH = (WIDTH + NARROW_WIDTH) // 2
# The key lies under the map: pixels from the figure's foot, and parts of its width.
KEY_HEIGHT, KEY_TOP, EMPTY_TOP, KEY_BLOCK = 64, 42, 4, 12
KEY_EDGE, KEY_WIDTH, EMPTY_BLOCK = 0.02, 0.96, 0.05
# The edge of a country with a value, that of a chosen one, and what keeps the latter off its neighbours.
EDGE, OUTLINE, CASING = 0.7, 2.2, 5.0


def draw(chart: Steps, palette: Palette) -> Figures:
    """Return the figures of a map whose countries are shaded by step."""
    return for_widths(choropleth, chart.rows, palette, key=chart.key, bounds=chart.bounds)


def choropleth(
    places: pd.DataFrame,
    palette: Palette,
    *,
    key: Sequence[str],
    bounds: bool = True,
    narrow: bool = False,
) -> Plot:
    """Return a map of countries coloured by step, closed in on them where they lie close together.

    Args:
        places: one row per country with a value: ``code``, ``level`` (of its step, 0 the lowest), ``text`` (what is
            said of it), ``strong`` (outline it).
        palette: the colours.
        key: words under the steps: their bounds from lowest to highest, one more than there are steps; or, where
            ``bounds`` is false, a name for each step.
        bounds: whether ``key`` holds bounds.
        narrow: draw for a phone.
    """
    steps = len(key) - 1 if bounds else len(key)
    colors = step_colors(palette, steps)
    rows = as_rows(places)
    codes = [row["code"] for row in rows]
    box = view_of(codes)
    height = _height(box, NARROW_WIDTH if narrow else WIDTH)
    valued = set(codes)
    empty = [code for code in boxes() if code not in valued]
    shapes = {
        "type": "choropleth",
        "geojson": SHAPES_ADDRESS,
        "locationmode": "geojson-id",
        "showscale": False,
        "zmin": -1.5,
        "zmax": steps - 0.5,
        "colorscale": _scale([palette.panel, *colors]),
        "hovertemplate": "%{text}<extra></extra>",
    }
    traces = [
        shapes
        | {
            "locations": [*empty, *codes],
            "z": [*[-1] * len(empty), *(int(row["level"]) for row in rows)],
            "text": [*[""] * len(empty), *(row["text"] for row in rows)],
            **begins_at((bool(row["strong"]) for row in rows), len(empty)),
            # The first steps are pale, so that an edge holds every country with a value.
            "marker": {"line": {"width": EDGE, "color": [palette.faint] * len(empty) + [palette.quiet] * len(rows)}},
        }
    ]
    traces += _outlines([row for row in rows if row["strong"]], shapes, palette)
    traces += _small(rows, colors, palette, box, NARROW_WIDTH if narrow else WIDTH)
    total = height + KEY_HEIGHT
    geo: dict[str, Any] = {
        "visible": False,
        "bgcolor": palette.background,
        "domain": {"x": [0, 1], "y": [KEY_HEIGHT / total, 1]},
        "projection": {"type": "natural earth"},
        "lataxis": {"range": [box.south, box.north]},
        "lonaxis": {"range": [box.west, box.east]},
    }
    return figure(
        traces,
        palette,
        total,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        geo=geo,
        shapes=_key_blocks(colors, palette, total),
        annotations=_key_words(key, palette, total, bounds=bounds),
        least_width=LEAST_WIDTH,
    )


def _outlines(strong: Sequence[Row], shapes: dict[str, Any], palette: Palette) -> list[dict[str, Any]]:
    """Return the chosen countries once more on top, so that no neighbour covers their outline; often none.

    It is of the ink, which stands out from every step, and another outline keeps it off the edges of its neighbours.
    """
    if not strong:
        return []
    again = shapes | {
        "locations": [row["code"] for row in strong],
        "z": [int(row["level"]) for row in strong],
        "text": [row["text"] for row in strong],
    }
    return [
        again | {"marker": {"line": {"width": width, "color": color}}}
        for width, color in ((CASING, palette.background), (OUTLINE, palette.ink))
    ]


def _small(
    places: Sequence[Row], colors: Sequence[str], palette: Palette, seen: Box, width: int
) -> list[dict[str, Any]]:
    """Return countries that are too small to be seen as dots of their colour; nothing where there are none."""
    part = small_part(len(places), width)
    spots = land(seen, width).spots
    small = [row for row in places if row["code"] in spots and spots[row["code"]][1] < SMALL_COUNTRY * part]
    if not small:
        return []
    # What is chosen lies on top.
    small.sort(key=lambda row: bool(row["strong"]))
    held = [boxes()[row["code"]] for row in small]
    strong = [bool(row["strong"]) for row in small]
    return [
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": [(box.west + box.east) / 2 for box in held],
            "lat": [(box.south + box.north) / 2 for box in held],
            "text": [row["text"] for row in small],
            **begins_at(strong),
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": [2 * SMALL_DOT * part + (3 if chosen else 0) for chosen in strong],
                "color": [colors[int(row["level"])] for row in small],
                # Plotly makes markers of several sizes translucent by default.
                "opacity": 1,
                "line": {
                    "width": [OUTLINE if chosen else EDGE for chosen in strong],
                    "color": [palette.ink if chosen else palette.quiet for chosen in strong],
                },
            },
        }
    ]


def _height(box: Box, width: int) -> int:
    """Return how high the map is when it fills the width."""
    return round(view(box, width).height)


def _scale(colors: Sequence[str]) -> list[list[Any]]:
    """Return a colour scale of plain steps."""
    count = len(colors)
    return [
        pair for place, color in enumerate(colors) for pair in ([place / count, color], [(place + 1) / count, color])
    ]


def _key_blocks(colors: Sequence[str], palette: Palette, total: int) -> list[dict[str, Any]]:
    whole = {"type": "rect", "xref": "paper", "yref": "paper", "line": {"width": 1, "color": palette.quiet}}
    blocks = [
        whole
        | {
            "x0": KEY_EDGE + KEY_WIDTH * place / len(colors),
            "x1": KEY_EDGE + KEY_WIDTH * (place + 1) / len(colors),
            "y0": KEY_TOP / total,
            "y1": (KEY_TOP + KEY_BLOCK) / total,
            "fillcolor": color,
        }
        for place, color in enumerate(colors)
    ]
    empty = {
        "x0": KEY_EDGE,
        "x1": KEY_EDGE + EMPTY_BLOCK,
        "y0": EMPTY_TOP / total,
        "y1": (EMPTY_TOP + KEY_BLOCK) / total,
        "fillcolor": palette.panel,
        "line": {"width": 1, "color": palette.faint},
    }
    return [*blocks, whole | empty]


def _key_words(key: Sequence[str], palette: Palette, total: int, *, bounds: bool) -> list[dict[str, Any]]:
    steps = len(key) - 1 if bounds else len(key)
    plain = {
        "xref": "paper",
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": palette.quiet_ink},
    }
    words = [
        plain
        | {
            "x": KEY_EDGE + KEY_WIDTH * (place + (0 if bounds else 0.5)) / steps,
            "y": (KEY_TOP - LINE_HEIGHT / 2) / total,
            "text": text,
            "xanchor": "left" if bounds and not place else "right" if bounds and place == steps else "center",
        }
        for place, text in enumerate(key)
    ]
    empty = {
        "x": KEY_EDGE + EMPTY_BLOCK + 0.015,
        "y": (EMPTY_TOP + KEY_BLOCK / 2) / total,
        "text": "no value",
        "xanchor": "left",
    }
    return [*words, plain | empty]
