"""Strips of answers: each question on a scale of its own, with the answers that are spoken of marked among all."""

from typing import Any

import pandas as pd

from trends.cards.charts import Strips
from trends.figures.base import (
    LINE_HEIGHT,
    NEW_LINE,
    SMALL_SIZE,
    WHISKER,
    Figures,
    Plot,
    figure,
    for_widths,
    in_bold,
    level_lines,
    spoken,
    words,
    wrapped,
)
from trends.figures.palette import Palette
from trends.statistics.cells import as_rows, is_missing

# A share of all.
WHOLE = 100
LABEL_TO_STRIP = 10
STRIP_TO_ENDS = 14
ENDS_TO_NEXT = 26
BOTTOM = 8
SIDE = 12
MARKED, QUIET = 12, 8
NARROW_LABEL, WIDE_LABEL = 36, 88
LEAST_WIDTH = 620


def draw(chart: Strips, palette: Palette) -> Figures:
    """Return the figures of the answers of several questions."""
    return for_widths(strips, chart.rows, chart.answers, palette)


def strips(rows: pd.DataFrame, answers: pd.DataFrame, palette: Palette, *, narrow: bool = False) -> Plot:
    """Return a strip from 0 to 100% for each question, below its label and a line for each marked answer.

    Every strip has its own scale with its own ends, so that no answer stands beside one of another question.

    Args:
        rows: one row per question, in the order drawn: ``label``, ``narrow_label`` and ``more`` (words on marked
            answers that are not named; may be empty).
        answers: one row per answer: ``strip`` (the number of its question among the rows), ``value``, ``marked`` (one
            that is spoken of) and ``named`` (written above the strip, in this order); of the marked ones also
            ``item``, ``text`` (the value in words), ``place`` (its place in words, may be empty), ``strong`` (written
            bold), ``weak`` (drawn hollow), ``low`` and ``high`` (the ends of its whisker, empty where there is none).
        palette: the colours.
        narrow: draw for a phone.
    """
    given: dict[int, list[dict[Any, Any]]] = {at: [] for at in range(len(rows))}
    for answer in as_rows(answers):
        given[int(answer["strip"])].append(answer)
    width = NARROW_LABEL if narrow else WIDE_LABEL
    labels: list[tuple[float, str]] = []
    asked = [str(label) for label in rows["label"]]
    lines: list[tuple[float, str]] = []
    levels: list[float] = []
    y = 0.0
    for at, (label, more) in enumerate(zip(rows["narrow_label" if narrow else "label"], rows["more"], strict=True)):
        told = NEW_LINE.join(wrapped(str(label), width))
        named = [_line(answer, width) for answer in given[at] if answer["named"]]
        for held, block in ((labels, told), (lines, NEW_LINE.join([*named, *(wrapped(more, width) if more else [])]))):
            height = LINE_HEIGHT * (block.count(NEW_LINE) + 1)
            held.append((y + height / 2, block))
            y += height
        levels.append(y + LABEL_TO_STRIP)
        y += LABEL_TO_STRIP + STRIP_TO_ENDS + ENDS_TO_NEXT
    bottom = y - ENDS_TO_NEXT + BOTTOM
    placed = [(answer, levels[at]) for at, listed in given.items() for answer in listed]
    return figure(
        [
            *_scales(levels, palette),
            *_whiskers([(answer, level) for answer, level in placed if answer["named"]], palette),
            _dots([(answer, level) for answer, level in placed if not answer["marked"]], asked, palette, marked=False),
            _dots([(answer, level) for answer, level in placed if answer["marked"]], asked, palette, marked=True),
            _written(labels, palette.quiet_ink),
            _written(lines, palette.ink),
        ],
        palette,
        int(bottom) + 2,
        xaxis={"visible": False, "range": [0, WHOLE]},
        yaxis={"visible": False, "range": [bottom, 0]},
        margin={"l": SIDE, "r": SIDE, "t": 2, "b": 0},
        least_width=LEAST_WIDTH,
    )


def _written(blocks: list[tuple[float, str]], color: str) -> dict[str, Any]:
    return words([0.0] * len(blocks), [at for at, _ in blocks], [text for _, text in blocks], color)


def _line(answer: dict[Any, Any], width: int) -> str:
    """Return the line of a marked answer: its value, its name and its place among the answers."""
    said = ": ".join(part for part in (str(answer["item"]), str(answer["text"])) if part)
    said = f"● {said}{', ' + answer['place'] if answer['place'] else ''}"
    lines = wrapped(said, width)
    return NEW_LINE.join(in_bold(line) if answer["strong"] else line for line in lines)


def _scales(levels: list[float], palette: Palette) -> list[dict[str, Any]]:
    """Return the line of each strip with its ends in words."""
    below = [level + STRIP_TO_ENDS for level in levels]
    color = palette.quiet_ink
    return [
        level_lines([(0, WHOLE, level) for level in levels], palette.faint, 2),
        words([0.0] * len(below), below, ["0%"] * len(below), color, size=SMALL_SIZE),
        words([WHOLE] * len(below), below, [f"{WHOLE}%"] * len(below), color, position="middle left", size=SMALL_SIZE),
    ]


def _whiskers(placed: list[tuple[dict[Any, Any], float]], palette: Palette) -> list[dict[str, Any]]:
    ends = [
        (round(answer["low"], 2), round(answer["high"], 2), level)
        for answer, level in placed
        if not is_missing(answer["low"])
    ]
    return [level_lines(ends, palette.ink, WHISKER)] if ends else []


def _dots(
    placed: list[tuple[dict[Any, Any], float]], asked: list[str], palette: Palette, *, marked: bool
) -> dict[str, Any]:
    color = palette.accent if marked else palette.quiet
    weak = [marked and bool(answer["weak"]) for answer, _ in placed]
    # What is said on hovering stands in the table too, which holds the marked answers alone. Whoever hears it does not
    # see which strip a mark is on.
    said = {
        "customdata": [
            spoken(
                f"{answer['item']}: {answer['text']}",
                str(answer.get("range") or ""),
                str(answer["place"] or ""),
                asked[int(answer["strip"])],
            )
            for answer, _ in placed
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [answer["value"] for answer, _ in placed],
        "y": [level for _, level in placed],
        "marker": {
            # A hollow dot is weak evidence: it must not look like a firm one. Filled ones are edged in the page's
            # colour, so that two that touch stay two.
            "color": [palette.background if hollow else color for hollow in weak],
            "line": {"color": [color if hollow else palette.background for hollow in weak], "width": 1.5},
            "size": MARKED if marked else QUIET,
            "opacity": 1,
        },
        **(said if marked else {"hoverinfo": "skip"}),
        "cliponaxis": False,
    }
