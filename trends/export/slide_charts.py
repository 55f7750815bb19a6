"""Charts of cards as charts that a slide program draws and a reader can edit: values, order, labels and highlights.

Bars, trend lines, places over editions, dots and dumbbells are native; the other kinds have no counterpart there and
are pictures, see :mod:`trends.export.slides`.
"""

# ruff: noqa: SLF001 - the library draws no ranges and sets no room, so elements are added to what it makes

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
from lxml import etree
from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt
from xlsxwriter import Workbook

from trends.cards.charts import Bars, Bump, Chart, Dots, Dumbbells, Lines
from trends.export.plain import one_line
from trends.figures.palette import LIGHT
from trends.figures.stretches import adjoin, unbroken
from trends.statistics.cells import Row, as_rows, is_missing

Box = tuple[Length, Length, Length, Length]
SMALL, LETTERS = Pt(11), Pt(12)
# A label of more letters would leave the bars no room.
LONGEST_LABEL = 60
# One over a pair of dots has the whole width of the slide.
LONGEST_PAIR = 150
# Every machine has it or letters as wide; a file cannot bring its own.
FONT = "Arial"
# A single bar as high as the slide would shout.
MOST_BAR = Inches(0.62)
STRONG, QUIET = LIGHT.accent, LIGHT.quiet


class _Plain:
    """Writes the sheet behind a chart with names as they are: none becomes a formula or a link."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        book = Workbook(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        yield book, book.add_worksheet()
        book.close()


class _CategorySheet(_Plain, CategoryWorkbookWriter): ...


class _PointSheet(_Plain, XyWorkbookWriter): ...


class _Categories(CategoryChartData):
    @property
    def _workbook_writer(self) -> Any:
        return _CategorySheet(self)


class _Points(XyChartData):
    @property
    def _workbook_writer(self) -> Any:
        return _PointSheet(self)


def native(slide: Slide, chart: Chart | None, box: Box) -> Any | None:
    """Add a chart to a slide and return its frame; None where the kind of chart has no native counterpart.

    Args:
        slide: where it is added.
        chart: what is drawn.
        box: left, top, width and height.
    """
    draw = _DRAWN.get(type(chart))
    if draw is None or chart is None or chart.rows.empty:
        return None
    frame = draw(slide, chart, box)
    _calm(frame.chart)
    return frame


def _calm(drawn: Drawn) -> None:
    """Take away what a slide program adds by itself: title, legend, grid; and set the letters."""
    drawn.has_title = False
    drawn.has_legend = False
    drawn.font.size = SMALL
    drawn.font.name = FONT
    drawn.font.color.rgb = color_of(LIGHT.ink)


def color_of(code: str) -> RGBColor:
    """Return a colour as the library takes it; ``code`` is that of the palette, as in “#12436D”."""
    return RGBColor(*bytes.fromhex(code.removeprefix("#")))


def _words(text: Any, most: int = LONGEST_LABEL) -> str:
    said = one_line(str(text))
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def _bars(slide: Slide, chart: Bars, box: Box) -> Any:
    rows = as_rows(chart.rows)
    ranged = {"low", "high"} <= set(chart.rows)
    data = _Categories()
    data.categories = [_words(row["label"]) for row in rows]
    values = [None if is_missing(row["value"]) else float(row["value"]) for row in rows]
    data.add_series("Value", values)
    # Values are told past the ends of ranges, which an unseen bar marks.
    ends = [_end(row, ranged=ranged) for row in rows]
    data.add_series("Upper end of the range" if ranged else "Where the value stands", ends)
    left, top, width, height = box
    box = (left, top, width, Length(min(height, (len(rows) + 1) * MOST_BAR)))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    drawn = frame.chart
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    series, unseen = plot.series
    unseen.format.fill.background()
    unseen.format.line.fill.background()
    drawn.category_axis.reverse_order = True
    drawn.category_axis.format.line.fill.background()
    drawn.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    _hide(drawn.value_axis)
    drawn.value_axis.minimum_scale = 0
    # Room for what stands past the bar.
    drawn.value_axis.maximum_scale = 1.15 * max(chart.longest or 0, *(end or 0 for end in ends), 1e-9)
    for at, row in enumerate(rows):
        strong = bool(row.get("strong"))
        fill = series.points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = color_of(STRONG if strong else QUIET)
        said = "  ".join(filter(None, [str(row["text"]), str(row.get("you") or "")]))
        _label(unseen.points[at], said, XL_LABEL_POSITION.OUTSIDE_END, strong=strong)
    if ranged:
        _whiskers(series, chart.rows)
    return frame


def _end(row: Row, *, ranged: bool) -> float | None:
    """Return the value, or the upper end of its range where that is larger; None where there is no value."""
    if is_missing(row["value"]):
        return None
    value = float(row["value"])
    return max(value, float(row["high"])) if ranged and not is_missing(row["high"]) else value


