"""Dumbbells: two editions of the same figure, the one before hollow and grey, the one now full."""

from typing import Any

from trends.cards.charts import Dumbbells
from trends.figures.svg.measure import FONT_SIZE, LINE_HEIGHT, SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.scales import Scale, inside, kept_apart
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import as_rows

BAND, GAP = 24, 16
BEFORE, NOW, DIAMOND = 6.5, 5.5, 7
BESIDE, EDGE = 10, 2
# A value stands outside of the two dots; more of the width than this is not kept free for it.
MOST_SIDE = 0.36
SAID = ("before_text", "now_text")


def draw(chart: Dumbbells, sheet: Sheet) -> float:
    """Draw one dumbbell per row, its words above it and its values beside its dots; return how high all are."""
    rows = as_rows(chart.rows)
    (left, _), (right, _) = chart.ends
    said = [width_of(row[name], bold=name == "now_text") for row in rows for name in SAID]
    side = min(max([*said, 0]) + BESIDE + EDGE, sheet.width * MOST_SIDE)
    scale = Scale(left, right, side, sheet.width - side)
    palette = sheet.palette
    y = 1.0
    for row in rows:
        y = _words(row, sheet, y)
        written = [lines_of(str(row[name]), side - BESIDE - EDGE, bold=name == "now_text") for name in SAID]
        band = max(BAND, max(map(len, written)) * LINE_HEIGHT + BAND - LINE_HEIGHT)
        _dumbbell(row, written, sheet, scale, y + band / 2)
        y += band + GAP
    ends = [(inside(scale(at), text, EDGE, sheet.width - EDGE), text) for at, text in chart.ends]
    for x, text in kept_apart(ends):
        sheet.write(x, y, text, palette.quiet_ink, small=True, anchor="middle")
    return y + SMALL_LINE / 2 + EDGE


def _words(row: dict[Any, Any], sheet: Sheet, y: float) -> float:
    """Write what stands above a dumbbell, and return where that ends."""
    quiet, room = sheet.palette.quiet_ink, sheet.width - 2 * EDGE
    for name, color, small in (
        ("label", "", False),
        ("note", quiet, True),
        ("verdict", "", True),
        ("range", quiet, True),
    ):
        if not row[name]:
            continue
        lines = lines_of(str(row[name]), room, SMALL_SIZE if small else FONT_SIZE, bold=not small)
        height = SMALL_LINE if small else LINE_HEIGHT
        sheet.write(EDGE, y + height / 2, lines, color, small=small, bold=not small)
        y += len(lines) * height
    return y


def _dumbbell(row: dict[Any, Any], written: list[list[str]], sheet: Sheet, scale: Scale, y: float) -> None:
    """Draw the scale, the two dots and the line between them, and write each value away from the other dot."""
    palette = sheet.palette
    before, now = scale(row["before"]), scale(row["now"])
    color = palette.accent if row["strong"] else palette.quiet
    sheet.line((scale.start, y), (scale.end, y), palette.faint, 2)
    if before != now:
        sheet.line((before, y), (now, y), color, 3.5, "dot" if row["weak"] else "")
    # Where nothing moved, the larger dot stays to be seen around the smaller one.
    sheet.dot((before, y), BEFORE, palette.background, stroke=palette.quiet, width=2)
    fill = palette.background if row["weak"] else color
    if row["tested"]:
        sheet.dot((now, y), NOW, fill, stroke=color, width=2)
    else:
        sheet.diamond((now, y), DIAMOND, fill, stroke=color)
    # Where nothing moved the value now stands on the right and the one before on the left.
    for x, lines, ink, bold, on_right in (
        (before, written[0], palette.quiet_ink, False, now < before),
        (now, written[1], "", True, now >= before),
    ):
        # The line of the scale must not strike the words through.
        away = BESIDE if on_right else -BESIDE
        anchor = "start" if on_right else "end"
        first = y - (len(lines) - 1) * LINE_HEIGHT / 2
        sheet.write(x + away, first, lines, ink, bold=bold, anchor=anchor, halo=True)
