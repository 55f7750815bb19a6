"""Sorted dot plot with a distribution strip above it: one value per country on one scale."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.figures.base import (
    LINE_HEIGHT,
    NEW_LINE,
    SMALL_SIZE,
    WHISKER,
    Plot,
    figure,
    in_bold,
    level_lines,
    spoken,
    wrapped,
)
from trends.figures.palette import Palette
from trends.figures.stretches import apart
from trends.statistics.cells import as_rows

ROW_GAP = 7
MIDDLE_HEIGHT = 26
TICKS_HEIGHT = 24
LABEL_HEIGHT = 20
BETWEEN = 14
STRIP_LABELS = 3
NARROW_TICKS = 3
# Share of the width that the names take, and letters that fit in it at the narrowest such screen.
NAMES, NARROW_NAMES = 0.36, 0.47
LETTERS, NARROW_LETTERS = 25, 17
# Room right of the scale for the values, as a part of the scale.
VALUE_ROOM, NARROW_VALUE_ROOM = 0.18, 0.34
# Width of the scale in pixels, by which the dots of the strip are kept apart; on a wider screen they only move apart.
SCALE_WIDTH, NARROW_SCALE_WIDTH = 250, 100
STRIP_DOT, NARROW_STRIP_DOT = 5.5, 3.5
STRIP_HIGHEST = 84
LEAST_WIDTH = 400


def sorted_dots(
    rows: pd.DataFrame,
    palette: Palette,
    *,
    ticks: Sequence[tuple[float, str]],
    middle: tuple[float, str] | None = None,
    field: pd.DataFrame | None = None,
    field_words: str = "",
    narrow: bool = False,
) -> Plot:
    """Return a dot per row on one scale, in the order of the frame, and above them all values of the field as a strip.

    Args:
        rows: one row per line of the plot: ``label``, ``text`` (the value in words), ``number`` (empty in a line that
            only says what is left out), ``code`` (of the country, for its colour), ``strong`` (draw and write it
            strong); optionally ``middle`` and ``middle_text``, a value to compare with, drawn as a bar, and ``low`` and
            ``high``, ends of a range drawn behind the dot, and ``range``, the range in words.
        palette: the colours.
        ticks: marks of the scale, value and words, from its lower end to its upper one.
        middle: a value drawn as a line through all rows, and its words.
        field: one row per dot of the strip: ``label``, ``text``, ``number``, ``code``, ``strong``; without it there
            is no strip. The first strong ones are named.
        field_words: what the strip holds, written beside it.
        narrow: draw for a phone.
    """
    low, high = ticks[0][0], ticks[-1][0]
    lines = [
        wrapped(label, NARROW_LETTERS if narrow else LETTERS) if number == number else [label]  # noqa: PLR0124 - not nan
        for label, number in zip(rows["label"], rows["number"], strict=True)
    ]
    y = MIDDLE_HEIGHT if middle else 4.0
    traces: list[dict[str, Any]] = []
    if field is not None and len(field):
        strip, names, y = _strip(field, palette, (low, high), y, narrow=narrow)
        traces += [*strip, *names, _field_words(field_words, y, narrow=narrow, palette=palette)]
        y += BETWEEN
    tops = []
    for label in lines:
        tops.append(y)
        y += len(label) * LINE_HEIGHT + ROW_GAP
    centres = [top + (len(label) * LINE_HEIGHT + ROW_GAP) / 2 for top, label in zip(tops, lines, strict=True)]
    right = high + (high - low) * (NARROW_VALUE_ROOM if narrow else VALUE_ROOM)
    if len(rows):
        traces += _rows(rows, lines, centres, palette, low, right)
    height = int(y) + TICKS_HEIGHT
    names_width = NARROW_NAMES if narrow else NAMES
    return figure(
        traces,
        palette,
        height,
        xaxis={
            "domain": [names_width, 1],
            "range": [low - (high - low) * 0.02, right],
            "tickvals": [value for value, _ in ticks],
            "ticktext": _tick_words([text for _, text in ticks], narrow=narrow),
            "tickfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
            "tickangle": 0,
        },
        # Names stand on an axis of their own, so that they take the same share of any width.
        xaxis2={"domain": [0, names_width], "range": [0, 1], "visible": False, "fixedrange": True, "anchor": "y"},
        yaxis={"visible": False, "range": [y, 0]},
        margin={"l": 2, "r": 4, "t": 2, "b": TICKS_HEIGHT},
        least_width=LEAST_WIDTH,
        **_middle_line(middle, y, palette),
    )


def _tick_words(texts: list[str], *, narrow: bool) -> list[str]:
    """Return the words of the scale; on a phone those of every other mark, the upper end's included."""
    if not narrow or len(texts) <= NARROW_TICKS:
        return texts
    last = len(texts) - 1
    return ["" if (last - place) % 2 else text for place, text in enumerate(texts)]