def _whiskers(series: Any, rows: pd.DataFrame) -> None:
    """Draw the range of each value as a thin line without caps."""
    value, low, high = (pd.to_numeric(rows[name], errors="coerce") for name in ("value", "low", "high"))

    def listed(name: str, lengths: pd.Series) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{length:.6g}</c:v></c:pt>'
            for at, length in enumerate(lengths)
            if not is_missing(length)
        )
        return f'<c:{name}><c:numLit><c:ptCount val="{len(lengths)}"/>{points}</c:numLit></c:{name}>'

    names, ink = series._element.nsmap, LIGHT.ink.removeprefix("#")
    bars = etree.fromstring(
        f'<c:errBars xmlns:c="{names["c"]}" xmlns:a="{names["a"]}">'
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"{listed('plus', (high - value).clip(lower=0))}{listed('minus', (value - low).clip(lower=0))}"
        f'<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="{ink}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def _label(point: Any, text: str, position: Any, *, strong: bool = False, color: str = LIGHT.ink) -> None:
    frame = point.data_label.text_frame
    frame.text = _words(text, 120)
    frame.word_wrap = False
    run = frame.paragraphs[0].runs[0] if frame.paragraphs[0].runs else None
    if run is not None:
        run.font.size, run.font.bold, run.font.color.rgb = SMALL, strong, color_of(color)
        run.font.name = FONT
    point.data_label.position = position


def _hide(axis: Any) -> None:
    axis.has_major_gridlines = False
    axis.has_minor_gridlines = False
    axis.visible = False


def _line_frame(
    slide: Slide, box: Box, years: Sequence[int], series: Sequence[tuple[str, Mapping[int, float], str, bool]]
) -> Any:
    """Add lines over years; each is its name, value by year, colour, and whether it is strong."""
    data = _Categories()
    data.categories = [str(year) for year in years]
    for name, values, _, _ in series:
        data.add_series(_words(name), [values.get(year) for year in years])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, data)
    drawn = frame.chart
    for line, (name, values, color, strong) in zip(drawn.plots[0].series, series, strict=True):
        line.smooth = False
        line.format.line.width = Pt(3 if strong else 1)
        line.format.line.color.rgb = color_of(color)
        line.marker.style = XL_MARKER_STYLE.CIRCLE
        line.marker.size = 7 if strong else 4
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = color_of(color)
        line.marker.format.line.color.rgb = color_of(color)
        last = max(values)
        if last == years[-1]:
            _label(line.points[years.index(last)], name, XL_LABEL_POSITION.RIGHT, strong=strong, color=color)
    # Names stand right of the last edition.
    _room(drawn, width=0.72)
    drawn.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    drawn.value_axis.major_gridlines.format.line.color.rgb = color_of(LIGHT.faint)
    drawn.value_axis.format.line.fill.background()
    return frame


def _room(drawn: Drawn, width: float) -> None:
    """Let the part with the lines take a share of the width."""
    area = drawn._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.SubElement(area, qn("c:layout"))
        area.insert(0, layout)
    for child in list(layout):
        layout.remove(child)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (
        ("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"),
        ("x", "0.06"), ("y", "0.05"), ("w", f"{width}"), ("h", "0.83"),
    ):  # fmt: skip
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)


def _lines(slide: Slide, chart: Lines, box: Box) -> Any:
    years = sorted(chart.editions)
    series = []
    for name, rows in chart.rows.sort_values("year").groupby("line", sort=False):
        code = str(rows["code"].iloc[0])
        color = LIGHT.of(code) if code else LIGHT.quiet
        # A line that stops at a break is several series of one name, of which the last bears it.
        for stretch in unbroken(rows, years, chart.editions):
            values = dict(zip(stretch["year"].astype(int), stretch["number"].astype(float), strict=True))
            series.append((str(name), values, color, bool(code)))
    frame = _line_frame(slide, box, years, series)
    axis = frame.chart.value_axis
    axis.minimum_scale, axis.maximum_scale = chart.ticks[0][0], chart.ticks[-1][0]
    return frame


def _bump(slide: Slide, chart: Bump, box: Box) -> Any:
    rows = sorted(as_rows(chart.rows), key=lambda row: int(row["year"]))
    years = sorted({int(row["year"]) for row in rows})
    color = {item: LIGHT.categories[at % len(LIGHT.categories)] for at, item in enumerate(chart.highlighted)}
    stretches: list[tuple[str, dict[int, float]]] = []
    before: dict[str, tuple[tuple[int, str], dict[int, float]]] = {}
    for row in rows:
        item, now = str(row["item"]), (int(row["year"]), str(row["method"]))
        if item not in before or not adjoin(before[item][0], now, row["years_apart"]):
            before[item] = (now, {})
            stretches.append((item, before[item][1]))
        before[item] = (now, before[item][1])
        before[item][1][now[0]] = float(row["value"])
    stretches.sort(key=lambda each: each[0] in color)
    series = [
        (f"{int(values[max(values)])} {item}", values, color.get(item, QUIET), item in color)
        for item, values in stretches
    ]
    frame = _line_frame(slide, box, years, series)
    axis = frame.chart.value_axis
    axis.reverse_order = True
    axis.minimum_scale, axis.major_unit = 0.5, 1
    axis.visible = False
    axis.has_major_gridlines = False
    # Turned round, the axis of years would stand on top of the last place.
    frame.chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    return frame


