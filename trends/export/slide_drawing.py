"""What native charts of slides are put together of: series of points with their labels, ranges and places.

A slide program knows bars over categories and points over two scales. All but bars is drawn of points: years then stand
as far apart as they are, and each text stands where the chart says, in its words.
"""

# ruff: noqa: SLF001 - the library draws no ranges and sets no room, so elements are added to what it makes

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Length, Pt
from xlsxwriter import Workbook

from trends.export.plain import one_line
from trends.export.slide_words import FONT, color_of
from trends.figures.palette import LIGHT

Box = tuple[Length, Length, Length, Length]
Point = tuple[float, float]
Line = tuple[Point, Point]
SMALL = 11
# A longer label is cut: no chart has room for it.
LONGEST_LABEL = 240
LEFT, RIGHT, BELOW, ABOVE = (
    XL_LABEL_POSITION.LEFT,
    XL_LABEL_POSITION.RIGHT,
    XL_LABEL_POSITION.BELOW,
    XL_LABEL_POSITION.ABOVE,
)
DASHES = {"dot": MSO_LINE.ROUND_DOT, "dash": MSO_LINE.DASH}
_APART = "\N{NO-BREAK SPACE}"
# What is drawn once more for programs that know no edge of a mark, and how much smaller its inside is.
INSIDE, OUTSIDE = "Hollow marks: inside", "Hollow marks: edge"
_EDGE = 4
# Programs that read one form of a marker for all points of a series do so where its size is that of the points.
_UNLIKE = 2


