"""Bump chart: places in a list over its editions, first place on top, named at both ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from trends.cards.charts import Bump
from trends.figures.stretches import BREAK_WORDS, adjoin, breaks_between, first_and_last
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.scales import Scale, inside, kept_apart
from trends.figures.svg.sheet import Line, Sheet
from trends.statistics.cells import as_rows

ROW, NAME_GAP = 30, 5
TOP, BOTTOM, BREAK_ROOM = 26, 4, 18
# The most of the width that the names at one end take.
NAMES, NARROW_NAMES = 0.27, 0.46
NARROW_LEFT, APART = 34, 14
Point = tuple[int, float]


def draw(chart: Bump, sheet: Sheet) -> float:
    """Draw a line per item over the years, the highlighted ones strong and on top; return how high the drawing is.

    In a narrow drawing these are the lines that are still there, from their first place to their last, the places
    between them of the highlighted ones alone.
    """
    palette = sheet.palette
    drawn = (
        first_and_last(chart.rows, chart.highlighted) if sheet.narrow else chart.rows.assign(label=chart.rows["item"])
    )
    rows = sorted(as_rows(drawn), key=lambda row: row["year"])
    years = sorted({int(row["year"]) for row in rows})
    color = {item: palette.categories[at % len(palette.categories)] for at, item in enumerate(chart.highlighted)}
    room = sheet.width * (NARROW_NAMES if sheet.narrow else NAMES)
    lasts, firsts = (_names(rows, year, room) for year in (years[-1], years[0]))
    if sheet.narrow and len(years) > 1:
        # On the left there is room for the places alone.
        firsts = {place: [""] for place in firsts}
    most = max(len(name) for end in (firsts, lasts) for name in end.values())
    high = max(ROW, most * SMALL_LINE + NAME_GAP)
    left = NARROW_LEFT if sheet.narrow else _widest(firsts) + APART
    deepest = max(float(row["value"]) for row in rows)
    x = Scale(years[0], years[-1], left, sheet.width - _widest(lasts) - APART)
    y = Scale(1, max(deepest, 2), TOP + high / 2, TOP + high / 2 + (max(deepest, 2) - 1) * high)
    bottom = TOP + deepest * high
    labels = [(inside(x(year), str(year), 0, sheet.width), str(year)) for year in years]
    for at, text in kept_apart(labels):
        sheet.write(at, TOP / 2, text, palette.quiet_ink, small=True, anchor="middle")
    breaks = breaks_between({int(row["year"]): str(row["method"]) for row in rows})
    _breaks([x(at) for at in breaks], sheet, bottom)
    lines = _stretches(rows)
    for item in [
        *(item for item in lines if item not in color),
        *(item for item in chart.highlighted if item in lines),
    ]:
        strong = item in color
        ink, width, radius = (color[item], 3.5, 4.5) if strong else (palette.quiet, 1.2, 2.5)
        for stretch in lines[item]:
            points = [(x(year), y(value)) for year, value in stretch]
            if len(points) > 1:
                sheet.curve(points, ink, width)
            for point in points:
                sheet.dot(point, radius, ink)
    for end, year, on_left in ((firsts, years[0], True), (lasts, years[-1], False)):
        for place, name in end.items():
            ink = next((color[item] for item in _at(rows, year, place) if item in color), palette.quiet_ink)
            _write(name, place, sheet, (x(year), y(place)), ink, on_left=on_left)
    return bottom + (BREAK_ROOM if breaks else 0) + BOTTOM


def _stretches(rows: Sequence[Mapping[Any, Any]]) -> dict[str, list[list[Point]]]:
    """Return the line of each item as stretches to be joined: editions that follow each other and compare."""
    lines: dict[str, list[list[Point]]] = {}
    before: dict[str, tuple[int, str]] = {}
    for row in rows:
        item, now = str(row["item"]), (int(row["year"]), str(row["method"]))
        line = lines.setdefault(item, [])
        if item not in before or not adjoin(before[item], now, row["years_apart"]):
            line.append([])
        line[-1].append((now[0], float(row["value"])))
        before[item] = now
    return lines


def _at(rows: Sequence[Mapping[Any, Any]], year: int, place: float, said: str = "item") -> list[str]:
    """Return the items on a place in a year, or their labels, in the order of the items."""
    held = [row for row in rows if row["year"] == year and float(row["value"]) == place]
    return [str(row[said]) for row in sorted(held, key=lambda row: str(row["item"]))]


def _names(rows: Sequence[Mapping[Any, Any]], year: int, room: float) -> dict[float, list[str]]:
    """Return the names at one end as lines, by place; items that share a place share a name."""
    places = sorted({float(row["value"]) for row in rows if row["year"] == year})
    return {
        place: lines_of(" / ".join(_at(rows, year, place, "label")), room - _number_width(place), SMALL_SIZE)
        for place in places
    }


def _number_width(place: float) -> float:
    return width_of(f"{place:.0f}  ", SMALL_SIZE, bold=True)


def _widest(names: Mapping[float, list[str]]) -> float:
    return max(width_of(line, SMALL_SIZE) + _number_width(place) for place, name in names.items() for line in name)


def _write(name: list[str], place: float, sheet: Sheet, at: tuple[float, float], color: str, *, on_left: bool) -> None:
    """Write the place and the name of what ends at a point: the place next to it, the name beyond."""
    x, y = at
    lines: list[Line] = [*name]
    space = "\N{NO-BREAK SPACE}"
    if on_left:
        lines[-1] = [(f"{name[-1]}{space * 2}", False), (f"{place:.0f}", True)]
    else:
        lines[0] = [(f"{place:.0f}", True), (f"{space * 2}{name[0]}", False)]
    first = y - (len(name) - 1) * SMALL_LINE / 2
    away, anchor = (-APART, "end") if on_left else (APART, "start")
    sheet.write(x + away, first, lines, color, small=True, anchor=anchor)


def _breaks(at: Sequence[float], sheet: Sheet, bottom: float) -> None:
    """Draw a dotted line where the method changed, with words below it where they do not touch others."""
    color = sheet.palette.quiet_ink
    for x in at:
        sheet.line((x, TOP), (x, bottom), color, 1.2, "dot")
    for x, text in kept_apart([(inside(x, BREAK_WORDS, 0, sheet.width), BREAK_WORDS) for x in at]):
        sheet.write(x, bottom + BREAK_ROOM / 2, text, color, small=True, anchor="middle")
