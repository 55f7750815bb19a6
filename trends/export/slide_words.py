"""Words on slides: measured before they are written, drawn smaller where they have no room, at last cut at a word."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Length, Pt

from trends.export.plain import one_line
from trends.figures.palette import LIGHT
from trends.figures.svg.measure import lines_of
from trends.words.text import Words, plain

# Every machine has it or letters as wide; a file cannot bring its own.
FONT = "Arial"
# How high a line is, in parts of the size of its letters.
LINE = 1.22
# The letters are narrower than those for which widths are reckoned.
NARROWER = 0.94
CUT = "…"

Labelled = Sequence[tuple[str, Words]]


def color_of(code: str) -> RGBColor:
    """Return a colour as the library takes it; ``code`` is that of the palette, as in “#12436D”."""
    return RGBColor(*bytes.fromhex(code.removeprefix("#")))


def broken(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text as the lines a slide program breaks it into; ``width`` as the library measures it."""
    return lines_of(text, Length(int(width)).pt / NARROWER, size, bold=bold) or [""]


def height_of(lines: int, size: float) -> Length:
    """Return how high lines of a size are."""
    return Length(int(Pt(1) * lines * size * LINE))


def write(
    frame: Any,
    paragraphs: Labelled,
    room: tuple[float, float],
    sizes: Sequence[int],
    *,
    bold: bool = False,
    color: str = LIGHT.ink,
    right: bool = False,
    rest: str = "",
    apart: float = 0,
) -> Length:
    """Write paragraphs, each with its label, in the largest size that fits; at the smallest, cut at a word.

    Args:
        frame: the text frame.
        paragraphs: label, which may be empty, and words of each.
        room: width and height there is.
        sizes: of letters, in points, the largest first.
        bold: whether all is strong, not labels alone.
        color: of the letters.
        right: whether lines end at the right edge.
        rest: what is said where something had to be left out.
        apart: how far paragraphs stand apart, in points, which is not reckoned.

    Returns:
        How high what was written is.
    """
    width, _ = room
    frame.word_wrap = True
    for side in ("margin_left", "margin_right", "margin_top", "margin_bottom"):
        setattr(frame, side, 0)
    texts = [(label, said(label, words)) for label, words in paragraphs]
    size, most = _fitting([text for _, text in texts], room, sizes, bold=bold)
    used = 0
    for label, text in texts:
        if used >= most:
            break
        lines = broken(text, width, size, bold=bold)
        if used + len(lines) > most or (rest and used + len(lines) == most and (label, text) != texts[-1]):
            lines = _cut(lines, most - used, rest, (width, size), bold=bold)
        paragraph = frame.add_paragraph() if used else frame.paragraphs[0]
        if not used:
            paragraph.clear()
        used += len(lines)
        if apart:
            paragraph.space_after = Pt(apart)
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        shown = " ".join(lines) if lines != broken(text, width, size, bold=bold) else text
        before = f"{label}: " if label else ""
        for part, strong in ((before, True), (shown[len(before) :], bold)):
            if part:
                _run(paragraph, part, size, color, strong=strong)
    return height_of(used, size)


def _fitting(texts: Sequence[str], room: tuple[float, float], sizes: Sequence[int], *, bold: bool) -> tuple[int, int]:
    """Return the largest size in which texts have room, else the smallest, and how many lines there are of it."""
    width, height = room
    size, most = sizes[-1], 0
    for size in sizes:
        most = int(Length(int(height)).pt // (size * LINE))
        if sum(len(broken(text, width, size, bold=bold)) for text in texts) <= most:
            break
    return size, most


def _cut(lines: Sequence[str], most: int, rest: str, room: tuple[float, float], *, bold: bool) -> list[str]:
    """Return lines of which some are left out, the last one ending with an ellipsis and what is said of the rest."""
    width, size = room
    words = " ".join(lines[:most]).split(" ")
    while words:
        text = f"{' '.join(words).rstrip(' ,;.:')}{CUT}{f' {rest}' if rest else ''}"
        if len(made := broken(text, width, size, bold=bold)) <= most:
            return made
        words.pop()
    # A single word that is longer than the room: between two letters.
    return [*lines[: most - 1], f"{lines[most - 1][:-1]}{CUT}"]


def _run(paragraph: Any, text: str, size: float, color: str, *, strong: bool) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), strong, color_of(color)
    run.font.name = FONT
    run._r.get_or_add_rPr().set("lang", "en-GB")  # noqa: SLF001 - the library has no way to say the language


def said(label: str, words: Words) -> str:
    """Return words on one line, behind their label."""
    text = one_line(plain(words))
    return f"{label}: {text}" if label else text
