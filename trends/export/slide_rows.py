"""Rows of dots as native charts of slides: dots of countries, dumbbells, strips of answers, and scatters.

A row has its words on the left, as text beside the chart that breaks into lines, and its dots on the right. Rows are
reckoned in points downwards, so that words and dots stand on one level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Length, Pt

from trends.cards.charts import Dots, Dumbbells, Scatter, Strips, Ticks
from trends.export.slide_drawing import (
    ABOVE,
    BELOW,
    LEFT,
    RIGHT,
    Box,
    Label,
    Mark,
    Plot,
    Point,
    Series,
    add_points,
    ranges,
)
from trends.export.slide_words import LINE, broken, color_of, height_of, write
from trends.figures.palette import LIGHT
from trends.figures.stretches import apart, kept_within, spread
from trends.figures.svg.measure import width_of
from trends.statistics.cells import Row, as_rows, is_missing

STRONG, QUIET = LIGHT.accent, LIGHT.quiet
SIZES = (12, 11, 10, 9, 8)
# The part of the width that words of rows take, and the room between them and the dots.
WORDS_PART, WORDS_GAP = 0.46, 24.0
ROW_GAP, LEAST_ROW, MOST_ROW = 7.0, 22.0, 76.0
TICKS, EDGE, SIDE = 22.0, 8.0, 46.0
FIELD_DOT, NAMED_DOT = 5, 8
HIGHEST_FIELD = 84.0
# A share of all.
WHOLE = 100.0


@dataclass(frozen=True)
class _Part:
    """Words of a row: what they are, whether strong, and their colour."""

    text: str
    strong: bool = False
    color: str = LIGHT.ink


@dataclass(frozen=True)
class _Rows:
    """Where rows lie in points below the top of a frame: their middles and where all end; the size of their letters."""

    middles: Sequence[float]
    end: float
    size: int


def dots(slide: Slide, chart: Dots, box: Box) -> Any:
    """Add a dot per country with its range, below a strip of all of them where not all have a row."""
    rows = as_rows(chart.rows)
    wide, high = box[2].pt, box[3].pt
    low, top = chart.ticks[0][0], EDGE + (16.0 if chart.middle else 0.0)
    names = max(
        (width_of(str(row["label"]), 11, bold=True) for row in rows if not is_missing(row["number"])), default=0
    )
    left = min(max(names, 90.0) + 14, wide * WORDS_PART)
    field, field_high = _field(chart, wide - left - SIDE)
    step = min((high - top - field_high - TICKS) / max(len(rows), 1), 26.0)
    middles = [top + field_high + (at + 0.5) * step for at in range(len(rows))]
    end = top + field_high + step * len(rows)
    size = 11 if step >= 11 * LINE else 9
    held = [(row, -middle) for row, middle in zip(rows, middles, strict=True)]
    told = [(row, y) for row, y in held if not is_missing(row["number"])]
    said = {
        at: Label(str(row["label"]).strip(), LEFT if _has(row) else RIGHT, bool(row["strong"]), _ink(row), size)
        for at, (row, _) in enumerate(held)
    }
    ranged = [(row, y) for row, y in told if not is_missing(row.get("low")) and not is_missing(row.get("high"))]
    own = [(float(row["middle"]), y) for row, y in told if not is_missing(row.get("middle"))]
    series = [
        *_median(chart, (-top + 4, -end)),
        *field(-top - field_high + EDGE),
        Series("Names", [(low, y) for _, y in held], labels=said),
        *ranges([(str(row["label"]).strip(), float(row["low"]), float(row["high"]), y) for row, y in ranged]),
        Series("Medians", own, Mark(LIGHT.ink, style=XL_MARKER_STYLE.PLUS)),
        Series(
            "Values",
            [(float(row["number"]), y) for row, y in told],
            Mark(QUIET),
            {at: Mark(LIGHT.of(str(row["code"])), size=10) for at, (row, _) in enumerate(told) if row["strong"]},
        ),
        Series(
            "Values in words",
            [(chart.ticks[-1][0], y) for _, y in told],
            labels={
                at: Label(str(row["text"]), RIGHT, bool(row["strong"]), size=size) for at, (row, _) in enumerate(told)
            },
        ),
        _scale(chart.ticks, -end, wide - left - SIDE),
    ]
    grid = [((value, -top + 4), (value, -end)) for value, _ in chart.ticks]
    return add_points(slide, box, _plot(box, (low, chart.ticks[-1][0]), end, left), series, grid)


def dumbbells(slide: Slide, chart: Dumbbells, box: Box) -> Any:
    """Add two editions of each item, the one before hollow; what was not tested is a diamond, what is weak hollow."""
    rows = as_rows(chart.rows)
    laid = _beside(slide, box, [_pair_words(row) for row in rows])
    (start, _), (stop, _) = chart.ends
    turned = -1.0 if start > stop else 1.0
    series = [
        *(_pair(row, -y, turned) for row, y in zip(rows, laid.middles, strict=True)),
        _scale([(value * turned, text) for value, text in chart.ends], -laid.end, 0),
    ]
    left = box[2].pt * WORDS_PART + WORDS_GAP + SIDE / 2
    grid = [((start * turned, -y), (stop * turned, -y)) for y in laid.middles]
    return add_points(slide, box, _plot(box, (start * turned, stop * turned), laid.end, left), series, grid)


def strips(slide: Slide, chart: Strips, box: Box) -> Any:
    """Add a strip for each question: all its answers, those that are spoken of marked, with ranges where named."""
    rows, answers = as_rows(chart.rows), as_rows(chart.answers)
    given = [[each for each in answers if int(each["strip"]) == at] for at in range(len(rows))]
    words = [_strip_words(row, held) for row, held in zip(rows, given, strict=True)]
    laid = _beside(slide, box, words)
    of = [(each, -y) for held, y in zip(given, laid.middles, strict=True) for each in held]
    quiet = [(float(each["value"]), y) for each, y in of if not each["marked"]]
    marked = [(each, y) for each, y in of if each["marked"]]
    weak = {at: Mark(LIGHT.background, STRONG, 10) for at, (each, _) in enumerate(marked) if each["weak"]}
    told = [
        (str(each["item"]), float(each["low"]), float(each["high"]), y)
        for each, y in marked
        if each["named"] and not is_missing(each["low"])
    ]
    series = [
        Series("Other answers", quiet, Mark(QUIET, size=5)),
        *ranges(told),
        Series("Answers", [(float(each["value"]), y) for each, y in marked], Mark(STRONG), weak),
        _scale([(0.0, "0%"), (WHOLE, "100%")], -laid.end, 0),
    ]
    left = box[2].pt * WORDS_PART + WORDS_GAP
    grid = [((0.0, -y), (WHOLE, -y)) for y in laid.middles]
    return add_points(slide, box, _plot(box, (0.0, WHOLE), laid.end, left), series, grid)


def scatter(slide: Slide, chart: Scatter, box: Box) -> Any:
    """Add a dot per country by two measures; the strong ones are coloured and named."""
    rows, wide, high = as_rows(chart.rows), box[2].pt, box[3].pt
    x, y = ((ticks[0][0], ticks[-1][0]) for ticks in (chart.x_ticks, chart.y_ticks))
    strong = [row for row in rows if row["strong"]]
    quiet = [(float(row["x"]), float(row["y"])) for row in rows if not row["strong"]]
    names = max((width_of(str(row["label"]), 11, bold=True) for row in strong), default=0.0)
    left, below, top = max(width_of(text, 11) for _, text in chart.y_ticks) + 14, 2 * TICKS, 20.0
    plot = Plot(x, y, left / wide, top / high, 1 - (left + names + 24) / wide, 1 - (top + below) / high)
    unit = high * plot.height / max(y[1] - y[0], 1e-9)
    heights = [15.0] * len(strong)
    wanted = [(y[1] - float(row["y"])) * unit for row in strong]
    places = kept_within(spread(wanted, heights), heights, high * plot.height)
    ends = [y[1] - place / unit for place in places]
    beyond = x[1] + (x[1] - x[0]) * 0.01
    # Words stand right of where they begin, so the scale's own are below its left end.
    about = Series(
        "What each scale measures",
        [(x[0], y[1] + 14 / unit), (x[0], y[0] - 34 / unit)],
        labels={
            0: Label(chart.y_words, RIGHT, color=LIGHT.quiet_ink),
            1: Label(chart.x_words, RIGHT, color=LIGHT.quiet_ink),
        },
    )
    series = [
        Series(
            "Scale upwards",
            [(x[0], value) for value, _ in chart.y_ticks],
            labels={at: Label(text, LEFT, color=LIGHT.quiet_ink) for at, (_, text) in enumerate(chart.y_ticks)},
        ),
        _scale(chart.x_ticks, y[0], wide * plot.width),
        Series("Others", quiet, Mark(QUIET, size=5)),
        *(
            Series(
                str(row["label"]),
                [(float(row["x"]), float(row["y"])), (beyond, end)],
                None,
                {0: Mark(LIGHT.of(str(row["code"])), size=10)},
                {1: Label(str(row["label"]), RIGHT, strong=True, color=LIGHT.of(str(row["code"])))},
                (LIGHT.of(str(row["code"])), 0.75, ""),
            )
            for row, end in zip(strong, ends, strict=True)
        ),
        about,
    ]
    # The words of the scales lie outside of them.
    grid = [((x[0], value), (x[1], value)) for value, _ in chart.y_ticks]
    grid += [((value, y[0]), (value, y[1])) for value, _ in chart.x_ticks]
    return add_points(slide, box, _wider(plot, unit, high), series, grid)


def _wider(plot: Plot, unit: float, high: float) -> Plot:
    """Return a plot that holds what stands above, below and right of its scales too, each where it was."""
    up, down, right = 16.0, 40.0, (plot.x[1] - plot.x[0]) * 0.01
    return Plot(
        (plot.x[0], plot.x[1] + right),
        (plot.y[0] - down / unit, plot.y[1] + up / unit),
        plot.left,
        plot.top - up / high,
        plot.width * 1.01,
        plot.height + (up + down) / high,
    )


def _beside(slide: Slide, box: Box, words: Sequence[Sequence[_Part]]) -> _Rows:
    """Write the words of each row left of a chart, and return where the rows lie."""
    left, top, width, height = box
    room = Length(int(width * WORDS_PART))
    free = height.pt - TICKS - EDGE
    for size in SIZES:
        lines = [sum(len(broken(part.text, room, size, bold=part.strong)) for part in parts) for parts in words]
        heights = [max(number * size * LINE + ROW_GAP, LEAST_ROW) for number in lines]
        if sum(heights) <= free:
            break
    # What is free is shared, so that few rows do not huddle; nor do they stand apart as if they were several charts.
    more = max(min((free - sum(heights)) / max(len(heights), 1), MOST_ROW - LEAST_ROW), 0.0)
    y, middles = EDGE / 2, []
    for parts, one in zip(words, heights, strict=True):
        high = one + more
        middles.append(y + high / 2)
        text = slide.shapes.add_textbox(left, Length(int(top + Pt(1) * y)), room, Length(int(Pt(1) * high)))
        _write_parts(text.text_frame, parts, room, size)
        y += high
    return _Rows(middles, y, size)


def _write_parts(frame: Any, parts: Sequence[_Part], room: Length, size: int) -> None:
    write(frame, [("", part.text) for part in parts], (room, height_of(200, size)), (size,))
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for paragraph, part in zip(frame.paragraphs, parts, strict=True):
        for run in paragraph.runs:
            run.font.bold, run.font.color.rgb = part.strong, color_of(part.color)


def _pair_words(row: Row) -> Sequence[_Part]:
    """Return the words of a pair of dots: whose figures they are and of which years, the verdict, and its range."""
    parts = [
        _Part(str(row["label"]), strong=True),
        _Part(str(row["note"]), color=LIGHT.quiet_ink),
        _Part(", ".join(str(row[name]) for name in ("verdict", "range") if row[name])),
    ]
    return [part for part in parts if part.text]


def _pair(row: Row, y: float, turned: float) -> Series:
    color = STRONG if row["strong"] else QUIET
    before, now = float(row["before"]) * turned, float(row["now"]) * turned
    outward = now >= before
    style = XL_MARKER_STYLE.CIRCLE if row["tested"] else XL_MARKER_STYLE.DIAMOND
    return Series(
        str(row["label"]),
        [(before, y), (now, y)],
        Mark(LIGHT.background, QUIET, 11),
        {1: Mark(LIGHT.background if row["weak"] else color, color, 10, style)},
        {
            0: Label(str(row["before_text"]), LEFT if outward else RIGHT, color=LIGHT.quiet_ink),
            1: Label(str(row["now_text"]), RIGHT if outward else LEFT, strong=True),
        },
        (color, 3, "dot" if row["weak"] else ""),
    )


def _strip_words(row: Row, answers: Sequence[Row]) -> Sequence[_Part]:
    """Return the words of a strip: its question, and each answer that is named with its value and place."""
    named = []
    for each in (each for each in answers if each["named"]):
        said = ": ".join(part for part in (str(each["item"]), str(each["text"])) if part)
        place = f", {each['place']}" if each["place"] else ""
        named.append(_Part(f"• {said}{place}", strong=bool(each["strong"])))
    more = [_Part(str(row["more"]))] if row["more"] else []
    return [_Part(str(row["label"]), color=LIGHT.quiet_ink), *named, *more]


def _plot(box: Box, ends: Point, end: float, left: float) -> Plot:
    """Return where rows lie that end so many points below the top of a frame; words take its left part."""
    wide, high = box[2].pt, box[3].pt
    # A little longer than its rows: what lies just at the end of a scale is left out where its figures are rounded.
    return Plot(ends, (-end - 0.5, 0.0), left / wide, 0.0, (wide - left - SIDE) / wide, end / high)


def _scale(ticks: Ticks, y: float, room: float) -> Series:
    """Return the marks of a scale in its own words, at the bottom; every second or third where they would touch.

    ``room`` is how wide the scale is, in points; 0 where it has its two ends alone.
    """
    step = 1
    if room:
        widest = max(width_of(text, 11) for _, text in ticks) + 8
        step = next(each for each in range(1, len(ticks) + 1) if widest * ((len(ticks) - 1) // each) <= room)
    kept = list(ticks)[::-1][::step]
    said = {at: Label(text, BELOW, color=LIGHT.quiet_ink) for at, (_, text) in enumerate(kept)}
    return Series("Scale", [(value, y) for value, _ in kept], labels=said)


def _median(chart: Dots, ends: Point) -> list[Series]:
    if chart.middle is None:
        return []
    value, text = chart.middle
    points = [(value, ends[0]), (value, ends[1])]
    return [
        Series(
            "Median", points, labels={0: Label(text, ABOVE, color=LIGHT.quiet_ink)}, line=(LIGHT.quiet_ink, 1, "dot")
        )
    ]


def _field(chart: Dots, wide: float) -> tuple[Any, float]:
    """Return what gives the strip of all countries above a level, and how high it is; nothing where there is none."""
    if chart.field is None or not len(chart.field):
        return lambda _: [], 0.0
    rows = as_rows(chart.field)
    low, high = chart.ticks[0][0], chart.ticks[-1][0]
    levels = apart([float(row["number"]) for row in rows], (high - low) * (FIELD_DOT + 1) / max(wide, 1))
    step = min(float(FIELD_DOT + 0.5), HIGHEST_FIELD / (max(levels) + 1))

    def at(floor: float) -> list[Series]:
        placed = [(row, (float(row["number"]), floor + level * step)) for row, level in zip(rows, levels, strict=True)]
        strong = [(row, point) for row, point in placed if row["strong"]]
        marks = {at: Mark(LIGHT.of(str(row["code"])), size=NAMED_DOT) for at, (row, _) in enumerate(strong)}
        about = Series(
            "About the strip", [(low, floor)], labels={0: Label(chart.field_words, LEFT, color=LIGHT.quiet_ink)}
        )
        return [
            about,
            Series("All", [point for row, point in placed if not row["strong"]], Mark(QUIET, size=FIELD_DOT)),
            Series("Chosen", [point for _, point in strong], Mark(QUIET, size=NAMED_DOT - 1), marks),
        ]

    return at, (max(levels) + 1) * step + 2 * EDGE


def _has(row: Row) -> bool:
    return not is_missing(row["number"])


def _ink(row: Row) -> str:
    return LIGHT.ink if _has(row) else LIGHT.quiet_ink
