"""A map whose countries are shaded by step, with the steps beneath."""

from collections.abc import Sequence
from typing import Any

from trends.cards.charts import Steps
from trends.figures.globe import SMALL_COUNTRY, SMALL_DOT, small_part, step_colors, view_of
from trends.figures.svg.land import EDGE_WIDTH, STEP, Land, filled, land, lay
from trends.figures.svg.measure import SMALL_LINE, SMALL_SIZE, lines_of, width_of
from trends.figures.svg.sheet import Sheet, number
from trends.statistics.cells import as_rows

BLOCK, GAP, EDGE = 12, 6, 4
EMPTY_BLOCK, EMPTY_WORDS = 28, "no value"
KEY_GAP = 10
# How wide the line around a country is that stands out.
OUTLINE = 2.2


def draw(chart: Steps, sheet: Sheet) -> float:
    """Draw each country in the colour of its step, the strong ones outlined; return how high map and key are."""
    palette = sheet.palette
    colors = step_colors(palette, len(chart.key) - 1 if chart.bounds else len(chart.key))
    rows = as_rows(chart.rows)
    drawn = land(view_of(str(row["code"]) for row in rows), sheet.width)
    valued = {str(row["code"]) for row in rows}
    silent = [(path, "") for code, path in drawn.paths.items() if code not in valued]
    parts = [filled(palette.panel, silent, edge=palette.faint)]
    for strong in (False, True):
        for level, color in enumerate(colors):
            held = [row for row in rows if row["level"] == level and bool(row["strong"]) is strong]
            ways = [(drawn.paths.get(str(row["code"]), ""), str(row["text"])) for row in held]
            # On top, so that no neighbour covers the outline, which another one keeps off their edges.
            parts += [_outline(way, palette.background, 5) for way, _ in ways if strong]
            edge, width = (palette.ink, OUTLINE) if strong else (palette.quiet, EDGE_WIDTH)
            parts.append(filled(color, ways, edge=edge, width=width))
    lay(parts, drawn, sheet)
    _small_ones([(row, colors[int(row["level"])]) for row in rows], drawn, sheet)
    return _key(chart, colors, sheet, drawn.height + KEY_GAP)


def _small_ones(rows: Sequence[tuple[dict[Any, Any], str]], drawn: Land, sheet: Sheet) -> None:
    """Draw countries that are too small to be seen as dots of their colour, on top."""
    palette = sheet.palette
    part = small_part(len(rows), sheet.width)
    for row, color in rows:
        spot, size = drawn.spots.get(str(row["code"]), ((-1.0, -1.0), 0.0))
        if size < SMALL_COUNTRY * part and 0 <= spot[0] <= drawn.width and 0 <= spot[1] <= drawn.height:
            edge = palette.ink if row["strong"] else palette.quiet
            radius = SMALL_DOT * part + (1.5 if row["strong"] else 0)
            sheet.dot(
                spot, radius, color, stroke=edge, width=OUTLINE if row["strong"] else EDGE_WIDTH, said=str(row["text"])
            )


def _outline(way: str, color: str, width: float) -> str:
    return f'<path d="{way}" fill="none" stroke="{color}" stroke-width="{number(width / STEP)}"/>'


def _key(chart: Steps, colors: Sequence[str], sheet: Sheet, top: float) -> float:
    """Draw what each colour means, and return where that ends: in one row, or one below the other."""
    wide = (sheet.width - 2 * EDGE) / len(colors)
    if chart.bounds or all(width_of(name, SMALL_SIZE) + GAP <= wide for name in chart.key):
        for at, color in enumerate(colors):
            sheet.rect(EDGE + at * wide + 0.5, top, wide - 1, BLOCK, color, stroke=sheet.palette.quiet)
        y = _key_words(chart, wide, sheet, top + BLOCK + 2)
    else:
        y = top
        for color, name in zip(colors, chart.key, strict=True):
            y = _entry(color, name, BLOCK, sheet, y)
    return _entry(sheet.palette.panel, EMPTY_WORDS, EMPTY_BLOCK, sheet, y + 2, edge=sheet.palette.faint) + EDGE


def _entry(color: str, name: str, wide: float, sheet: Sheet, y: float, *, edge: str = "") -> float:
    """Draw a block of a colour with words on its right, and return where they end."""
    lines = lines_of(name, sheet.width - 2 * EDGE - wide - GAP, SMALL_SIZE)
    sheet.rect(EDGE, y + (SMALL_LINE - BLOCK) / 2, wide, BLOCK, color, stroke=edge or sheet.palette.quiet)
    sheet.write(EDGE + wide + GAP, y + SMALL_LINE / 2, lines, sheet.palette.quiet_ink, small=True)
    return y + len(lines) * SMALL_LINE + 2


def _key_words(chart: Steps, wide: float, sheet: Sheet, y: float) -> float:
    """Write the bounds of steps below where they meet, or their names below their middles; return where that ends.

    Bounds that would touch stand on two rows in turn.
    """
    last = len(chart.key) - 1
    touching = chart.bounds and any(width_of(text, SMALL_SIZE) + GAP > wide for text in chart.key)
    for at, text in enumerate(chart.key):
        x, anchor = EDGE + (at + (0 if chart.bounds else 0.5)) * wide, "middle"
        if chart.bounds and at in {0, last}:
            anchor = "end" if at else "start"
        level = at % 2 if touching else 0
        sheet.write(x, y + (level + 0.5) * SMALL_LINE, text, sheet.palette.quiet_ink, small=True, anchor=anchor)
    return y + (2 if touching else 1) * SMALL_LINE
