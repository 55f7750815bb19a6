"""Bump chart: places in a list over its editions."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from trends.cards.charts import Bump
from trends.figures.base import (
    LINE_HEIGHT,
    NEW_LINE,
    SMALL_SIZE,
    Figures,
    Plot,
    figure,
    for_widths,
    in_bold,
    in_template,
    words,
    wrapped,
)
from trends.figures.lines import break_labels, break_lines
from trends.figures.palette import Palette
from trends.figures.stretches import adjoin, breaks_between, first_and_last

ROW = 34
# Above and below a name of several lines.
NAME_GAP = 4
TOP = 30
BOTTOM = 6
# Years stand on top, so that a break has its words under the lines.
BREAK_ROOM = 24
SIDE = 200
NARROW_SIDE = 132
NARROW_LEFT = 28
NAME = 27
NARROW_NAME = 18
# How wide the part with the lines is at least, between the names.
PLOT, NARROW_PLOT = 280, 90
LEAST_WIDTH = 2 * SIDE + PLOT
YEAR_ROOM = 34

# Between a marker and its name, since the text of a trace has no margin of its own.
APART = "\N{NO-BREAK SPACE}" * 3


def draw(chart: Bump, palette: Palette) -> Figures:
    """Return the figures of places over editions."""
    return for_widths(bump, chart.rows, palette, highlighted=chart.highlighted)


def bump(frame: pd.DataFrame, palette: Palette, *, highlighted: Sequence[str], narrow: bool = False) -> Plot:
    """Return lines of places over the years, place 1 on top, named at both ends.

    A line stops where an item has no place in the next edition, where an edition is missing and where the method
    changed: nothing is joined that does not compare. A change of method has a dotted line with words; where an edition
    is missing there is a gap alone.

    Args:
        frame: one row per year and item: ``year``, ``item``, ``value`` (the place), ``method``, ``years_apart`` (fewest
            years between two editions of the survey; editions further apart have one missing between them).
        palette: the colours.
        highlighted: items drawn strong, at most four; each has its own colour.
        narrow: of lines that are still there, draw the first and the last place alone, but for those highlighted, and
            say how far each moved.
    """
    frame = first_and_last(frame, highlighted) if narrow else frame.assign(label=frame["item"])
    columns = [frame[name].tolist() for name in ("year", "item", "value", "method", "years_apart", "label")]
    rows = sorted(zip(*columns, strict=True), key=lambda row: row[0])
    years = sorted({int(row[0]) for row in rows})
    color = {item: palette.categories[at % len(palette.categories)] for at, item in enumerate(highlighted)}
    lines = _lines_of(rows)
    beside = [(item, [*line, (None, None)]) for item, line in lines.items() if item not in color]
    quiet = [point for _, line in beside for point in line]
    whose = [item for item, line in beside for _ in line]
    traces = [_line(quiet, palette.quiet, 1.2, 5, "", whose)]
    traces += [_line(lines[item], color[item], 3.5, 9, item) for item in highlighted if item in lines]
    ends = {
        year: [(value, item, label) for when, item, value, *_, label in rows if when == year]
        for year in (years[0], years[-1])
    }
    if narrow and len(years) > 1:
        # On the left there is room for the places alone.
        ends[years[0]] = [(value, item, "") for value, item, _ in ends[years[0]]]
    width = NARROW_NAME if narrow else NAME
    names = [
        _names(ends[year], year, color, palette, left=left, width=width)
        for year, left in ((years[0], True), (years[-1], False))
    ]
    traces += names
    most_lines = max(text.count(NEW_LINE) + 1 for each in names for text in each["text"])
    row_height = max(ROW, most_lines * LINE_HEIGHT + NAME_GAP)
    deepest = int(max(row[2] for row in rows))
    breaks = breaks_between({int(row[0]): str(row[3]) for row in rows})
    bottom = BOTTOM + (BREAK_ROOM if breaks else 0)
    left = NARROW_LEFT if narrow else SIDE
    span = [years[0] - 0.2, years[-1] + 0.2]
    return figure(
        traces,
        palette,
        deepest * row_height + TOP + bottom + 10,
        margin={"l": left, "r": NARROW_SIDE if narrow else SIDE, "t": TOP, "b": bottom},
        xaxis={
            "side": "top",
            "tickvals": _ticks(years, NARROW_PLOT if narrow else PLOT),
            "tickangle": 0,
            "range": span,
        },
        yaxis={"visible": False, "range": [deepest + 0.6, 0.4]},
        shapes=break_lines(breaks, palette),
        annotations=break_labels(breaks, palette, span, NARROW_PLOT if narrow else PLOT, left, below=True),
        least_width=LEAST_WIDTH,
    )


def _lines_of(rows: Sequence[Sequence[Any]]) -> dict[str, list[tuple[int | None, int | None]]]:
    """Return the points of each item's line by year, with a gap wherever two of them do not compare."""
    lines: dict[str, list[tuple[int | None, int | None]]] = {}
    before: dict[str, tuple[int, str]] = {}
    for year, item, value, method, years_apart, _ in rows:
        line = lines.setdefault(item, [])
        if item in before and not adjoin(before[item], (year, method), years_apart):
            line.append((None, None))
        line.append((int(year), int(value)))
        before[item] = (year, method)
    return lines


def _ticks(years: list[int], width: int) -> list[int]:
    """Return the years to write, the last one among them, so that they never touch on so many pixels."""
    apart = (years[-1] - years[0]) * YEAR_ROOM / width
    ticks = [years[-1]]
    for year in reversed(years[:-1]):
        if ticks[-1] - year >= apart:
            ticks.append(year)
    return ticks[::-1]


def _names(
    ends: Sequence[tuple[float, str, str]],
    year: int,
    color: Mapping[str, str],
    palette: Palette,
    *,
    left: bool,
    width: int,
) -> dict[str, Any]:
    """Return the places and names at one end; items that share a place share a label."""
    places = sorted({value for value, *_ in ends})
    text, colors = [], []
    for place in places:
        held = sorted((item, label) for value, item, label in ends if value == place)
        text.append(_name(" / ".join(label for _, label in held if label), place, width, left=left))
        colors.append(next((color[item] for item, _ in held if item in color), palette.quiet_ink))
    position = "middle left" if left else "middle right"
    return words([year] * len(places), list(places), text, colors, position=position, size=SMALL_SIZE)


def _name(name: str, place: float, width: int, *, left: bool) -> str:
    lines = wrapped(name, width)
    if left:
        lines[-1] = f"{lines[-1]}  {in_bold(f'{place:.0f}')}".lstrip()
        return NEW_LINE.join(f"{line}{APART}" for line in lines)
    lines[0] = f"{in_bold(f'{place:.0f}')}  {lines[0]}"
    return NEW_LINE.join(f"{APART}{line}" for line in lines)


def _line(
    points: Sequence[tuple[int | None, int | None]],
    color: str,
    width: float,
    size: float,
    name: str,
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a line; one without a name holds lines of several items, ``names`` for each point.

    They are in the figure once each, in ``meta``, with the place of each point's name in ``text``: names at every point
    would weigh more than all else. By keyboard a point is told with its name, see ``marks.js``.
    """
    said = in_template(name)
    once = list(dict.fromkeys(names))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "name": name,
        "line": {"color": color, "width": width},
        "marker": {"size": size, "color": color},
        "connectgaps": False,
        "cliponaxis": False,
        "hovertemplate": "%{x}: place %{y}<extra>" + said + "</extra>",
        **(
            {"meta": [in_template(each) for each in once], "text": [str(once.index(each)) for each in names]}
            if names
            else {}
        ),
    }
