"""Scatter of countries: a dot each, by one value along and another upwards; the reader's own are coloured and named."""

from trends.cards.charts import Scatter
from trends.figures.stretches import kept_within, spread
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.scales import Scale, evenly, inside
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import Row, as_rows

LENGTH, NARROW_LENGTH = 330, 260
# The most of the width that names take.
NAMES, NARROW_NAMES = 0.24, 0.34
EDGE, NAME_GAP, TICKS, ROOM = 2, 8, 26, 8
DOT, STRONG_DOT = 3.5, 5.5


def draw(chart: Scatter, sheet: Sheet) -> float:
    """Draw a dot per country, the strong ones on top and named at the right edge; return how high the drawing is."""
    palette = sheet.palette
    rows = as_rows(chart.rows)
    strong = [row for row in rows if row["strong"]]
    room = sheet.width * (NARROW_NAMES if sheet.narrow else NAMES)
    names = [lines_of(str(row["label"]), room, SMALL_SIZE) for row in strong]
    heights = [len(name) * SMALL_LINE + 2.0 for name in names]
    length = max(NARROW_LENGTH if sheet.narrow else LENGTH, sum(heights))
    wide = max((width_of(line, SMALL_SIZE) + NAME_GAP for name in names for line in name), default=0)
    above, below = (lines_of(text, sheet.width - 2 * EDGE, SMALL_SIZE) for text in (chart.y_words, chart.x_words))
    top = len(above) * SMALL_LINE + SMALL_LINE
    left = max(width_of(text, SMALL_SIZE) for _, text in chart.y_ticks) + 8
    x = Scale(chart.x_ticks[0][0], chart.x_ticks[-1][0], left + ROOM, sheet.width - wide - EDGE - ROOM)
    y = Scale(chart.y_ticks[0][0], chart.y_ticks[-1][0], top + length - ROOM, top + ROOM)
    sheet.write(EDGE, SMALL_LINE / 2 + 2, above, palette.quiet_ink, small=True)
    _grid(chart, sheet, x, y, top + length)
    _crowd([(x(row["x"]), y(row["y"])) for row in rows if not row["strong"]], sheet)
    wanted = [y(row["y"]) - top for row in strong]
    places = kept_within(spread(wanted, heights), heights, length)
    for row, place in zip(strong, places, strict=True):
        sheet.line((x(row["x"]), y(row["y"])), (x.end + ROOM, top + place), palette.of(str(row["code"])))
    for row, name, place in zip(strong, names, places, strict=True):
        _named(row, name, sheet, (x, y), top + place)
    sheet.write(EDGE, top + length + TICKS + SMALL_LINE / 2, below, palette.quiet_ink, small=True)
    return top + length + TICKS + len(below) * SMALL_LINE + EDGE


def _grid(chart: Scatter, sheet: Sheet, x: Scale, y: Scale, bottom: float) -> None:
    palette = sheet.palette
    for value, text in chart.y_ticks:
        sheet.line((x.start - ROOM, y(value)), (x.end + ROOM, y(value)), palette.faint)
        sheet.write(x.start - ROOM - 6, y(value), text, palette.quiet_ink, small=True, anchor="end")
    for value, _ in chart.x_ticks:
        sheet.line((x(value), y.end - ROOM), (x(value), y.start + ROOM), palette.faint)
    words = [(inside(x(value), text, 0, x.end + 2 * ROOM), text) for value, text in chart.x_ticks]
    for middle, text in evenly(words):
        sheet.write(middle, bottom + TICKS / 2, text, palette.quiet_ink, small=True, anchor="middle")


def _crowd(places: list[tuple[float, float]], sheet: Sheet) -> None:
    """Draw many dots of one colour: as points of one path, so that they take little room in a file."""
    if places:
        way = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
        given = f'stroke="{sheet.palette.quiet}" stroke-width="{2 * DOT:g}" stroke-linecap="round"'
        sheet.parts.append(f'<path d="{way}" fill="none" {given}/>')


def _named(row: Row, name: list[str], sheet: Sheet, scales: tuple[Scale, Scale], middle: float) -> None:
    """Draw a strong dot and its name at the right edge."""
    x, y = scales
    color = sheet.palette.of(str(row["code"]))
    sheet.dot((x(row["x"]), y(row["y"])), STRONG_DOT, color)
    first = middle - (len(name) - 1) * SMALL_LINE / 2
    sheet.write(x.end + ROOM + NAME_GAP, first, name, color, small=True)
