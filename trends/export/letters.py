"""Which letters the bundled font has, and what stands for those that neither it nor the machine's fonts have.

Paper of the kind PDF/UA may hold no letter without a glyph. The same findings have to give the same paper on any
machine, so other fonts are tried only for letters that the bundled one lacks; where these lack them as well, words say
what stood there, and the letters themselves go into the alternative text, which screen readers speak.
"""

import re
import struct
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trends.export.picture import FONTS, SIGNS
from trends.export.plain import whole_text

# Signs that the font has in another form alone, and blanks of any kind as blanks.
_SIGNS = SIGNS | str.maketrans({"\N{NON-BREAKING HYPHEN}": "-", "\N{WHITE SQUARE}": "▪"})
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_COVERS_ALL_PLANES = 12
_UNKNOWN = "unknown sign"


@dataclass(frozen=True)
class Run:
    """Letters of one kind: those the font has, or others, of which ``named`` says what they are."""

    text: str
    named: str = ""


def runs_of(text: str) -> Sequence[Run]:
    """Return a text as runs of letters that the bundled font has and of letters it lacks, in order.

    Blanks of any kind, line breaks and control characters become single blanks; signs that no reader sees go where no
    other letters need them.
    """
    shown = _BLANKS.sub(" ", whole_text(text).translate(_SIGNS))
    runs, position = [], 0
    for found in _others().finditer(shown):
        runs.append(Run(shown[position : found.start()]))
        position = found.end()
        if any(unicodedata.category(letter) not in {"Cf", "Mn", "Me"} for letter in found[0]):
            runs.append(Run(found[0], _named(found[0])))
        elif any(unicodedata.category(letter) != "Cf" for letter in found[0]):
            runs.append(Run(found[0], _UNKNOWN))
    return [run for run in (*runs, Run(shown[position:])) if run.text]


def _named(text: str) -> str:
    """Return what letters are, for readers who cannot be shown them: a script, or a sign by its name."""
    if _KANA.search(text):
        return "Japanese"
    if _HAN.search(text):
        return "Chinese or Japanese"
    letter = next((each for each in text if each.isalpha()), text[0])
    name = unicodedata.name(letter, _UNKNOWN)
    return f"{name.split()[0].capitalize()} letters" if letter.isalpha() else name.lower()


@lru_cache(maxsize=1)
def _others() -> re.Pattern[str]:
    """Return what matches letters that the font lacks, together with the blanks between them."""
    has = set.intersection(*(_letters_of(path) for path in sorted(FONTS.glob("*.otf"))))
    # Private letters have a meaning in their font alone, which PDF/UA refuses.
    has = {point for point in has if unicodedata.category(chr(point)) != "Co"}
    spans, points = "", sorted(has)
    start = before = points[0]
    for point in [*points[1:], points[-1] + 2]:
        if point != before + 1:
            spans += f"{re.escape(chr(start))}-{re.escape(chr(before))}"
            start = point
        before = point
    return re.compile(f"[^{spans}]+(?: [^{spans}]+)*")


def _letters_of(path: Path) -> set[int]:
    """Return the code points that an OpenType font has, read from its table cmap (OpenType 1.9, format 12).

    Raises:
        ValueError: the font has no such table.
    """
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    starts = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    top = starts[b"cmap"]
    (subtables,) = struct.unpack_from(">H", data, top + 2)
    for number in range(subtables):
        (offset,) = struct.unpack_from(">I", data, top + 8 + 8 * number)
        if struct.unpack_from(">H", data, top + offset)[0] == _COVERS_ALL_PLANES:
            (groups,) = struct.unpack_from(">I", data, top + offset + 12)
            ranges = struct.iter_unpack(">III", data[top + offset + 16 : top + offset + 16 + 12 * groups])
            return {point for first, last, _ in ranges for point in range(first, last + 1)}
    raise ValueError(
        f"{path.name}: the font has no table of all its letters (cmap, format 12), so it is not known which it lacks; "
        "bundle a font that has one."
    )
