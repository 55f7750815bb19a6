"""Strips of answers: each question on a scale of its own, with the answers that are spoken of marked among all."""

from typing import Any

from trends.cards.charts import Strips
from trends.figures.svg.measure import LINE_HEIGHT, SMALL_LINE, lines_of
from trends.figures.svg.scales import Scale
from trends.figures.svg.sheet import Sheet
from trends.statistics.cells import as_rows, is_missing

# A share of all.
WHOLE = 100
SIDE = 8
LABEL_TO_STRIP, ENDS_TO_NEXT = 12, 18
MARKED, QUIET = 6, 4


def draw(chart: Strips, sheet: Sheet) -> float:
    """Draw a strip from 0 to 100% for each question below its label and marked answers; return how high all are."""
    given: dict[int, list[dict[Any, Any]]] = {at: [] for at in range(len(chart.rows))}
    for answer in as_rows(chart.answers):
        given[int(answer["strip"])].append(answer)
    room = sheet.width - 2 * SIDE
    y = 1.0
    for at, row in enumerate(as_rows(chart.rows)):
        blocks = [(str(row["narrow_label" if sheet.narrow else "label"]), sheet.palette.quiet_ink, False)]
        blocks += [(_said(answer), "", bool(answer["strong"])) for answer in given[at] if answer["named"]]
        blocks += [(str(row["more"]), "", False)] if row["more"] else []
        for text, color, bold in blocks:
            lines = lines_of(text, room, bold=bold)
            sheet.write(SIDE, y + LINE_HEIGHT / 2, lines, color, bold=bold)
            y += len(lines) * LINE_HEIGHT
        y += LABEL_TO_STRIP
        _strip(given[at], sheet, y)
        y += SMALL_LINE / 2 + MARKED
        for x, text, anchor in ((SIDE, "0%", "start"), (sheet.width - SIDE, f"{WHOLE}%", "end")):
            sheet.write(x, y + 2, text, sheet.palette.quiet_ink, small=True, anchor=anchor)
        y += SMALL_LINE / 2 + ENDS_TO_NEXT
    return y - ENDS_TO_NEXT + 4


def _said(answer: dict[Any, Any]) -> str:
    """Return the line of a marked answer: its name, its value and its place among the answers."""
    said = ": ".join(part for part in (str(answer["item"]), str(answer["text"])) if part)
    return f"● {said}{', ' + answer['place'] if answer['place'] else ''}"


def _strip(answers: list[dict[Any, Any]], sheet: Sheet, y: float) -> None:
    """Draw the line of a question, the ranges of named answers and its dots, the marked ones on top."""
    palette = sheet.palette
    scale = Scale(0, WHOLE, SIDE, sheet.width - SIDE)
    sheet.line((scale(0), y), (scale(WHOLE), y), palette.faint, 2)
    for answer in answers:
        if answer["named"] and not is_missing(answer["low"]):
            sheet.line((scale(answer["low"]), y), (scale(answer["high"]), y), palette.ink, 1.2)
    for marked in (False, True):
        color = palette.accent if marked else palette.quiet
        for answer in answers:
            if bool(answer["marked"]) is not marked:
                continue
            # A hollow dot is weak evidence. Filled ones are edged in the page's colour: two that touch stay two.
            hollow = marked and bool(answer["weak"])
            sheet.dot(
                (scale(answer["value"]), y),
                MARKED if marked else QUIET,
                palette.background if hollow else color,
                stroke=color if hollow else palette.background,
            )
