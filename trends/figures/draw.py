"""Draws a chart: from its description to Plotly figures, a wide and a narrow one. The only entry to this package.

Each kind of chart is drawn by the module with its name, see :mod:`trends.figures.kinds`.
"""

from trends.cards.charts import Chart
from trends.figures.base import Drawing, Figures
from trends.figures.kinds import drawn_by
from trends.figures.palette import LIGHT, Palette

_DRAWN_BY = drawn_by("trends.figures", "draw(chart: {}, palette: Palette) -> Figures")


def draw(chart: Chart, palette: Palette = LIGHT) -> Figures:
    """Return the figures of a chart in light colours; on a dark page the browser replaces them."""
    figures: Figures = _DRAWN_BY[type(chart)](chart, palette)
    return figures


def drawings(chart: Chart) -> list[Drawing]:
    """Return the figures of a chart as JSON for a browser, the one for wide places first."""
    return [Drawing(figure.to_json(), figure.height, least_width) for figure, least_width in draw(chart).by_width()]
