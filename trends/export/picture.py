"""A card as a picture that stands alone, as SVG and as PNG: finding, chart, base, source, address and day.

Drawn on the server without a browser, for previews of links, documents and sites of others. The letters are those of
the pages; their font lies beside this file, since a server may have none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from resvg import render, usvg

from trends.cards.card import Card
from trends.cards.charts import Bars, Chart, Dots, Dumbbells, Strips
from trends.export import drawn_rows, image
from trends.figures.palette import LIGHT
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import lines_of
from trends.figures.svg.sheet import FONT, LEAST, MIDDLE, escaped, number
from trends.words.text import plain

FONTS = Path(__file__).parent / "fonts"
# The letters of all that is written, and those of other scripts: names of places, notes of readers.
LETTERS, SCRIPTS = "*.otf", "*.ttf"
FAMILY = "Source Sans Pro"
MARGIN, GAP = 28, 14
TITLE, SUBTITLE, SMALL = 21.0, 14.0, 11.5
# How high a line is, in parts of the size of its letters.
LINE = 1.28
# In a picture of a fixed shape these lines at most; a longer text ends with an ellipsis.
MOST_TITLE, MOST_SMALL = 3, 2
FEWEST_ROWS = 2
# The letters are narrower than those for which widths are reckoned; where a reader's own stand in, Arial has room too.
NARROWER = 0.88
# Letters that are not in the font; those for other scripts and the server's are tried for them.
_OTHER_SCRIPTS = re.compile(r"[^\u0000-\u017f\u0370-\u045f\u1e00-\u27ff]")
# Signs that the font has in another form alone.
SIGNS = str.maketrans({"●": "•", "○": "◌", "◇": "◊", "\N{THIN SPACE}": "\N{NARROW NO-BREAK SPACE}"})
# A transformation (scales and slants of x and y, and where they begin) that leaves all where it is.
UNCHANGED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_PLACED = 'xmlns="http://www.w3.org/2000/svg" '
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


@dataclass(frozen=True)
class Size:
    """What a picture measures.

    ``width`` is in pixels, ``height`` as well; without one it is as high as what it holds. ``units`` are the widths it
    may be composed in, the first one in which all has room being taken: the larger, the smaller its letters.
    """

    width: int
    height: int | None
    units: Sequence[int]


SIZES = {
    "page": Size(1440, None, (720,)),
    "square": Size(1080, 1080, (360, 400, 440, 480, 520, 560, 600, 640, 700, 760, 880, 1000)),
    # What previews of links show.
    "preview": Size(1200, 630, (680, 760, 880, 1000, 1150)),
}
# How much larger the letters of a chart may be made than those around it.
LARGER = (1.5, 1.4, 1.3, 1.2, 1.1)
# Below this width, where letters are large, a picture is made only if no text of it has to be shortened for that.
WHOLE_TEXTS = 640
# From this width on, rows are left out before letters are made smaller.
ROWS_FIRST = 760


@dataclass(frozen=True)
class _Text:
    """A paragraph: its lines, the size of its letters, whether it is bold, grey, and shortened to its lines."""

    lines: Sequence[str]
    size: float
    bold: bool = False
    grey: bool = False
    cut: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE


def picture(card: Card, size: Size, *, filters: str, address: str, meanings: Sequence[tuple[str, str]]) -> str:
    """Return a card as an SVG picture.

    Args:
        card: the card.
        size: how large.
        filters: the filters in words; empty where there are none.
        address: the last line: product, address, day.
        meanings: terms that its texts use and what they mean, said where there is room.
    """
    if size.height is None:
        return _composed(card, size, size.units[0], (filters, address, meanings))
    said: _Said = (filters, address, ())
    # Fewer rows are read better than smaller letters.
    for width in size.units:
        made = _fitted(card, size, width, said)
        if made is None and width >= ROWS_FIRST:
            made = _cut(card, size, width, said)
        if made is not None:
            return made
    # What has no room even so is drawn smaller as a whole.
    return _composed(card, size, ROWS_FIRST, said)


def png(drawn: str, size: Size) -> bytes:
    """Return a picture as PNG, as wide in pixels as the size says.

    Raises:
        ValueError: the drawing does not say how wide and high it is.
    """
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("png: the drawing has no width and height to be scaled by.")
    width, height = map(float, found.groups())
    room = f'width="{size.width}" height="{number(height * size.width / width)}"'
    texts = _SIZE.sub(room, drawn, count=1).replace(FONT, f"'{FAMILY}'").translate(SIGNS)
    tree = usvg.Tree.from_str(texts, _options(others=_OTHER_SCRIPTS.search(drawn) is not None))
    return bytes(render(tree, UNCHANGED))


def _options(*, others: bool) -> usvg.Options:
    """Return the fonts to draw with: those beside this file, for other scripts the others there and the server's.

    Not kept: the library lets no other thread use them. It is given what the files hold, since it would open a file
    anew for each text.
    """
    options = usvg.Options.default()
    for data in (*_fonts(LETTERS), *(_fonts(SCRIPTS) if others else ())):
        options.load_font_data(data)
    if others:
        options.load_system_fonts()
    options.font_family = FAMILY
    return options


@cache
def _fonts(kind: str) -> tuple[bytes, ...]:
    """Return what the font files of a kind of name hold, read once."""
    return tuple(path.read_bytes() for path in sorted(FONTS.glob(kind)))


def chart_png(card: Card, size: Size) -> tuple[bytes, float, float]:
    """Return the chart of a card alone as PNG, with its width and height in units of its drawing."""
    width = size.units[0]
    drawn, high = _drawn(card, card.chart, width)
    return png(drawn, size), float(width), high


# Filters, the last line, meanings of terms.
_Said = tuple[str, str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class _Parts:
    """What a picture is put together of, in a width: texts above and below its chart, and the chart with its height."""

    width: int
    head: Sequence[_Text]
    foot: Sequence[_Text]
    drawn: str
    high: float

    @property
    def around(self) -> float:
        """How much of the height all but the chart takes."""
        texts = (*self.head, *self.foot)
        return 2 * MARGIN + sum(text.height for text in texts) + 2 * GAP + len(self.head) * 4


def _around(card: Card, chart: Chart | None, size: Size, width: int, said: _Said) -> _Parts:
    """Return the parts of a picture whose chart is still to be drawn."""
    return _Parts(width, _head(card, size, width, said[0]), _foot(card, chart, size, width, said), "", 0.0)


def _composed(card: Card, size: Size, width: int, said: _Said) -> str:
    """Return the picture in a width, its chart drawn smaller where it has no room."""
    drawn, high = _drawn(card, card.chart, width - 2 * MARGIN)
    parts = replace(_around(card, card.chart, size, width, said), drawn=drawn, high=high)
    whole = _whole(size, width) if size.height else parts.around + parts.high
    return _sheet(parts, whole, min(parts.high, max(whole - parts.around, 1.0)), plain(card.title))


def _fitted(card: Card, size: Size, width: int, said: _Said) -> str | None:
    """Return the picture if all of it has room in a width; None if not."""
    parts = _having_room(card, card.chart, size, width, said)
    return None if parts is None else _filled(card, card.chart, parts, size)


def _having_room(card: Card, chart: Chart | None, size: Size, width: int, said: _Said) -> _Parts | None:
    """Return the parts of the picture if all of it has room in a width; None if not."""
    parts = _around(card, chart, size, width, said)
    is_cut = width < WHOLE_TEXTS and any(text.cut for text in (*parts.head, *parts.foot))
    whole = _whole(size, width)
    if is_cut or parts.around > whole:
        return None
    drawn, high = _drawn(card, chart, width - 2 * MARGIN)
    return replace(parts, drawn=drawn, high=high) if parts.around + high <= whole else None


def _filled(card: Card, chart: Chart | None, parts: _Parts, size: Size) -> str:
    """Return the picture of parts that have room in it."""
    whole = _whole(size, parts.width)
    larger, high = _enlarged(card, chart, parts, whole - parts.around)
    return _sheet(larger, whole, high, plain(card.title))


def _whole(size: Size, width: int) -> float:
    """Return how high a picture of a fixed shape is in a width."""
    return width * (size.height or 0) / size.width


def _enlarged(card: Card, chart: Chart | None, parts: _Parts, room: float) -> tuple[_Parts, float]:
    """Return the parts with a chart of larger letters and rows where there is room left, and how high it then is.

    It is drawn in a narrower form, which is then enlarged to the width of the picture.
    """
    width = parts.width - 2 * MARGIN
    for larger in LARGER:
        narrower = int(width / larger)
        if narrower < LEAST:
            continue
        drawn, high = _drawn(card, chart, narrower)
        if high * width / narrower <= room:
            return replace(parts, drawn=drawn, high=high), high * width / narrower
    return parts, parts.high


def _cut(card: Card, size: Size, width: int, said: _Said) -> str | None:
    """Return the picture with as many of its rows as have room, those its title names among them.

    None where its chart has no rows to leave out, or those named have no room.
    """
    chart = card.chart
    if not isinstance(chart, Bars | Dots | Dumbbells | Strips):
        return None
    spoken = drawn_rows.spoken_of(chart)
    fewest, most = max(FEWEST_ROWS, int(spoken.sum())), len(spoken) - 1
    best: tuple[Chart, _Parts] | None = None
    while fewest <= most:
        middle = (fewest + most) // 2
        fewer = drawn_rows.first(chart, middle)
        parts = _having_room(card, fewer, size, width, said)
        if parts is None:
            most = middle - 1
        else:
            fewest, best = middle + 1, (fewer, parts)
    return None if best is None else _filled(card, *best, size)


def _head(card: Card, size: Size, width: int, filters: str) -> list[_Text]:
    most = MOST_TITLE if size.height else None
    # Where letters are large, more lines of the same words take no more room.
    few = MOST_SMALL if width >= WHOLE_TEXTS else 2 * MOST_SMALL
    said = [_text(plain(card.title), width, TITLE, most, bold=True)]
    said += [_text(plain(card.subtitle), width, SUBTITLE, most and few, grey=True)] if card.subtitle else []
    said += [_text(f"Filters: {filters}", width, SMALL, most and few, grey=True)] if filters else []
    return said


def _foot(card: Card, chart: Chart | None, size: Size, width: int, said: _Said) -> list[_Text]:
    _, address, meanings = said
    paragraphs = image.foot(card, meanings) if size.height is None else image.least(card)
    left_out = drawn_rows.words(card, chart)
    paragraphs = [*([left_out] if left_out else []), *paragraphs]
    most = (MOST_SMALL if size.height < size.width else 2 * MOST_SMALL) if size.height else None
    # The address is whole, or leads nowhere; and half of what protects those who answered says another thing.
    whole = {card.protection, address}
    return [
        _text(paragraph, width, SMALL, None if paragraph in whole else most, grey=True)
        for paragraph in (*paragraphs, address)
    ]


def _text(text: str, width: int, size: float, most: int | None, *, bold: bool = False, grey: bool = False) -> _Text:
    lines = lines_of(text, (width - 2 * MARGIN) / NARROWER, size, bold=bold)
    is_cut = bool(most and len(lines) > most)
    if most and is_cut:
        lines = [*lines[: most - 1], f"{lines[most - 1].rstrip(' ,;:.')}…"]
    return _Text(lines, size, bold, grey, is_cut)


def _drawn(card: Card, chart: Chart | None, width: int) -> tuple[str, float]:
    """Return a chart as an element to be placed, and how high it is."""
    if chart is None:
        return "", 0.0
    drawn = svg(chart, LIGHT, width, alt=card.alt)
    found = _SIZE.search(drawn)
    return drawn, float(found[2]) if found else 0.0


def _sheet(made: _Parts, whole: float, high: float, title: str) -> str:
    """Return the picture of its parts; ``whole`` is its height, and ``high`` that given to the chart."""
    parts, y = [], float(MARGIN)
    for text in made.head:
        parts.append(_written(text, y))
        y += text.height + 4
    room = f'x="{MARGIN}" y="{number(y + GAP)}" width="{number(made.width - 2 * MARGIN)}" height="{number(high)}"'
    # A chart stays within its room by itself; to cut it there would be to draw it on a sheet of its own first.
    room += ' overflow="visible"'
    parts.append(_SIZE.sub(room, made.drawn.replace(_PLACED, "", 1), count=1))
    y = whole - MARGIN - sum(text.height for text in made.foot)
    for text in made.foot:
        parts.append(_written(text, y))
        y += text.height
    box = f'width="{number(made.width)}" height="{number(whole)}"'
    return (
        f'<svg {_PLACED}{box} viewBox="0 0 {number(made.width)} {number(whole)}" role="img" font-family="{FONT}" '
        f'fill="{LIGHT.ink}"><title>{escaped(title)}</title><rect {box} fill="{LIGHT.background}"/>'
        f"{''.join(parts)}</svg>"
    )


def _written(text: _Text, top: float) -> str:
    height = text.size * LINE
    given = f'x="{MARGIN}" y="{number(top + height / 2 + text.size * MIDDLE)}" font-size="{number(text.size)}"'
    given += f' fill="{LIGHT.quiet_ink}"' if text.grey else ""
    given += ' font-weight="bold"' if text.bold else ""
    further = "".join(f'<tspan x="{MARGIN}" dy="{number(height)}">{escaped(line)}</tspan>' for line in text.lines[1:])
    return f"<text {given}>{escaped(text.lines[0]) if text.lines else ''}{further}</text>"
