"""Sorted dot plot with a distribution strip above it: one value per country on one scale."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Dots
from trends.figures.base import (
    LINE_HEIGHT,
    NEW_LINE,
    SMALL_SIZE,
    WHISKER,
    Figures,
    Plot,
    begins_at,
    figure,
    for_widths,
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
# About the width of a letter of the names in the strip, in pixels.
LETTER = 7.0
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


def draw(chart: Dots, palette: Palette) -> Figures:
    """Return the figures of sorted dots."""
    return for_widths(
        sorted_dots,
        chart.rows,
        palette,
        ticks=chart.ticks,
        middle=chart.middle,
        field=chart.field,
        field_words=chart.field_words,
    )


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
            strong); optionally ``middle`` and ``middle_text``, a value to compare with, drawn as a bar, ``low`` and
            ``high``, ends of a range drawn behind the dot, and ``range``, the range in words; ``name`` and ``place``,
            which are spoken instead of a label that begins with a number.
        palette: the colours.
        ticks: marks of the scale, value and words, from its lower end to its upper one.
        middle: a value drawn as a line through all rows, and its words.
        field: one row per dot of the strip: ``label``, ``text``, ``number``, ``code``, ``strong`` and, where it has
            one, ``place`` in words; without it there is no strip. The first strong ones are named.
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
    crossed: list[float] = []
    if field is not None and len(field):
        strip, names, y = _strip(field, palette, (low, high), y, narrow=narrow)
        crossed = _crossed(names, middle, (high - low) / (NARROW_SCALE_WIDTH if narrow else SCALE_WIDTH))
        traces += [*strip, *names, _field_words(field_words, y, narrow=narrow, palette=palette)]
        y += BETWEEN
    tops = []
    for label in lines:
        tops.append(y)
        y += len(label) * LINE_HEIGHT + ROW_GAP
    centres = [top + (len(label) * LINE_HEIGHT + ROW_GAP) / 2 for top, label in zip(tops, lines, strict=True)]
    right = high + (high - low) * (NARROW_VALUE_ROOM if narrow else VALUE_ROOM)
    if len(rows):
        traces += _rows(rows, lines, centres, palette, (low, high, right))
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
        **_middle_line(middle, y, palette, crossed),
    )


def _tick_words(texts: list[str], *, narrow: bool) -> list[str]:
    """Return the words of the scale; on a phone those of every other mark, the upper end's included."""
    if not narrow or len(texts) <= NARROW_TICKS:
        return texts
    last = len(texts) - 1
    return ["" if (last - place) % 2 else text for place, text in enumerate(texts)]


def _rows(
    rows: pd.DataFrame,
    lines: list[list[str]],
    centres: list[float],
    palette: Palette,
    ends: tuple[float, float, float],
) -> list[dict[str, Any]]:
    low, high, right = ends
    # A number before a name is read as one more value by who hears it, so the place follows the value in words.
    unsaid = {"range": "", "place": "", "name": rows["label"]}
    told = pd.DataFrame({name: rows.get(name, held) for name, held in unsaid.items()}, index=rows.index)
    drawn = rows["number"].notna().tolist()
    strong = rows["strong"].tolist()
    colors = [
        palette.of(code) if is_strong else palette.quiet for code, is_strong in zip(rows["code"], strong, strict=True)
    ]
    # Across the whole scale: a line that ended at its dot would look like a bar, and the scale need not begin at zero.
    guides = level_lines([(low, high, centre) for centre in _kept(centres, drawn)], palette.faint, 1)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": _kept(rows["number"].tolist(), drawn),
        "y": _kept(centres, drawn),
        "marker": {
            "color": _kept(colors, drawn),
            "size": [11 if is_strong else 9 for is_strong in _kept(strong, drawn)],
            # Plotly makes markers of several sizes translucent by default, and rings them.
            "opacity": 1,
            "line": {"width": 0},
        },
        "text": [
            spoken(f"{name}: {text}", place, held)
            for name, text, place, held in _kept(
                list(zip(told["name"], rows["text"], told["place"], told["range"], strict=True)), drawn
            )
        ],
        **begins_at(_kept(strong, drawn)),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    values = _values(rows, centres, palette, right)
    ranges = [_ranges(rows, centres, palette)] if "low" in rows else []
    traces: list[dict[str, Any]] = [guides, *ranges, dots, values, _names(rows, lines, centres, palette)]
    if "middle" in rows:
        traces.insert(1, _own_middles(rows, centres, palette))
    return traces


