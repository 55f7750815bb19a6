"""Sorted dots with a strip of all values above them: one value per country on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trends.cards.charts import Dots
from trends.figures.stretches import apart
from trends.figures.svg.measure import FONT_SIZE, LINE_HEIGHT, SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.scales import Scale, evenly, inside
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import as_rows, is_missing

ROW_GAP = 7
MIDDLE_GAP = 8
LABEL_GAP, NAME_GAP = 4, 4
BETWEEN = 14
TICKS_HEIGHT = 22
STRIP_LABELS, STRIP_HIGHEST = 3, 84
STRIP_DOT, NARROW_STRIP_DOT = 5.5, 4.0
NAMED_DOT = 5.0
# The most of the width that names and values take.
NAMES, NARROW_NAMES = 0.36, 0.44
VALUES = 0.24
COLUMN_GAP, EDGE = 14, 2


def draw(chart: Dots, sheet: Sheet) -> float:
    """Draw a dot per row in the order of the rows, and above them all values as a strip; return how high all is."""
    rows = as_rows(chart.rows)
    most = sheet.width * (NARROW_NAMES if sheet.narrow else NAMES)
    names = [_name(row, most, sheet) for row in rows]
    about = lines_of(chart.field_words, most, SMALL_SIZE)
    left = max(
        [
            *(
                width_of(line, bold=bool(row["strong"]))
                for row, name in zip(rows, names, strict=True)
                if _held(row)
                for line in name
            ),
            *(width_of(line, SMALL_SIZE) for line in about),
        ],
        default=0.0,
    )
    said = [_said(row, sheet) for row in rows]
    right = max(
        (
            width_of(line, SMALL_SIZE, bold=bool(row["strong"]))
            for row, each in zip(rows, said, strict=True)
            for line in each
        ),
        default=0.0,
    )
    scale = Scale(chart.ticks[0][0], chart.ticks[-1][0], left + COLUMN_GAP, sheet.width - right - COLUMN_GAP - EDGE)
    top = _top(chart, sheet)
    laid = _laid(chart, sheet, scale, about) if _has_field(chart) else None
    tops, y = [], top + (laid.high if laid else 0)
    for name, each in zip(names, said, strict=True):
        tops.append(y)
        y += max(len(name), len(each)) * LINE_HEIGHT + ROW_GAP
    _scale(chart, sheet, scale, y)
    if laid:
        _strip(chart, laid, sheet, scale, (top, about))
    for row, name, each, at in zip(rows, names, said, tops, strict=True):
        _row(row, (name, each), sheet, scale, at)
    return y + TICKS_HEIGHT


def _top(chart: Dots, sheet: Sheet) -> float:
    """Return where the drawing begins below the words of the median."""
    if chart.middle is None:
        return 4.0
    return len(lines_of(chart.middle[1], sheet.width, SMALL_SIZE)) * SMALL_LINE + MIDDLE_GAP


def _held(row: dict[Any, Any]) -> bool:
    return not is_missing(row["number"])


def _has_field(chart: Dots) -> bool:
    return chart.field is not None and len(chart.field) > 0


def _name(row: dict[Any, Any], room: float, sheet: Sheet) -> list[str]:
    """Return the name of a row as lines; one that only says what is left out has the whole width."""
    if _held(row):
        return lines_of(str(row["label"]), room, bold=bool(row["strong"]))
    return lines_of(str(row["label"]), sheet.width - 2 * EDGE, SMALL_SIZE, bold=bool(row["strong"]))


def _said(row: dict[Any, Any], sheet: Sheet) -> list[str]:
    """Return the value of a row as lines, none where it has none."""
    return lines_of(str(row["text"]), sheet.width * VALUES, SMALL_SIZE, bold=bool(row["strong"])) if _held(row) else []


def _scale(chart: Dots, sheet: Sheet, scale: Scale, bottom: float) -> None:
    """Draw the marks of the scale with their words beneath, and the line of the median."""
    palette = sheet.palette
    top = _top(chart, sheet) - 4
    for value, _ in chart.ticks:
        sheet.line((scale(value), top), (scale(value), bottom), palette.faint)
    words = [(inside(scale(value), text, 0, sheet.width), text) for value, text in chart.ticks]
    for x, text in evenly(words):
        sheet.write(x, bottom + TICKS_HEIGHT / 2, text, palette.quiet_ink, small=True, anchor="middle")
    if chart.middle:
        value, text = chart.middle
        sheet.line((scale(value), top), (scale(value), bottom), palette.quiet_ink, dash="dot")
        lines = lines_of(text, sheet.width, SMALL_SIZE)
        x = inside(scale(value), max(lines, key=width_of), 0, sheet.width)
        sheet.write(x, 2 + SMALL_LINE / 2, lines, palette.quiet_ink, small=True, anchor="middle")


@dataclass(frozen=True)
class _Field:
    """How all values lie above the rows: the level of each dot, how far apart levels are, names, height of all."""

    levels: Sequence[int]
    step: float
    names: Sequence[list[str]]
    high: float


def _laid(chart: Dots, sheet: Sheet, scale: Scale, about: list[str]) -> _Field:
    """Return how the strip of all values lies, with the names of its first strong ones and the room below."""
    assert chart.field is not None  # noqa: S101 - asked for only where there is one
    size = NARROW_STRIP_DOT if sheet.narrow else STRIP_DOT
    length = (scale.high - scale.low) * size / max(scale.end - scale.start, 1)
    levels = apart([float(number) for number in chart.field["number"]], length)
    step = min(size, STRIP_HIGHEST / (max(levels) + 1))
    strong = chart.field.loc[chart.field["strong"].astype(bool), "label"].head(STRIP_LABELS)
    names = [lines_of(str(label), sheet.width - NAME_GAP, SMALL_SIZE) for label in strong]
    stacked = max((max(levels) + 1) * step, NAMED_DOT * 2)
    named = sum(len(name) * SMALL_LINE + LABEL_GAP for name in names)
    return _Field(levels, step, names, named + max(stacked, len(about) * SMALL_LINE) + BETWEEN)


def _strip(chart: Dots, laid: _Field, sheet: Sheet, scale: Scale, where: tuple[float, list[str]]) -> None:
    """Draw all values as dots that lie on each other where they would touch, the strong ones named above them.

    ``where`` is where the strip begins, and the words that stand beside it.
    """
    assert chart.field is not None  # noqa: S101 - asked for only where there is one
    palette, (top, about) = sheet.palette, where
    floor = top + laid.high - BETWEEN
    size = (NARROW_STRIP_DOT if sheet.narrow else STRIP_DOT) / 2
    field = as_rows(chart.field)
    places = {
        at: (scale(float(row["number"])), floor - (level + 0.5) * laid.step)
        for at, (row, level) in enumerate(zip(field, laid.levels, strict=True))
    }
    sheet.write(EDGE, floor - (len(about) - 0.5) * SMALL_LINE, about, palette.quiet_ink, small=True)
    quiet = [at for at, row in enumerate(field) if not row["strong"]]
    _crowd([places[at] for at in quiet], size, sheet)
    strong = [at for at, row in enumerate(field) if row["strong"]]
    for place, at in enumerate(strong):
        x, y = places[at]
        color = palette.of(str(field[at]["code"]))
        if place < len(laid.names):
            name, first = laid.names[place], top + (SMALL_LINE + LABEL_GAP) / 2
            sheet.line((x, first), (x, y), color)
            _beside(name, sheet, x, first)
            top += len(name) * SMALL_LINE + LABEL_GAP
        sheet.dot((x, y), NAMED_DOT, color)


def _crowd(places: list[tuple[float, float]], radius: float, sheet: Sheet) -> None:
    """Draw many dots of one colour: as points of one path, so that they take little room in a file."""
    way = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
    if way:
        given = f'stroke="{sheet.palette.quiet}" stroke-width="{2 * radius:g}" stroke-linecap="round"'
        sheet.parts.append(f'<path d="{way}" fill="none" {given}/>')


def _beside(name: list[str], sheet: Sheet, x: float, y: float) -> None:
    """Write a name beside an upright line, on the side with more room; moved where neither side has enough."""
    wide = max(width_of(line, SMALL_SIZE) for line in name) + NAME_GAP
    on_right = sheet.width - x >= wide and (x < sheet.width / 2 or x < wide)
    start = x + NAME_GAP if on_right else x - wide
    start = max(min(start, sheet.width - wide), 0)
    sheet.write(start, y, name, small=True, halo=True)


def _row(row: dict[Any, Any], words: tuple[list[str], list[str]], sheet: Sheet, scale: Scale, top: float) -> None:
    """Draw the line of one country: name, range, median, dot and value."""
    palette, strong = sheet.palette, bool(row["strong"])
    name, said = words
    y = top + (max(len(name), len(said)) * LINE_HEIGHT + ROW_GAP) / 2
    first = y - (len(name) - 1) * LINE_HEIGHT / 2
    if not _held(row):
        first = y - (len(name) - 1) * SMALL_LINE / 2
        sheet.write(EDGE, first, name, palette.quiet_ink, small=True, bold=strong, halo=True)
        return
    sheet.write(EDGE, first, name, bold=strong)
    x = scale(row["number"])
    # Across the whole scale: a line that ended at its dot would look like a bar.
    sheet.line((scale.start, y), (scale.end, y), palette.faint)
    if not is_missing(row.get("low")) and not is_missing(row.get("high")):
        sheet.line((scale(row["low"]), y), (scale(row["high"]), y), palette.ink, 1.2)
    if not is_missing(row.get("middle")):
        sheet.line((scale(row["middle"]), y - FONT_SIZE / 2), (scale(row["middle"]), y + FONT_SIZE / 2), palette.ink, 2)
    sheet.dot((x, y), 5.5 if strong else 4.5, palette.of(str(row["code"])) if strong else palette.quiet)
    first = y - (len(said) - 1) * SMALL_LINE / 2
    sheet.write(sheet.width - EDGE, first, said, small=True, bold=strong, anchor="end")