def _rows(
    rows: pd.DataFrame, lines: list[list[str]], centres: list[float], palette: Palette, low: float, right: float
) -> list[dict[str, Any]]:
    rows = rows if "range" in rows else rows.assign(range="")
    drawn = rows["number"].notna().tolist()
    strong = rows["strong"].tolist()
    colors = [
        palette.of(code) if is_strong else palette.quiet for code, is_strong in zip(rows["code"], strong, strict=True)
    ]
    guides_x: list[float | None] = []
    guides_y: list[float | None] = []
    for number, centre, shown in zip(rows["number"], centres, drawn, strict=True):
        if shown:
            guides_x += [low, number, None]
            guides_y += [centre, centre, None]
    guides = {
        "type": "scatter",
        "mode": "lines",
        "x": guides_x,
        "y": guides_y,
        "line": {"color": palette.faint, "width": 1},
        "hoverinfo": "skip",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": _kept(rows["number"].tolist(), drawn),
        "y": _kept(centres, drawn),
        "marker": {
            "color": _kept(colors, drawn),
            "size": [11 if is_strong else 9 for is_strong in _kept(strong, drawn)],
            # Plotly makes markers of several sizes translucent by default.
            "opacity": 1,
        },
        "text": [
            spoken(f"{label}: {text}", held)
            for label, text, held in _kept(list(zip(rows["label"], rows["text"], rows["range"], strict=True)), drawn)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    # Values have a column of their own: beside their dots, the line of the median would cross some of them.
    values = {
        "type": "scatter",
        "mode": "text",
        "x": [right] * sum(drawn),
        "y": _kept(centres, drawn),
        "text": [
            in_bold(text) if is_strong else text
            for text, is_strong in zip(_kept(rows["text"].tolist(), drawn), _kept(strong, drawn), strict=True)
        ],
        "textposition": "middle left",
        "textfont": {"size": SMALL_SIZE, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    ranges = [_ranges(rows, centres, palette)] if "low" in rows else []
    traces: list[dict[str, Any]] = [guides, *ranges, dots, values, _names(rows, lines, centres, palette)]
    if "middle" in rows:
        traces.insert(1, _own_middles(rows, centres, palette))
    return traces


def _names(rows: pd.DataFrame, lines: list[list[str]], centres: list[float], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "xaxis": "x2",
        "x": [0] * len(rows),
        "y": centres,
        "text": [
            in_bold(NEW_LINE.join(label)) if is_strong else NEW_LINE.join(label)
            for label, is_strong in zip(lines, rows["strong"], strict=True)
        ],
        "textposition": "middle right",
        "textfont": {
            "size": [13.5 if shown else SMALL_SIZE for shown in rows["number"].notna()],
            "color": [palette.ink if shown else palette.quiet_ink for shown in rows["number"].notna()],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _ranges(rows: pd.DataFrame, centres: list[float], palette: Palette) -> dict[str, Any]:
    """Return the ranges behind the dots as thin lines."""
    held = [
        (low, high, centre)
        for low, high, centre in zip(rows["low"], rows["high"], centres, strict=True)
        if pd.notna(low) and pd.notna(high)
    ]
    return level_lines(held, palette.ink, WHISKER)


def _own_middles(rows: pd.DataFrame, centres: list[float], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["middle"].tolist(),
        "y": centres,
        "marker": {
            "symbol": "line-ns-open",
            "size": 13,
            "line": {"color": palette.ink, "width": 2},
            "color": palette.ink,
        },
        "customdata": [
            f"{label}: median {text}" for label, text in zip(rows["label"], rows["middle_text"], strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _strip(
    field: pd.DataFrame, palette: Palette, scale: tuple[float, float], top: float, *, narrow: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Return the dots of the strip, the names in it, and where it ends."""
    low, high = scale
    size = NARROW_STRIP_DOT if narrow else STRIP_DOT
    width = NARROW_SCALE_WIDTH if narrow else SCALE_WIDTH
    numbers = [float(number) for number in field["number"]]
    levels = apart(numbers, (high - low) * size / width)
    named = field[field["strong"]].head(STRIP_LABELS)
    floor = top + len(named) * LABEL_HEIGHT + min((max(levels) + 1) * size, STRIP_HIGHEST) + 2
    step = min(size, STRIP_HIGHEST / (max(levels) + 1))
    heights = dict(zip(field["code"], [floor - (level + 0.5) * step for level in levels], strict=True))
    traces = []
    for is_strong in (False, True):
        part = field[field["strong"] == is_strong]
        if part.empty:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": part["number"].tolist(),
                "y": [round(heights[code], 1) for code in part["code"]],
                "marker": {
                    "size": 10 if is_strong else size,
                    "color": [palette.of(code) for code in part["code"]] if is_strong else palette.quiet,
                },
                "text": [f"{label}: {text}" for label, text in zip(part["label"], part["text"], strict=True)],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
            }
        )
    names = []
    for place, row in enumerate(as_rows(named)):
        y = top + place * LABEL_HEIGHT + LABEL_HEIGHT / 2
        on_right = row["number"] > low + (high - low) * 0.5
        names.append(
            {
                "type": "scatter",
                "mode": "lines+text",
                "x": [row["number"], row["number"]],
                "y": [y, heights[row["code"]]],
                "line": {"color": palette.of(row["code"]), "width": 1},
                "text": [f"{row['label']} " if on_right else f" {row['label']}", ""],
                "textposition": "middle left" if on_right else "middle right",
                "textfont": {"size": SMALL_SIZE, "color": palette.ink},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return traces, names, floor


def _field_words(text: str, floor: float, *, narrow: bool, palette: Palette) -> dict[str, Any]:
    label = wrapped(text, NARROW_LETTERS if narrow else LETTERS)
    return {
        "type": "scatter",
        "mode": "text",
        "xaxis": "x2",
        "x": [0],
        "y": [floor - len(label) * LINE_HEIGHT / 2],
        "text": [NEW_LINE.join(label)],
        "textposition": "middle right",
        "textfont": {"size": SMALL_SIZE, "color": palette.quiet_ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _middle_line(middle: tuple[float, str] | None, bottom: float, palette: Palette) -> dict[str, Any]:
    if middle is None:
        return {}
    return {
        "shapes": [
            {
                "type": "line",
                "x0": middle[0],
                "x1": middle[0],
                "y0": LABEL_HEIGHT,
                "y1": bottom,
                "line": {"color": palette.quiet_ink, "width": 1, "dash": "dot"},
                "layer": "below",
            }
        ],
        "annotations": [
            {
                "x": middle[0],
                "y": LABEL_HEIGHT / 2,
                "text": middle[1],
                "showarrow": False,
                "font": {"size": SMALL_SIZE, "color": palette.quiet_ink},
            }
        ],
    }


def _kept(values: Sequence[Any], keep: Sequence[bool]) -> list[Any]:
    return [value for value, kept in zip(values, keep, strict=True) if kept]
