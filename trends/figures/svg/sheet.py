"""A sheet to draw on: marks and text, written as SVG. All text passes through here, so that none becomes markup."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from trends.figures.palette import Palette
from trends.figures.svg.measure import FONT_SIZE, LINE_HEIGHT, SMALL_LINE, SMALL_SIZE

FONT = "'Source Sans', 'Helvetica Neue', Arial, sans-serif"
# Below this width labels stand above what they name.
WIDE = 600
LEAST, MOST = 240, 2400
# From the middle of a line of text down to its baseline, in parts of the font's size.
MIDDLE = 0.34
DASHES = {"solid": "", "dot": "1.5 3", "dash": "6 3"}
# XML has no way to write these, escaped or not.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A line of text: plain, or parts of it with whether each is bold.
Line = str | Sequence[tuple[str, bool]]


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, as short as can be."""
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 0.05 else "0"  # noqa: PLR2004


def escaped(text: str) -> str:
    """Return text as it can stand within an element of XML or HTML."""
    return escape(_IMPOSSIBLE.sub("\ufffd", text), {'"': "&quot;"})


class Sheet:
    """A drawing of one width, in the colours of one palette, that grows downwards."""

    def __init__(self, width: float, palette: Palette) -> None:
        self.width = width
        self.palette = palette
        self.parts: list[str] = []

    @property
    def narrow(self) -> bool:
        """Whether there is too little room for labels beside what they name."""
        return self.width < WIDE

    def svg(self, height: float, alt: str) -> str:
        """Return the drawing.

        Args:
            height: of the whole, in pixels.
            alt: what it shows, in words.
        """
        size = f'width="{number(self.width)}" height="{number(height)}"'
        said = _IMPOSSIBLE.sub("\ufffd", alt)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {number(self.width)} {number(height)}" '
            f'role="img" aria-label={quoteattr(said)} font-family="{FONT}" font-size="{number(FONT_SIZE)}" '
            f'fill="{self.palette.ink}"><title>{escaped(alt)}</title>{"".join(self.parts)}</svg>'
        )

    def write(
        self,
        x: float,
        y: float,
        lines: str | Sequence[Line],
        color: str = "",
        *,
        small: bool = False,
        bold: bool = False,
        anchor: str = "start",
        halo: bool = False,
    ) -> None:
        """Write lines of text.

        Args:
            x: where they begin, or their middle or end.
            y: the middle of the first line.
            lines: one line, or several.
            color: other than that of ink.
            small: write in the smaller size.
            bold: write all of it bold.
            anchor: what stands at ``x``: ``start``, ``middle`` or ``end``.
            halo: keep the lines of the drawing off the letters.
        """
        listed: list[Line] = [lines] if isinstance(lines, str) else list(lines)
        size, height = (SMALL_SIZE, SMALL_LINE) if small else (FONT_SIZE, LINE_HEIGHT)
        given = f'x="{number(x)}" y="{number(y + size * MIDDLE)}"'
        given += f' font-size="{number(size)}"' if small else ""
        given += f' fill="{color}"' if color and color != self.palette.ink else ""
        given += f' text-anchor="{anchor}"' if anchor != "start" else ""
        given += ' font-weight="bold"' if bold else ""
        given += f' stroke="{self.palette.background}" stroke-width="3" paint-order="stroke"' if halo else ""
        further = "".join(f'<tspan x="{number(x)}" dy="{height}">{_runs(line)}</tspan>' for line in listed[1:])
        self.parts.append(f"<text {given}>{_runs(listed[0])}{further}</text>")

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "") -> None:
        """Draw a rectangle, with a line around it in another colour where one is given."""
        edge = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
        box = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.parts.append(f'<rect {box} fill="{fill}"{edge}/>')

    def line(
        self, start: tuple[float, float], end: tuple[float, float], color: str, width: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line; ``dash`` is the name of a style of lines."""
        way = f"M{number(start[0])} {number(start[1])}"
        # Level and upright lines, which are most, have a shorter form.
        if number(start[1]) == number(end[1]):
            way += f"H{number(end[0])}"
        elif number(start[0]) == number(end[0]):
            way += f"V{number(end[1])}"
        else:
            way += f"L{number(end[0])} {number(end[1])}"
        self.path(way, stroke=color, width=width, dash=dash)

    def curve(self, points: Sequence[tuple[float, float]], color: str, width: float, dash: str = "") -> None:
        """Draw a line through points."""
        way = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.path(way, stroke=color, width=width, dash=dash)

    def path(self, way: str, *, fill: str = "none", stroke: str = "", width: float = 1, dash: str = "") -> None:
        """Draw a path as SVG writes it."""
        edge = f' stroke="{stroke}"' if stroke else ""
        edge += f' stroke-width="{number(width)}"' if stroke and width != 1 else ""
        edge += f' stroke-dasharray="{DASHES[dash]}"' if DASHES.get(dash) else ""
        self.parts.append(f'<path d="{way}" fill="{fill}"{edge}/>')

    def dot(
        self, at: tuple[float, float], radius: float, fill: str, *, stroke: str = "", width: float = 1.5, said: str = ""
    ) -> None:
        """Draw a dot, with what is said of it where a pointer rests on it."""
        edge = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke else ""
        given = f'cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" fill="{fill}"{edge}'
        self.parts.append(f"<circle {given}><title>{escaped(said)}</title></circle>" if said else f"<circle {given}/>")

    def diamond(self, at: tuple[float, float], radius: float, fill: str, *, stroke: str, width: float = 2) -> None:
        """Draw a diamond."""
        reach = number(radius)
        way = f"M{number(at[0])} {number(at[1] - radius)}l{reach} {reach}-{reach} {reach}-{reach}-{reach}z"
        self.path(way, fill=fill, stroke=stroke, width=width)


def _runs(line: Line) -> str:
    if isinstance(line, str):
        return escaped(line)
    return "".join(
        f'<tspan font-weight="bold">{escaped(text)}</tspan>' if bold else escaped(text) for text, bold in line
    )