def _values(rows: pd.DataFrame, centres: list[float], palette: Palette, right: float) -> dict[str, Any]:
    """Return values in a column of their own: beside their dots, the line of the median would cross some of them."""
    drawn = rows["number"].notna().tolist()
    return {
        "type": "scatter",
        "mode": "text",
        "x": [right] * sum(drawn),
        "y": _kept(centres, drawn),
        "text": [
            in_bold(text) if is_strong else text
            for text, is_strong in _kept(list(zip(rows["text"], rows["strong"], strict=True)), drawn)
        ],
        "textposition": "middle left",
        "textfont": {"size": SMALL_SIZE, "color": palette.ink},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


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
    rows = as_rows(field)
    levels = apart([float(row["number"]) for row in rows], (high - low) * size / width)
    named = [row for row in rows if row["strong"]][:STRIP_LABELS]
    floor = top + len(named) * LABEL_HEIGHT + min((max(levels) + 1) * size, STRIP_HIGHEST) + 2
    step = min(size, STRIP_HIGHEST / (max(levels) + 1))
    heights = {row["code"]: floor - (level + 0.5) * step for row, level in zip(rows, levels, strict=True)}
    traces = []
    for is_strong in (False, True):
        part = [row for row in rows if bool(row["strong"]) == is_strong]
        if not part:
            continue
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [row["number"] for row in part],
                "y": [round(heights[row["code"]], 1) for row in part],
                "marker": {
                    "size": 10 if is_strong else size,
                    "color": [palette.of(row["code"]) for row in part] if is_strong else palette.quiet,
                },
                "text": [spoken(f"{row['label']}: {row['text']}", str(row.get("place") or "")) for row in part],
                "hovertemplate": "%{text}<extra></extra>",
                "cliponaxis": False,
                **begins_at(is_strong for _ in part),
            }
        )
    names = []
    for place, (row, on_left) in enumerate(_sides(named, scale, (high - low) / width)):
        y = top + place * LABEL_HEIGHT + LABEL_HEIGHT / 2
        names.append(
            {
                "type": "scatter",
                "mode": "lines+text",
                "x": [row["number"], row["number"]],
                "y": [y, heights[row["code"]]],
                "line": {"color": palette.of(row["code"]), "width": 1},
                "text": [f"{row['label']} " if on_left else f" {row['label']}", ""],
                "textposition": "middle left" if on_left else "middle right",
                "textfont": {"size": SMALL_SIZE, "color": palette.ink},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return traces, names, floor


def _sides(
    named: Sequence[dict[Any, Any]], scale: tuple[float, float], pixel: float
) -> list[tuple[dict[Any, Any], bool]]:
    """Return the named dots of a strip from top to bottom, each with whether its name is left of its line.

    It is where it has room; where neither side has enough, where there is more: on the left it may reach over the names
    of rows, and on the right it would be cut. The names on the left stand from the last dot to the first, so that no
    line of a name above runs through one below; in the same way those on the right.

    Args:
        named: the rows of the dots.
        scale: where the scale begins and ends.
        pixel: how much of the scale a pixel is.
    """
    low, high = scale
    middle = low + (high - low) / 2
    needed = [len(row["label"]) * LETTER * pixel for row in named]
    sides = [
        (row, row["number"] - low >= room or (row["number"] > middle and high - row["number"] < room))
        for row, room in zip(named, needed, strict=True)
    ]
    return sorted(sides, key=lambda side: (side[1], -side[0]["number"] if side[1] else side[0]["number"]))


def _crossed(names: Sequence[dict[str, Any]], middle: tuple[float, str] | None, pixel: float) -> list[float]:
    """Return at what heights the line of the median would run through a name of the strip."""
    if middle is None:
        return []
    found = []
    for name in names:
        wide = (len(name["text"][0]) + 1) * LETTER * pixel
        on_left = name["textposition"] == "middle left"
        start, end = (name["x"][0] - wide, name["x"][0]) if on_left else (name["x"][0], name["x"][0] + wide)
        if start <= middle[0] <= end:
            found.append(float(name["y"][0]))
    return found


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


def _middle_line(
    middle: tuple[float, str] | None, bottom: float, palette: Palette, crossed: Sequence[float]
) -> dict[str, Any]:
    """Return the line of the median with its words on top; it leaves out the heights at which it would cross names."""
    if middle is None:
        return {}
    starts = [LABEL_HEIGHT, *(y + LABEL_HEIGHT / 2 for y in crossed)]
    ends = [*(y - LABEL_HEIGHT / 2 for y in crossed), bottom]
    return {
        "shapes": [
            {
                "type": "line",
                "x0": middle[0],
                "x1": middle[0],
                "y0": start,
                "y1": end,
                "line": {"color": palette.quiet_ink, "width": 1, "dash": "dot"},
                "layer": "below",
            }
            for start, end in zip(starts, ends, strict=True)
            # A shorter piece would look like a mark of its own.
            if end - start >= (0 if end == bottom else LABEL_HEIGHT)
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