class _Plain:
    """Writes the sheet behind a chart with names as they are: none becomes a formula or a link."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        book = Workbook(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        yield book, book.add_worksheet()
        book.close()


class _CategorySheet(_Plain, CategoryWorkbookWriter): ...


class _PointSheet(_Plain, XyWorkbookWriter): ...


class Categories(CategoryChartData):
    """Values by category, written to the sheet behind a chart as they are."""

    @property
    def _workbook_writer(self) -> Any:
        return _CategorySheet(self)


class _Points(XyChartData):
    @property
    def _workbook_writer(self) -> Any:
        return _PointSheet(self)


@dataclass(frozen=True)
class Label:
    """Words at a point: where they stand, whether strong, their colour, and the size of their letters."""

    text: str
    at: Any = RIGHT
    strong: bool = False
    color: str = LIGHT.ink
    size: float = SMALL


@dataclass(frozen=True)
class Mark:
    """A mark at a point: its form, the size of it in points, what fills it, and its edge."""

    fill: str = LIGHT.quiet
    edge: str = ""
    size: int = 9
    style: Any = XL_MARKER_STYLE.CIRCLE


@dataclass(frozen=True)
class Series:
    """Points of one name, with what is drawn at them.

    ``marks`` and ``labels`` are those of each point by its number, ``mark`` that of all others (None for none),
    ``line`` colour, width and style of the line that joins them (None for none).
    """

    name: str
    points: Sequence[Point]
    mark: Mark | None = None
    marks: Mapping[int, Mark] = field(default_factory=dict)
    labels: Mapping[int, Label] = field(default_factory=dict)
    line: tuple[str, float, str] | None = None


@dataclass(frozen=True)
class Plot:
    """Where points lie: both ends of each scale, and the part of the frame they span, each as parts of its size."""

    x: Point
    y: Point
    left: float
    top: float
    width: float
    height: float


def add_points(slide: Slide, box: Box, plot: Plot, series: Sequence[Series], grid: Sequence[Line] = ()) -> Any:
    """Add a chart of points to a slide and return its frame; series without points are left out.

    Args:
        slide: where it is added.
        box: left, top, width and height of the frame.
        plot: the scales and where they lie.
        series: what is drawn, the hindmost first.
        grid: faint lines behind it, each from one end to the other.
    """
    _grid(slide, box, plot, grid)
    drawn_series = [each for each in (*_hollow(series), *series) if each.points]
    data = _Points()
    longest = max(len(each.points) for each in drawn_series)
    for number, each in enumerate(drawn_series):
        held = data.add_series(words_of(each.name))
        # Some programs leave out what stands before the series with the most points; of the first one, its last point
        # stands there as often as needed.
        more = [each.points[-1]] * (longest - len(each.points)) if number == 0 else []
        for x, y in (*each.points, *more):
            held.add_data_point(x, y)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data)
    drawn = frame.chart
    for made, each in zip(drawn.plots[0].series, drawn_series, strict=True):
        _style(made, each)
    for axis, ends in ((drawn.category_axis, plot.x), (drawn.value_axis, plot.y)):
        axis.minimum_scale, axis.maximum_scale = ends
        hide(axis)
    place_plot(drawn, plot.left, plot.top, plot.width, plot.height)
    _see_through(drawn)
    return frame


def _hollow(series: Sequence[Series]) -> Iterator[Series]:
    """Give the hollow marks of all series as full ones on each other, an edge and a smaller inside.

    LibreOffice fills marks with the colour of their line and draws no edges, so hollow ones were full, or not there. It
    lays the first series on top, others the last: these come first, and are covered by the marks themselves there.
    """
    found: dict[Mark, list[Point]] = {}
    for each in series:
        for at, point in enumerate(each.points):
            mark = each.marks.get(at, each.mark)
            if mark is not None and mark.edge and mark.fill == LIGHT.background:
                found.setdefault(mark, []).append(point)
    for mark, points in found.items():
        yield Series(INSIDE, points, replace(mark, edge="", size=mark.size - _EDGE))
    for mark, points in found.items():
        yield Series(OUTSIDE, points, replace(mark, fill=mark.edge, edge=""))


def _grid(slide: Slide, box: Box, plot: Plot, lines: Sequence[Line]) -> None:
    """Draw lines behind a chart: programs do not agree which series lies on top, so one of it might cross its dots."""
    if not lines:
        return
    left, top, width, height = box

    def place(point: Point) -> tuple[Length, Length]:
        along = plot.left + plot.width * (point[0] - plot.x[0]) / (plot.x[1] - plot.x[0])
        down = plot.top + plot.height * (plot.y[1] - point[1]) / (plot.y[1] - plot.y[0])
        return Length(int(left + width * along)), Length(int(top + height * down))

    group = slide.shapes.add_group_shape()
    group.name = "Lines of the scale"
    group._element.nvGrpSpPr.cNvPr.set("descr", "Lines of the scale of the chart")
    for one, other in lines:
        made = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *place(one), *place(other))
        made.line.color.rgb, made.line.width = color_of(LIGHT.faint), Pt(1)
        # The style of a design may give lines a shadow.
        if (style := made._element.find(qn("p:style"))) is not None:
            made._element.remove(style)


def _see_through(drawn: Drawn) -> None:
    """Let what lies behind a chart be seen through it."""
    space = drawn._chartSpace
    shape = space.makeelement(qn("c:spPr"), {})
    shape.append(shape.makeelement(qn("a:noFill"), {}))
    line = shape.makeelement(qn("a:ln"), {})
    line.append(line.makeelement(qn("a:noFill"), {}))
    shape.append(line)
    space.chart.addnext(shape)


def _style(made: Any, series: Series) -> None:
    made.smooth = False
    if series.line is None:
        made.format.line.fill.background()
    else:
        color, width, dash = series.line
        made.format.line.color.rgb, made.format.line.width = color_of(color), Pt(width)
        if dash in DASHES:
            made.format.line.dash_style = DASHES[dash]
    if series.mark is None:
        made.marker.style = XL_MARKER_STYLE.NONE
    else:
        _mark(made.marker, series.mark)
    for at, mark in series.marks.items():
        if series.mark and series.mark.size == mark.size:
            made.marker.size = mark.size + _UNLIKE
        _mark(made.points[at].marker, mark)
    for at, label in series.labels.items():
        write_label(made.points[at], label)


def _mark(marker: Any, mark: Mark) -> None:
    marker.style, marker.size = mark.style, mark.size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = color_of(mark.fill)
    marker.format.line.color.rgb = color_of(mark.edge or mark.fill)
    marker.format.line.width = Pt(1.5)


def write_label(point: Any, label: Label) -> None:
    """Write words at a point of a series."""
    frame = point.data_label.text_frame
    # A blank between words and mark, which some programs would let touch.
    before, after = (label.at == RIGHT) * _APART, (label.at == LEFT) * _APART
    frame.text = f"{before}{words_of(label.text)}{after}"
    frame.word_wrap = False
    if frame.paragraphs[0].runs:
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(label.size), label.strong, color_of(label.color)
        font.name = FONT
    point.data_label.position = label.at


def words_of(text: Any, most: int = LONGEST_LABEL) -> str:
    """Return a text on one line, with an ellipsis where it is longer than any room."""
    said = one_line(str(text))
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def whiskers(series: Any, ranges: Sequence[Point | None], color: str = LIGHT.ink) -> None:
    """Draw thin lines without caps from the ends of bars: how far each reaches to the left, and to the right."""
    names = series._element.nsmap

    def listed(name: str, side: int) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{max(each[side], 0):.6g}</c:v></c:pt>' for at, each in enumerate(ranges) if each
        )
        return f'<c:{name}><c:numLit><c:ptCount val="{len(ranges)}"/>{points}</c:numLit></c:{name}>'

    bars = etree.fromstring(
        f'<c:errBars xmlns:c="{names["c"]}" xmlns:a="{names["a"]}">'
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"{listed('plus', 1)}{listed('minus', 0)}"
        f'<c:spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="{color.removeprefix("#")}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def hide(axis: Any) -> None:
    """Take away a scale with its grid."""
    axis.has_major_gridlines = False
    axis.has_minor_gridlines = False
    axis.visible = False


def calm(drawn: Drawn) -> None:
    """Take away what a slide program adds by itself, title and legend, and set the letters."""
    drawn.has_title = False
    drawn.has_legend = False
    drawn.font.size = Pt(SMALL)
    drawn.font.name = FONT
    drawn.font.color.rgb = color_of(LIGHT.ink)


def place_plot(drawn: Drawn, left: float, top: float, width: float, height: float) -> None:
    """Let the part with the points or bars take a place, in parts of the frame's width and height."""
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
        ("x", f"{left:.4f}"), ("y", f"{top:.4f}"), ("w", f"{width:.4f}"), ("h", f"{height:.4f}"),
    ):  # fmt: skip
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)


def ranges(rows: Sequence[tuple[str, float, float, float]]) -> list[Series]:
    """Return ranges as thin lines: of each its name, both ends, and on which level it lies."""
    # A line of its own for each: not every program draws what reaches sideways from a point.
    return [Series(f"Range: {name}", [(low, y), (high, y)], line=(LIGHT.ink, 1.25, "")) for name, low, high, y in rows]
