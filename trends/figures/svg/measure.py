"""How wide text will be, without the font it is drawn in, and lines that fit a room.

Widths are those of the widest common sans-serif fonts, so that no text is wider in a reader's browser than was reckoned
here; where their font is narrow, lines end a little early.
"""

import re
import unicodedata
from functools import lru_cache

FONT_SIZE, SMALL_SIZE = 14.0, 12.5
LINE_HEIGHT, SMALL_LINE = 18, 16
# How far the letters of a line reach above and below its baseline, in parts of the font's size.
ASCENT, DESCENT = 0.78, 0.22
# Widths are sums of fractions; what is smaller than this is error.
ROUNDING = 1e-6
FIGURE_SPACE = "\N{FIGURE SPACE}"
# Parts of the font's size: by group of letters, else by kind of letter.
_GROUPS = {
    "ijl|'’‘.,:;!": 0.33,
    'ftrI()[]{}/\\-“”"*·': 0.46,
    " \N{NO-BREAK SPACE}": 0.33,
    "mM": 0.98,
    "wW%@…—": 1.0,
    "&+=<>~±→": 0.84,
}
_NARROW = {letter: width for letters, width in _GROUPS.items() for letter in letters}
_LOWER, _UPPER, _DIGIT, _WIDE, _OTHER = 0.63, 0.78, 0.65, 1.3, 0.8
_BOLD = 1.11
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    """Return the width of a letter in parts of the font's size; Chinese, Japanese and Korean ones count double."""
    if letter in _NARROW:
        return _NARROW[letter]
    kind = unicodedata.category(letter)
    if kind in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return {"Ll": _LOWER, "Lu": _UPPER, "Nd": _DIGIT}.get(kind, _DIGIT if letter == FIGURE_SPACE else _OTHER)


@lru_cache(maxsize=16384)
def _reach(text: str) -> float:
    """Return how wide a text is in parts of the font's size; kept, since drawings try the same words again."""
    return sum(map(_letter, text))


def width_of(text: str, size: float = FONT_SIZE, *, bold: bool = False) -> float:
    """Return how wide a line of text is at most, in pixels.

    Args:
        text: one line.
        size: of the font, in pixels.
        bold: whether it is drawn bold.
    """
    return _reach(text) * size * (_BOLD if bold else 1)


def lines_of(text: str, room: float, size: float = FONT_SIZE, *, bold: bool = False) -> list[str]:
    """Return a text as lines that fit a room; after a padded number, lines have a hanging indent.

    A word that is wider than the room is broken, between any two letters.

    Args:
        text: of any length.
        room: the width of a line, in pixels.
        size: of the font, in pixels.
        bold: whether it is drawn bold.
    """
    hang = FIGURE_SPACE * (text.rfind(FIGURE_SPACE) + 1)
    room += ROUNDING
    indent, blank = (width_of(each, size, bold=bold) for each in (hang, " "))
    lines: list[str] = []
    # How wide the last line is.
    filled = 0.0
    for word in _BLANKS.split(text):
        # The first line holds the padded number itself, the others its indent.
        for at, piece in enumerate(_pieces(word, room - indent if lines else room, size, bold=bold)):
            wide = width_of(piece, size, bold=bold)
            if lines and not at and filled + blank + wide <= room:
                lines[-1] += f" {piece}"
                filled += blank + wide
            else:
                lines.append(hang + piece if lines else piece)
                filled = wide + (indent if len(lines) > 1 else 0)
    return lines or [""]


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Return a word in pieces that fit a room; nothing of an empty one."""
    if not word or width_of(word, size, bold=bold) <= room:
        return [word] if word else []
    pieces = [word[0]]
    for letter in word[1:]:
        if width_of(pieces[-1] + letter, size, bold=bold) <= room:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
