"""Draws a chart: from its description to Plotly figures, a wide and a narrow one. The only entry to this package."""

from collections.abc import Callable
from typing import Any

from trends.cards import charts
from trends.cards.charts import Chart
from trends.figures.bars import ranked_bars
from trends.figures.base import Drawing, Figures, Plot, for_widths
from trends.figures.bump import bump
from trends.figures.casemap import case_map
from trends.figures.dots import sorted_dots
from trends.figures.dumbbell import dumbbells
from trends.figures.lines import trend_lines
from trends.figures.maps import choropleth
from trends.figures.multiples import small_multiples
from trends.figures.palette import LIGHT, Palette
from trends.figures.scatter import scatter
from trends.figures.strips import strips


def draw(chart: Chart, palette: Palette = LIGHT) -> Figures:
    """Return the figures of a chart in light colours; on a dark page the browser replaces them."""
    return _DRAWN_BY[type(chart)](chart, palette)


def drawings(chart: Chart) -> list[Drawing]:
    """Return the figures of a chart as JSON for a browser, the one for wide places first."""
    return [Drawing(figure.to_json(), figure.height, least_width) for figure, least_width in draw(chart).by_width()]


def _bars(chart: charts.Bars, palette: Palette) -> Figures:
    def drawn(*, narrow: bool) -> Plot:
        rows, longest = chart.rows, chart.longest
        if narrow and "narrow_label" in rows:
            rows = rows.assign(label=rows["narrow_label"])
        if narrow and chart.narrow_longest is not None:
            longest = chart.narrow_longest
        return ranked_bars(rows, palette, longest=longest, narrow=narrow and chart.narrow_lines)

    return for_widths(drawn)


def _bump(chart: charts.Bump, palette: Palette) -> Figures:
    return for_widths(bump, chart.rows, palette, highlighted=chart.highlighted)


def _dots(chart: charts.Dots, palette: Palette) -> Figures:
    return for_widths(
        sorted_dots,
        chart.rows,
        palette,
        ticks=chart.ticks,
        middle=chart.middle,
        field=chart.field,
        field_words=chart.field_words,
    )


def _lines(chart: charts.Lines, palette: Palette) -> Figures:
    return for_widths(trend_lines, chart.rows, palette, editions=chart.editions, ticks=chart.ticks)


def _panels(chart: charts.Panels, palette: Palette) -> Figures:
    return for_widths(small_multiples, chart.rows, palette, editions=chart.editions, ticks=chart.ticks)


def _dumbbells(chart: charts.Dumbbells, palette: Palette) -> Figures:
    # Its lines fit any width.
    return Figures(dumbbells(chart.rows, palette, ends=chart.ends))


def _scatter(chart: charts.Scatter, palette: Palette) -> Figures:
    return for_widths(
        scatter,
        chart.rows,
        palette,
        scales=(chart.x_ticks, chart.y_ticks),
        words=(chart.x_words, chart.y_words),
    )


def _steps(chart: charts.Steps, palette: Palette) -> Figures:
    return for_widths(choropleth, chart.rows, palette, key=chart.key, bounds=chart.bounds)


def _places(chart: charts.Places, palette: Palette) -> Figures:
    return for_widths(case_map, chart.rows, palette)


def _strips(chart: charts.Strips, palette: Palette) -> Figures:
    return for_widths(strips, chart.rows, chart.answers, palette)


_DRAWN_BY: dict[type, Callable[[Any, Palette], Figures]] = {
    charts.Bars: _bars,
    charts.Bump: _bump,
    charts.Dots: _dots,
    charts.Lines: _lines,
    charts.Panels: _panels,
    charts.Dumbbells: _dumbbells,
    charts.Steps: _steps,
    charts.Places: _places,
    charts.Strips: _strips,
    charts.Scatter: _scatter,
}
