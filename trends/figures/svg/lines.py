"""Trend lines, each named at its end, and small panels of them: values over editions, stopped where methods changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from trends.cards.charts import Lines, Panels, Ticks
from trends.figures.stretches import BREAK_WORDS, breaks_between, columns_for, spread, unbroken
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.scales import Scale, inside, kept_apart
from trends.figures.svg.sheet import Line, Sheet

HEIGHT, NARROW_HEIGHT = 290, 260
TOP, YEARS = 12, 28
# The most of the width that names take.
NAMES, NARROW_NAMES = 0.28, 0.4
NAME_GAP, EDGE = 12, 2
PANEL, NARROW_PANEL = 104, 90
TITLE_GAP, ROW_GAP, GUTTER = 6, 14, 16
MOST_TICKS = 4
# Inside a plot beside its first and its last year, in pixels.
INSET = 8


@dataclass(frozen=True)
class _Plot:
    """A plot: where years and values lie in it, and the editions it spans."""

    x: Scale
    y: Scale
    years: Sequence[int]
    editions: Mapping[int, str]

    def points(self, rows: pd.DataFrame, name: str = "number") -> list[tuple[float, float]]:
        """Return where the values of some rows lie."""
        return [(self.x(int(year)), self.y(float(value))) for year, value in zip(rows["year"], rows[name], strict=True)]


def lines(chart: Lines, sheet: Sheet) -> float:
    """Draw a line per country and one for the median over the middle half of all; return how high the drawing is."""
    years, palette = sorted(chart.editions), sheet.palette
    groups = {str(name): rows for name, rows in chart.rows.sort_values("year").groupby("line", sort=False)}
    room = sheet.width * (NARROW_NAMES if sheet.narrow else NAMES)
    names = [lines_of(_end_name(name, rows, years[-1]), room, SMALL_SIZE) for name, rows in groups.items()]
    wide = max(width_of(line, SMALL_SIZE) for name in names for line in name)
    left = max(max(width_of(text, SMALL_SIZE) for _, text in chart.ticks) + 8, 18)
    heights = [float(len(name) * SMALL_LINE) for name in names]
    low, high = chart.ticks[0][0], chart.ticks[-1][0]
    length = max(NARROW_HEIGHT if sheet.narrow else HEIGHT, sum(heights))
    free = Scale(low, high, length, 0)
    wanted = [free(float(rows["number"].iloc[-1])) for rows in groups.values()]
    places = _within(spread(wanted, heights), heights, length)
    # Names above the plot, which the last ones leave no room in, push it down.
    top: float = TOP + (SMALL_LINE if breaks_between(chart.editions) else 0)
    top += max(0.0, -min(place - height / 2 for place, height in zip(places, heights, strict=True)) - top)
    x = Scale(years[0], years[-1], left + INSET, sheet.width - wide - NAME_GAP - EDGE)
    plot = _Plot(x, Scale(low, high, top + length, top), years, chart.editions)
    _grid(chart.ticks, sheet, plot, left)
    parts = {name: (str(rows["code"].iloc[0]), unbroken(rows, years, chart.editions)) for name, rows in groups.items()}
    for stretch in (each for code, stretches in parts.values() if not code for each in stretches if len(each) > 1):
        edge = [*plot.points(stretch, "lower"), *plot.points(stretch, "upper")[::-1]]
        sheet.path("M" + "L".join(f"{at:.1f} {up:.1f}" for at, up in edge) + "z", fill=palette.faint)
    _breaks(sheet, plot, words=True)
    # The median lies under the countries and over its band.
    for code, stretches in sorted(parts.values(), key=lambda part: part[0] != ""):
        color, dash = (palette.of(code), palette.dash_of(code)) if code else (palette.quiet_ink, "dot")
        _trend(stretches, sheet, plot, color=color, width=2.5, radius=3 if code else 2, dash=dash)
    for name, place, height, (code, _) in zip(names, places, heights, parts.values(), strict=True):
        first = top + place - height / 2 + SMALL_LINE / 2
        sheet.write(x.end + NAME_GAP, first, name, palette.of(code) if code else palette.quiet_ink, small=True)
    _years(sheet, plot, top + length + YEARS / 2, [*years])
    return top + length + YEARS


def panels(chart: Panels, sheet: Sheet) -> float:
    """Draw a panel per country, all on one scale, its line before that of the median; return how high all are."""
    years, palette = sorted(chart.editions), sheet.palette
    groups = {
        str(code): unbroken(rows.sort_values("year"), years, chart.editions)
        for code, rows in chart.rows.groupby("code", sort=False)
    }
    middle = groups.pop("", [])
    ticks = chart.ticks if len(chart.ticks) <= MOST_TICKS else list(chart.ticks)[::-2][::-1]
    left = max(width_of(text, SMALL_SIZE) for _, text in ticks) + 8
    across = columns_for(len(groups), narrow=sheet.narrow)
    wide = (sheet.width - left - EDGE - GUTTER * (across - 1)) / across
    high = NARROW_PANEL if sheet.narrow else PANEL
    titles = [_title(stretches[-1].iloc[-1], years[-1], wide) for stretches in groups.values()]
    bottom, y = [0.0] * across, 2.0
    for first in range(0, len(groups), across):
        listed = list(zip(groups.items(), titles, strict=True))[first : first + across]
        head = max(len(title) for _, title in listed) * SMALL_LINE
        top = y + head + TITLE_GAP
        for column, ((code, stretches), title) in enumerate(listed):
            start = left + column * (wide + GUTTER)
            plot = _panel(chart, start, top, (wide, high))
            _grid(ticks, sheet, plot, start, named=not column)
            _breaks(sheet, plot, words=False)
            _trend(middle, sheet, plot, color=palette.quiet, width=1.5, radius=1.5)
            _trend(stretches, sheet, plot, color=palette.of(code), width=2.5, radius=2)
            sheet.write(start, y + head - (len(title) - 0.5) * SMALL_LINE, title, palette.of(code), small=True)
            bottom[column] = top + high
            # Where the last row is not full, years stand under the panel above.
            if first + column + across >= len(groups):
                _years(
                    sheet, plot, bottom[column] + YEARS / 2, sorted({years[0], years[-1]}), ends=(start, start + wide)
                )
        y = top + high + (YEARS if first + 2 * across > len(groups) and first + across < len(groups) else ROW_GAP)
    y += YEARS - ROW_GAP
    if breaks_between(chart.editions):
        sheet.write(EDGE, y + SMALL_LINE / 2, f"Dotted: {BREAK_WORDS}", palette.quiet_ink, small=True)
        y += SMALL_LINE
    return y + EDGE


def _panel(chart: Panels, start: float, top: float, size: tuple[float, float]) -> _Plot:
    """Return the plot of a panel that begins at a place and has a width and a height."""
    years, (wide, high) = sorted(chart.editions), size
    x = Scale(years[0], years[-1], start + INSET, start + wide - INSET)
    y = Scale(chart.ticks[0][0], chart.ticks[-1][0], top + high - 4, top + 4)
    return _Plot(x, y, years, chart.editions)


def _title(last: pd.Series, last_year: int, room: float) -> list[Line]:
    """Return the name in bold and the last value as lines; a line that ends early says when."""
    value = str(last["text"]) if last["year"] == last_year else f"{last['text']}, {last['year']}"
    names = lines_of(str(last["line"]), room, SMALL_SIZE, bold=True)
    if width_of(f"{names[-1]} ", SMALL_SIZE, bold=True) + width_of(value, SMALL_SIZE) <= room:
        return [*([(name, True)] for name in names[:-1]), [(f"{names[-1]} ", True), (value, False)]]
    return [*([(name, True)] for name in names), *lines_of(value, room, SMALL_SIZE)]


def _end_name(name: str, rows: pd.DataFrame, last_year: int) -> str:
    """Return what stands at the right edge for a line: where it ends before it, also when."""
    ended = int(rows["year"].iloc[-1])
    return name if ended == last_year else f"{name}, {ended}"


def _within(places: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Return places moved up so that nothing reaches below the bottom, without making any overlap."""
    moved, edge = list(places), bottom
    for at in sorted(range(len(places)), key=lambda each: -places[each]):
        moved[at] = min(places[at], edge - heights[at] / 2)
        edge = moved[at] - heights[at] / 2
    return moved


