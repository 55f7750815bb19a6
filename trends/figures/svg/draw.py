"""Draws a chart as SVG, with values, words and highlights as in its figure on a page. The only way in.

Each kind of chart is drawn by the module with its name, see :mod:`trends.figures.kinds`.
"""

from trends.cards.charts import Chart
from trends.figures.kinds import drawn_by
from trends.figures.palette import LIGHT, Palette
from trends.figures.svg.sheet import LEAST, MOST, Sheet

_DRAWN_BY = drawn_by("trends.figures.svg", "draw(chart: {}, sheet: Sheet) -> float")


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
