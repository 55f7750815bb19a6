"""Dots of one size at places, on a map."""

from trends.cards.charts import Places
from trends.figures.globe import WORLD, Box
from trends.figures.svg.land import filled, land, lay, view
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import as_rows

DOT, NARROW_DOT = 4.0, 2.8


def draw(chart: Places, sheet: Sheet) -> float:
    """Draw a dot at each place on grey land; return how high the map is."""
    box = Box(*WORLD)
    drawn, seen = land(box, sheet.width), view(box, sheet.width)
    lay([filled(sheet.palette.faint, [("".join(drawn.paths.values()), "")])], drawn, sheet)
    for row in as_rows(chart.rows):
        spot = seen.spot(float(row["longitude"]), float(row["latitude"]))
        sheet.dot(
            spot,
            NARROW_DOT if sheet.narrow else DOT,
            sheet.palette.accent,
            stroke=sheet.palette.background,
            width=1,
            said=str(row["text"]),
        )
    return drawn.height
