"""What trend lines and panels of them share: where years and values lie, the grid, breaks in method, and the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from trends.cards.charts import Ticks
from trends.figures.stretches import BREAK_WORDS, breaks_between
from trends.figures.svg.measure import SMALL_LINE
from trends.figures.svg.scales import Scale, inside, kept_apart
from trends.figures.svg.sheet import Sheet

YEARS, EDGE = 28, 2
# Inside a plot beside its first and its last year, in pixels.
INSET = 8


@dataclass(frozen=True)
class Plot:
    """A plot: where years and values lie in it, and the editions it spans."""

    x: Scale
    y: Scale
    years: Sequence[int]
    editions: Mapping[int, str]

    def points(self, rows: pd.DataFrame, name: str = "number") -> list[tuple[float, float]]:
        """Return where the values of some rows lie."""
        return [(self.x(int(year)), self.y(float(value))) for year, value in zip(rows["year"], rows[name], strict=True)]


def grid(ticks: Ticks, sheet: Sheet, plot: Plot, left: float, *, named: bool = True) -> None:
    """Draw a line across the plot at each mark of the scale, with its words on the left."""
    ends = (left, plot.x.end + INSET)
    for value, text in ticks:
        sheet.line((ends[0], plot.y(value)), (ends[1], plot.y(value)), sheet.palette.faint)
        if named:
            sheet.write(left - 6, plot.y(value), text, sheet.palette.quiet_ink, small=True, anchor="end")


def breaks(sheet: Sheet, plot: Plot, *, words: bool) -> None:
    """Draw a dotted line where the method changed, with words above it where they do not touch others."""
    color, top = sheet.palette.quiet_ink, plot.y.end - 4
    at = [plot.x(each) for each in breaks_between(plot.editions)]
    for x in at:
        sheet.line((x, top), (x, plot.y.start), color, 1.2, "dot")
    if words:
        for x, text in kept_apart([(inside(x, BREAK_WORDS, 0, plot.x.end + INSET), BREAK_WORDS) for x in at]):
            sheet.write(x, top - SMALL_LINE / 2, text, color, small=True, anchor="middle")


def trend(
    stretches: Sequence[pd.DataFrame],
    sheet: Sheet,
    plot: Plot,
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


def write_years(
    sheet: Sheet, plot: Plot, y: float, years: Sequence[int], ends: tuple[float, float] = (0, float("inf"))
) -> None:
    """Write years under the plot, as many as do not touch, the last one always."""
    left, right = ends[0], min(ends[1], sheet.width)
    labels = [(inside(plot.x(year), str(year), left, right), str(year)) for year in years]
    for x, text in kept_apart(labels):
        sheet.write(x, y, text, sheet.palette.quiet_ink, small=True, anchor="middle")
