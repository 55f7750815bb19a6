"""Draws a chart as SVG, with values, words and highlights as in its figure on a page. The only way in."""

from collections.abc import Callable
from typing import Any

from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.palette import LIGHT, Palette
from trends.figures.svg.bars import bars
from trends.figures.svg.bump import bump
from trends.figures.svg.dots import dots
from trends.figures.svg.dumbbells import dumbbells
from trends.figures.svg.lines import lines, panels
from trends.figures.svg.maps import places, steps
from trends.figures.svg.scatter import scatter
from trends.figures.svg.sheet import LEAST, MOST, Sheet
from trends.figures.svg.strips import strips


def svg(chart: Chart, palette: Palette = LIGHT, width: int = 720, *, alt: str) -> str:
    """Return a chart as an SVG element that stands alone or in a page of HTML.

    Its height follows from what it holds. It has no background: it is drawn for one of the palette's background colour.

    Args:
        chart: what to draw.
        palette: the colours.
        width: in pixels; below 600 labels stand above what they name.
        alt: what the chart shows, in words, as its card says it.

    Raises:
        ValueError: the width is not from 240 to 2400, or there is no alternative text.
    """
    if not LEAST <= width <= MOST:
        raise ValueError(f"A chart cannot be drawn {width} pixels wide: ask for a width from {LEAST} to {MOST}.")
    if not alt.strip():
        raise ValueError("A chart without words would say nothing to who cannot see it: pass its card's alt.")
    sheet = Sheet(width, palette)
    return sheet.svg(_DRAWN_BY[type(chart)](chart, sheet), alt)


_DRAWN_BY: dict[type, Callable[[Any, Sheet], float]] = {
    charts.Bars: bars,
    charts.Bump: bump,
    charts.Dots: dots,
    charts.Lines: lines,
    charts.Panels: panels,
    charts.Dumbbells: dumbbells,
    charts.Steps: steps,
    charts.Places: places,
    charts.Strips: strips,
    charts.Scatter: scatter,
}
