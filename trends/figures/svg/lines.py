"""Trend lines, each named at its end: values over editions, stopped where methods changed."""

from collections.abc import Sequence

import pandas as pd

from trends.cards.charts import Lines
from trends.figures.stretches import breaks_between, spread, unbroken
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.plots import EDGE, INSET, YEARS, Plot, breaks, grid, trend, write_years
from trends.figures.svg.scales import Scale
from trends.figures.svg.sheet import Sheet

HEIGHT, NARROW_HEIGHT = 290, 260
TOP = 12
# The most of the width that names take.
NAMES, NARROW_NAMES = 0.28, 0.4
NAME_GAP = 12


def draw(chart: Lines, sheet: Sheet) -> float:
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
    plot = Plot(x, Scale(low, high, top + length, top), years, chart.editions)
    grid(chart.ticks, sheet, plot, left)
    parts = {name: (str(rows["code"].iloc[0]), unbroken(rows, years, chart.editions)) for name, rows in groups.items()}
    for stretch in (each for code, stretches in parts.values() if not code for each in stretches if len(each) > 1):
        edge = [*plot.points(stretch, "lower"), *plot.points(stretch, "upper")[::-1]]
        sheet.path("M" + "L".join(f"{at:.1f} {up:.1f}" for at, up in edge) + "z", fill=palette.faint)
    breaks(sheet, plot, words=True)
    # The median lies under the countries and over its band.
    for code, stretches in sorted(parts.values(), key=lambda part: part[0] != ""):
        color, dash = (palette.of(code), palette.dash_of(code)) if code else (palette.quiet_ink, "dot")
        trend(stretches, sheet, plot, color=color, width=2.5, radius=3 if code else 2, dash=dash)
    for name, place, height, (code, _) in zip(names, places, heights, parts.values(), strict=True):
        first = top + place - height / 2 + SMALL_LINE / 2
        sheet.write(x.end + NAME_GAP, first, name, palette.of(code) if code else palette.quiet_ink, small=True)
    write_years(sheet, plot, top + length + YEARS / 2, [*years])
    return top + length + YEARS


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