def _grid(ticks: Ticks, sheet: Sheet, plot: _Plot, left: float, *, named: bool = True) -> None:
    """Draw a line across the plot at each mark of the scale, with its words on the left."""
    ends = (left, plot.x.end + INSET)
    for value, text in ticks:
        sheet.line((ends[0], plot.y(value)), (ends[1], plot.y(value)), sheet.palette.faint)
        if named:
            sheet.write(left - 6, plot.y(value), text, sheet.palette.quiet_ink, small=True, anchor="end")


def _breaks(sheet: Sheet, plot: _Plot, *, words: bool) -> None:
    """Draw a dotted line where the method changed, with words above it where they do not touch others."""
    color, top = sheet.palette.quiet_ink, plot.y.end - 4
    at = [plot.x(each) for each in breaks_between(plot.editions)]
    for x in at:
        sheet.line((x, top), (x, plot.y.start), color, 1.2, "dot")
    if words:
        for x, text in kept_apart([(inside(x, BREAK_WORDS, 0, plot.x.end + INSET), BREAK_WORDS) for x in at]):
            sheet.write(x, top - SMALL_LINE / 2, text, color, small=True, anchor="middle")


def _trend(
    stretches: Sequence[pd.DataFrame],
    sheet: Sheet,
    plot: _Plot,
    *,
    color: str,
    width: float,
    radius: float,
    dash: str = "",
) -> None:
    """Draw a line with a dot at each edition; nothing joins its stretches."""
    for stretch in stretches:
        points = plot.points(stretch)
        if len(points) > 1:
            sheet.curve(points, color, width, dash)
        for point in points:
            sheet.dot(point, radius, color)


def _years(
    sheet: Sheet, plot: _Plot, y: float, years: Sequence[int], ends: tuple[float, float] = (0, float("inf"))
) -> None:
    """Write years under the plot, as many as do not touch, the last one always."""
    left, right = ends[0], min(ends[1], sheet.width)
    labels = [(inside(plot.x(year), str(year), left, right), str(year)) for year in years]
    for x, text in kept_apart(labels):
        sheet.write(x, y, text, sheet.palette.quiet_ink, small=True, anchor="middle")
