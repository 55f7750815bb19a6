"""Trend lines and places over editions as native charts of slides: named at their ends, stopped where methods changed.

Years stand as far apart as they are.
"""

from collections.abc import Sequence
from typing import Any

from pptx.slide import Slide

from trends.cards.charts import Bump, Lines
from trends.export.slide_drawing import ABOVE, BELOW, LEFT, RIGHT, Box, Label, Mark, Plot, Series, add_points
from trends.figures.palette import LIGHT
from trends.figures.stretches import BREAK_WORDS, adjoin, breaks_between, kept_within, spread, unbroken
from trends.figures.svg.measure import width_of
from trends.statistics.cells import as_rows

SIZE = 11.0
# Rooms around a plot, in points.
TICKS, YEARS, HEAD, GAP = 44.0, 24.0, 20.0, 10.0
NAMES = 0.3
NAME_HEIGHT = 15.0
YEAR_WIDTH = 34.0


def lines(slide: Slide, chart: Lines, box: Box) -> Any:
    """Add trend lines: a line per country, and one for the median between the ends of the middle half of all."""
    years = sorted(chart.editions)
    low, high = chart.ticks[0][0], chart.ticks[-1][0]
    ends: list[tuple[float, str, str]] = []
    held: list[Series] = []
    for name, rows in chart.rows.sort_values("year").groupby("line", sort=False):
        code = str(rows["code"].iloc[0])
        color, dash = (LIGHT.of(code), LIGHT.dash_of(code)) if code else (LIGHT.quiet_ink, "dot")
        # A line that stops at a break is several series of one name.
        for stretch in unbroken(rows, years, chart.editions):
            at = [(float(year), float(value)) for year, value in zip(stretch["year"], stretch["number"], strict=True)]
            style = (color, 2.75 if code else 1.75, dash)
            held.append(Series(str(name), at, Mark(color, size=6 if code else 4), line=style))
            for edge in () if code else ("lower", "upper"):
                side = [(float(year), float(value)) for year, value in zip(stretch["year"], stretch[edge], strict=True)]
                held.insert(
                    0, Series(f"{edge.capitalize()} edge of the middle half", side, line=(LIGHT.quiet, 0.75, ""))
                )
        last = rows.iloc[-1]
        named = str(name) if int(last["year"]) == years[-1] else f"{name}, {int(last['year'])}"
        ends.append((float(last["number"]), named, color))
    plot = _plot(box, (years[0], years[-1]), (low, high), max(width_of(named, SIZE, bold=True) for _, named, _ in ends))
    grid = [((plot.x[0], value), (plot.x[1], value)) for value, _ in chart.ticks]
    scale = Series(
        "Scale",
        [(plot.x[0], value) for value, _ in chart.ticks],
        labels={at: Label(text, LEFT, color=LIGHT.quiet_ink) for at, (_, text) in enumerate(chart.ticks)},
    )
    marks = [*_breaks(chart.editions, (low, high)), scale, _years(years, plot, low, box)]
    return add_points(slide, box, plot, [*marks, *held, _named(ends, plot, box)], grid)


def bump(slide: Slide, chart: Bump, box: Box) -> Any:
    """Add places over editions, first place on top, the highlighted ones strong and above the others."""
    rows = sorted(as_rows(chart.rows), key=lambda row: int(row["year"]))
    years = sorted({int(row["year"]) for row in rows})
    deepest = max(2.0, *(float(row["value"]) for row in rows))
    color = {item: LIGHT.categories[at % len(LIGHT.categories)] for at, item in enumerate(chart.highlighted)}
    stretches: list[tuple[str, list[tuple[float, float]]]] = []
    before: dict[str, tuple[tuple[int, str], list[tuple[float, float]]]] = {}
    for row in rows:
        item, now = str(row["item"]), (int(row["year"]), str(row["method"]))
        if item not in before or not adjoin(before[item][0], now, row["years_apart"]):
            before[item] = (now, [])
            stretches.append((item, before[item][1]))
        before[item] = (now, before[item][1])
        # Upwards is down the list.
        before[item][1].append((float(now[0]), -float(row["value"])))
    stretches.sort(key=lambda each: each[0] in color)
    held = [
        Series(
            item,
            points,
            Mark(color.get(item, LIGHT.quiet), size=7 if item in color else 4),
            line=(color.get(item, LIGHT.quiet), 3.0 if item in color else 1.0, ""),
        )
        for item, points in stretches
    ]
    ends = [
        (points[-1][1], f"{-points[-1][1]:.0f} {item}", color.get(item, LIGHT.quiet_ink))
        for item, points in stretches
        if points[-1][0] == years[-1]
    ]
    widest = max(width_of(named, SIZE, bold=True) for _, named, _ in ends)
    plot = _plot(box, (years[0], years[-1]), (-deepest - 0.5, -0.5), widest)
    editions = {int(row["year"]): str(row["method"]) for row in rows}
    below = _years(years, plot, plot.y[0], box)
    return add_points(slide, box, plot, [*_breaks(editions, plot.y), below, *held, _named(ends, plot, box)])


def _plot(box: Box, years: tuple[float, float], values: tuple[float, float], widest: float) -> Plot:
    """Return where lines lie: the scale on their left, their names on their right, years below."""
    wide, high = box[2].pt, box[3].pt
    names = min(widest + GAP, wide * NAMES)
    return Plot(
        years if years[0] < years[1] else (years[0] - 1, years[1]),
        values,
        TICKS / wide,
        HEAD / high,
        (wide - TICKS - names - GAP) / wide,
        (high - HEAD - YEARS) / high,
    )


def _years(years: Sequence[int], plot: Plot, bottom: float, box: Box) -> Series:
    """Return the years below a plot, as many as do not touch, the last one always."""
    span, room = max(plot.x[1] - plot.x[0], 1), box[2].pt * plot.width
    kept: list[int] = []
    for year in reversed(years):
        if not kept or (kept[-1] - year) / span * room >= YEAR_WIDTH:
            kept.append(year)
    said = {at: Label(str(year), BELOW, color=LIGHT.quiet_ink) for at, year in enumerate(kept)}
    return Series("Years", [(float(year), bottom) for year in kept], labels=said)


def _breaks(editions: Any, ends: tuple[float, float]) -> list[Series]:
    """Return a dotted line where the method changed, the first with its words."""
    return [
        Series(
            BREAK_WORDS,
            [(at, ends[0]), (at, ends[1])],
            labels={} if number else {1: Label(BREAK_WORDS, ABOVE, color=LIGHT.quiet_ink, size=10)},
            line=(LIGHT.quiet_ink, 1, "dot"),
        )
        for number, at in enumerate(breaks_between(editions))
    ]


def _named(ends: Sequence[tuple[float, str, str]], plot: Plot, box: Box) -> Series:
    """Return the names of lines right of the last edition, near their ends and apart from each other."""
    length, (low, high) = box[3].pt * plot.height, plot.y
    unit = length / max(high - low, 1e-9)
    heights = [NAME_HEIGHT] * len(ends)
    places = kept_within(spread([(high - value) * unit for value, _, _ in ends], heights), heights, length)
    points = [(plot.x[1], high - place / unit) for place in places]
    said = {
        at: Label(named, RIGHT, strong=color != LIGHT.quiet_ink, color=color)
        for at, (_, named, color) in enumerate(ends)
    }
    return Series("Names", points, labels=said)
