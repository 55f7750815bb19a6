"""Charts of cards as charts that a slide program draws and a reader can edit: values, order, labels and highlights.

Bars, trend lines, places over editions, dots, dumbbells, strips and scatters are native. Maps and panels are pictures,
see :mod:`trends.export.slides`: a slide program has no shapes of countries, and one chart of it has one pair of scales.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from trends.cards.charts import Bars, Bump, Chart, Dots, Dumbbells, Lines, Scatter, Strips
from trends.export import slide_rows, slide_trends
from trends.export.slide_drawing import Box, Categories, Label, calm, hide, place_plot, whiskers, words_of, write_label
from trends.export.slide_words import LINE, broken, color_of
from trends.figures.palette import LIGHT
from trends.figures.svg.measure import width_of
from trends.statistics.cells import Row, as_rows, is_missing

# A single bar as high as the slide would shout.
MOST_BAR = Inches(0.62)
STRONG, QUIET = LIGHT.accent, LIGHT.quiet
# How large letters of names may be, and which part of the width they may take, the first that has room for all.
NAME_SIZES, NAME_PARTS = (12, 11, 10, 9, 8), (0.28, 0.36, 0.44, 0.5)
# Some programs squeeze a whole chart whose names only just fit.
NAME_GAP = 18.0


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
    calm(frame.chart)
    return frame


def _bars(slide: Slide, chart: Bars, box: Box) -> Any:
    rows = as_rows(chart.rows)
    left, top, width, height = box
    names = [words_of(row["label"]) for row in rows]
    size, part, lines_of_names = _names(names, width, height)
    lines = max(map(len, lines_of_names))
    # As high as its names need, and no higher than the room.
    row_height = max(float(MOST_BAR), lines * size * LINE * Pt(1) + Pt(4))
    box = (left, top, width, Length(int(min(height, len(rows) * row_height + Inches(0.2)))))
    # Where no base was published there are no ranges, though there is room for them.
    ranged = {"low", "high"} <= set(chart.rows) and bool(chart.rows["low"].notna().any())
    ends = [_end(row, ranged=ranged) for row in rows]
    data = Categories()
    # Broken here: not every program breaks names, and one that does not squeezes the chart.
    data.categories = ["\n".join(each) for each in lines_of_names]
    data.add_series("Value", [None if is_missing(row["value"]) else float(row["value"]) for row in rows])
    # Values are told past the ends of ranges, which an unseen bar marks.
    data.add_series("Upper end of the range" if ranged else "Where the value stands", ends)
    if ranged:
        data.add_series("Lower half of the range", [_inner(row) for row in rows])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    drawn = frame.chart
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    series, *unseen = plot.series
    for each in unseen:
        each.format.fill.background()
        each.format.line.fill.background()
    _axes(drawn, size)
    said = ["  ".join(filter(None, [str(row["text"]), str(row.get("you") or "")])) for row in rows]
    drawn.value_axis.maximum_scale = _longest(chart, ends, said, width.pt * (1 - part))
    place_plot(drawn, part, 0.01, 0.99 - part, 0.98)
    for at, (row, text) in enumerate(zip(rows, said, strict=True)):
        _fill(series.points[at], row)
        write_label(unseen[0].points[at], Label(text, XL_LABEL_POSITION.OUTSIDE_END, strong=bool(row.get("strong"))))
    if ranged:
        whiskers(series, [_reach(row) for row in rows])
        # What lies on a strong bar would not be seen in ink.
        whiskers(unseen[1], [(_lower(row), 0.0) if _is_dark(row) else None for row in rows], LIGHT.background)
    return frame


def _names(names: Sequence[str], width: Length, height: Length) -> tuple[int, float, Sequence[Sequence[str]]]:
    """Return the size of the letters of names beside their bars, which part of the width they take, and their lines."""
    row = height.pt / max(len(names), 1)
    for size, part in ((size, part) for size in NAME_SIZES for part in NAME_PARTS):
        lines = [broken(name, width * part - Pt(NAME_GAP), size) for name in names]
        if max(map(len, lines)) * size * LINE <= row:
            break
    widest = max(width_of(line, size) for each in lines for line in each)
    return size, min(part, (widest + NAME_GAP) / width.pt), lines


def _axes(drawn: Any, size: int) -> None:
    axis = drawn.category_axis
    axis.reverse_order = True
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    # Each name stands, however many there are.
    skip = axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})  # noqa: SLF001 - the library has no such setting
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # noqa: SLF001
    hide(drawn.value_axis)
    drawn.value_axis.minimum_scale = 0


def _longest(chart: Bars, ends: Sequence[float | None], said: Sequence[str], room: float) -> float:
    """Return the end of the scale, so that what stands past each bar has its room; ``room`` in points."""
    longest = max(chart.longest or 0, *(end or 0 for end in ends), 1e-9)
    free = [max(room - width_of(text, 11, bold=True) - 10, room * 0.3) for text in said]
    return max(longest, *(float(end or 0) * room / each for end, each in zip(ends, free, strict=True)))


def _fill(point: Any, row: Row) -> None:
    """Fill a bar; one of weak evidence is hollow, so that it does not look like a firm one."""
    color = color_of(STRONG if row.get("strong") else QUIET)
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = color_of(LIGHT.background) if row.get("weak") else color
    if row.get("weak"):
        point.format.line.color.rgb, point.format.line.width = color, Pt(1.5)


def _end(row: Row, *, ranged: bool) -> float | None:
    """Return the value, or the upper end of its range where that is larger; None where there is no value."""
    if is_missing(row["value"]):
        return None
    value = float(row["value"])
    return max(value, float(row["high"])) if ranged and not is_missing(row["high"]) else value


def _inner(row: Row) -> float | None:
    return float(row["value"]) if _is_dark(row) and not is_missing(row["value"]) else None


def _is_dark(row: Row) -> bool:
    return bool(row.get("strong")) and not row.get("weak")


def _lower(row: Row) -> float:
    return 0.0 if is_missing(row["value"]) or is_missing(row["low"]) else float(row["value"]) - float(row["low"])


def _reach(row: Row) -> tuple[float, float] | None:
    """Return how far the whisker of a bar reaches to the left in ink, and to the right; None where it has none."""
    if is_missing(row["value"]) or is_missing(row["high"]):
        return None
    return 0.0 if _is_dark(row) else _lower(row), float(row["high"]) - float(row["value"])


_DRAWN: Mapping[type, Callable[[Slide, Any, Box], Any]] = {
    Bars: _bars,
    Lines: slide_trends.lines,
    Bump: slide_trends.bump,
    Dots: slide_rows.dots,
    Dumbbells: slide_rows.dumbbells,
    Strips: slide_rows.strips,
    Scatter: slide_rows.scatter,
}
