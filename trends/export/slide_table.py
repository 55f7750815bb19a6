"""The table of a card without a chart on a slide: as many whole rows as have room, and how many there are."""

from typing import Any

from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt

from trends.cards.card import Card
from trends.cards.table import Role, Table
from trends.export.slide_words import LINE, broken, color_of, said, write
from trends.figures.palette import LIGHT
from trends.figures.svg.measure import width_of
from trends.words import numbers
from trends.words.text import plain

# A table of more columns is set in its narrow form.
MANY_COLUMNS = 5
SIZE, PAD = 11, Inches(0.06)
# No column is narrower than this part of the width, and no cell has more lines.
LEAST_PART, MOST_LINES = 0.08, 5
_RIGHT = {Role.FIGURE, Role.BASE, Role.RANGE}
# The style of tables without lines and fills, by its name in every slide program.
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def add_table(slide: Slide, card: Card, box: tuple[Length, Length, Length, Length]) -> tuple[Any, str]:
    """Add the first rows of a card's table to a slide; return its frame, and how many rows stand there of how many.

    None and an empty text where the table has no rows. What is said is empty where all of them stand there.
    """
    table = card.table.folded() if len(card.table.columns) > MANY_COLUMNS else card.table
    cells = [[plain(cell) for cell in row.values()] for row in table.rows()]
    if not cells:
        return None, ""
    left, top, width, height = box
    widths = [int(width * part) for part in _parts(table, cells)]
    rows = [list(table.headings), *cells]
    heights: list[int] = []
    room = int(height)
    for row in rows:
        high = _height(row, widths, bold=not heights)
        if high > room and len(heights) > 1:
            break
        heights.append(high)
        room -= high
    shown = rows[: len(heights)]
    frame = slide.shapes.add_table(len(shown), len(widths), left, top, width, Length(sum(heights)))
    _plain_style(frame)
    for at, one in enumerate(widths):
        frame.table.columns[at].width = Length(one)
    for at, (row, high) in enumerate(zip(shown, heights, strict=True)):
        frame.table.rows[at].height = Length(high)
        for column, text in enumerate(row):
            right = table.columns[column].role in _RIGHT
            _write_cell(frame.table.cell(at, column), text, widths[column], head=at == 0, right=right)
    if len(shown) == len(rows):
        return frame, ""
    return (
        frame,
        f"The first {numbers.count(len(shown) - 1)} of {numbers.count(len(cells))} rows; the notes say where all are.",
    )


def _parts(table: Table, cells: list[list[str]]) -> list[float]:
    """Return the part of the width of each column, by the root of its longest cell: long ones break into lines."""
    wide = [
        max(width_of(text, SIZE, bold=True) for text in (heading, *(row[at] for row in cells))) ** 0.6
        for at, heading in enumerate(table.headings)
    ]
    parts = [max(each / sum(wide), LEAST_PART) for each in wide]
    return [each / sum(parts) for each in parts]


def _height(row: list[str], widths: list[int], *, bold: bool) -> int:
    lines = [
        min(len(broken(said("", text), one - 2 * PAD, SIZE, bold=bold)), MOST_LINES)
        for text, one in zip(row, widths, strict=True)
    ]
    return int(max(lines) * SIZE * LINE * Pt(1) + 2 * PAD)


def _write_cell(cell: Any, text: str, width: int, *, head: bool, right: bool) -> None:
    color = LIGHT.background if head else LIGHT.ink
    room = (width - 2 * PAD, int(MOST_LINES * SIZE * LINE * Pt(1)) + 1)
    write(cell.text_frame, [("", text)], room, (SIZE,), bold=head, color=color, right=right)
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(cell, side, PAD)
    cell.fill.solid()
    cell.fill.fore_color.rgb = color_of(LIGHT.accent if head else LIGHT.background)
    if not head:
        _line_below(cell)


def _line_below(cell: Any) -> None:
    """Draw a faint line below a cell, which the library has no way to ask for."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    line = properties.makeelement(qn("a:lnB"), {"w": "6350"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(line.makeelement(qn("a:srgbClr"), {"val": LIGHT.faint.removeprefix("#")}))
    line.append(fill)
    properties.insert(0, line)


def _plain_style(frame: Any) -> None:
    frame.table.horz_banding = False
    style = frame._element.find(f".//{qn('a:tableStyleId')}")  # noqa: SLF001 - the library has no way to choose it
    if style is not None:
        style.text = PLAIN_STYLE