def _dots(slide: Slide, chart: Dots, box: Box) -> Any:
    rows = [row for row in as_rows(chart.rows) if not is_missing(row["number"])]
    low, high = chart.ticks[0][0], chart.ticks[-1][0]
    data = _Points()
    names, values = data.add_series("names"), data.add_series("values")
    for at, row in enumerate(rows):
        names.add_data_point(low, -at)
        values.add_data_point(float(row["number"]), -at)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box, data)
    drawn = frame.chart
    labels, dots = drawn.plots[0].series
    _only_markers(labels, None)
    _only_markers(dots, QUIET)
    for at, row in enumerate(rows):
        strong = bool(row["strong"])
        _label(labels.points[at], str(row["label"]), XL_LABEL_POSITION.LEFT, strong=strong)
        _dot(dots.points[at], STRONG if strong else QUIET)
        _label(dots.points[at], str(row["text"]), XL_LABEL_POSITION.RIGHT, strong=strong)
    _scale(drawn, (low, high), len(rows))
    return frame


def _dumbbells(slide: Slide, chart: Dumbbells, box: Box) -> Any:
    rows = as_rows(chart.rows)
    (left, _), (right, _) = chart.ends
    data = _Points()
    names = data.add_series("names")
    for at, row in enumerate(rows):
        names.add_data_point(left, -at + 0.36)
        pair = data.add_series(_words(row["label"]))
        pair.add_data_point(float(row["before"]), -at)
        pair.add_data_point(float(row["now"]), -at)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data)
    drawn = frame.chart
    labels, *pairs = drawn.plots[0].series
    _only_markers(labels, None)
    for at, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
        strong = bool(row["strong"])
        color = STRONG if strong else QUIET
        # Whose figures they are and of which years, as everywhere else; an item such as “In use” tells neither.
        said = " · ".join(str(row[part]) for part in ("label", "verdict", "note") if row.get(part))
        _label(labels.points[at], _words(said, LONGEST_PAIR), XL_LABEL_POSITION.RIGHT, strong=strong)
        pair.format.line.width, pair.format.line.color.rgb = Pt(3), color_of(color)
        pair.smooth = False
        _dot(pair.points[0], LIGHT.background, color)
        _dot(pair.points[1], color)
        outward = (row["now"] >= row["before"]) == (right >= left)
        before, now = XL_LABEL_POSITION.LEFT, XL_LABEL_POSITION.RIGHT
        _label(pair.points[0], str(row["before_text"]), before if outward else now, color=LIGHT.quiet_ink)
        _label(pair.points[1], str(row["now_text"]), now if outward else before, strong=True)
    _scale(drawn, (min(left, right), max(left, right)), len(rows))
    drawn.category_axis.reverse_order = left > right
    return frame


def _only_markers(series: Any, color: str | None) -> None:
    series.format.line.fill.background()
    series.marker.style = XL_MARKER_STYLE.NONE if color is None else XL_MARKER_STYLE.CIRCLE


def _dot(point: Any, fill: str, line: str = "") -> None:
    point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = color_of(fill)
    point.marker.format.line.color.rgb = color_of(line or fill)


def _scale(drawn: Drawn, ends: tuple[float, float], rows: int) -> None:
    """Let the rows of a scatter stand below each other, on a scale from end to end."""
    along, upwards = drawn.category_axis, drawn.value_axis
    along.minimum_scale, along.maximum_scale = ends
    along.has_major_gridlines = True
    along.major_gridlines.format.line.color.rgb = color_of(LIGHT.faint)
    along.major_tick_mark = XL_TICK_MARK.NONE
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    upwards.minimum_scale, upwards.maximum_scale = -rows + 0.4, 0.7
    _hide(upwards)
    _room(drawn, width=0.66)
    manual = drawn._chartSpace.chart.plotArea.find(qn("c:layout")).find(qn("c:manualLayout"))
    manual.find(qn("c:x")).set("val", "0.26")


_DRAWN: Mapping[type, Callable[[Slide, Any, Box], Any]] = {
    Bars: _bars,
    Lines: _lines,
    Bump: _bump,
    Dots: _dots,
    Dumbbells: _dumbbells,
}
