"""Which letters the bundled fonts have, and what stands for those that neither they nor the machine's fonts have.

Beside the font of the pages lie one for Chinese and Japanese and one for Arabic, for notes of readers and names of
places. Paper of the kind PDF/UA may hold no letter without a glyph. The same findings have to give the same paper on
any machine, so its own fonts are tried only for letters that all bundled ones lack; where these lack them as well,
words say what stood there, and the letters themselves go into the alternative text, which screen readers speak.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from trends.export.picture import FONTS, LETTERS, SCRIPTS, SIGNS
from trends.export.plain import whole_text

# Signs that the font has in another form alone, and blanks of any kind as blanks.
_SIGNS = SIGNS | str.maketrans({"\N{NON-BREAKING HYPHEN}": "-", "\N{WHITE SQUARE}": "▪"})
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_COVERS_ALL_PLANES, _COVERS_FIRST_PLANE = 12, 4
_UNKNOWN = "unknown sign"


@dataclass(frozen=True)
class Run:
    """Letters of one kind: those the font has, or others, of which ``named`` says what they are."""

    text: str
    named: str = ""


def runs_of(text: str, *, all_fonts: bool = True) -> Sequence[Run]:
    """Return a text as runs of letters that the bundled fonts have and of letters they lack, in order.

    Blanks of any kind, line breaks and control characters become single blanks; signs that no reader sees go where no
    other letters need them.

    Args:
        text: of any length.
        all_fonts: whether letters count that only the fonts of other scripts have.
    """
    shown = _BLANKS.sub(" ", whole_text(text).translate(_SIGNS))
    runs, position = [], 0
    for found in _others(all_fonts=all_fonts).finditer(shown):
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


@lru_cache(maxsize=2)
def _others(*, all_fonts: bool) -> re.Pattern[str]:
    """Return what matches letters that the fonts lack, together with the blanks between them."""
    has = set.intersection(*(_letters_of(path) for path in sorted(FONTS.glob(LETTERS))))
    if all_fonts:
        has |= set.union(*(_letters_of(path) for path in sorted(FONTS.glob(SCRIPTS))))
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
    """Return the code points that an OpenType font has, read from its table cmap (OpenType 1.9, formats 12 and 4).

    Raises:
        ValueError: the font has no such table.
    """
    data = path.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    starts = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    top = starts[b"cmap"]
    (subtables,) = struct.unpack_from(">H", data, top + 2)
    offsets = [top + struct.unpack_from(">I", data, top + 8 + 8 * number)[0] for number in range(subtables)]
    formats = {struct.unpack_from(">H", data, at)[0]: at for at in offsets}
    if _COVERS_ALL_PLANES in formats:
        at = formats[_COVERS_ALL_PLANES]
        (groups,) = struct.unpack_from(">I", data, at + 12)
        ranges = struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups])
        return {point for first, last, _ in ranges for point in range(first, last + 1)}
    if _COVERS_FIRST_PLANE in formats:
        return set(_first_plane(data, formats[_COVERS_FIRST_PLANE]))
    raise ValueError(
        f"{path.name}: the font has no table of all its letters (cmap, format 12 or 4), so it is not known which it "
        "lacks; bundle a font that has one."
    )


def _first_plane(data: bytes, at: int) -> Iterator[int]:
    """Give the code points of a table of format 4, which begins at a place; those without a glyph are left out."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (at + 14 + 2 * count * part + 2 * min(part, 1) for part in range(4))
    for number in range(count):
        end, start, delta, offset = (
            struct.unpack_from(">H", data, place + 2 * number)[0] for place in (ends, starts, deltas, offsets)
        )
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets + 2 * number + offset + 2 * (point - start))
            if glyph and (glyph + delta) & 0xFFFF:
                yield point
