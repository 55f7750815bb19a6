"""What a chart drawn as SVG holds: its lines of text with the box each takes, its marks, and whether all is clear."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from trends.cards.charts import Chart
from trends.figures.palette import LIGHT
from trends.figures.svg.draw import svg
from trends.figures.svg.measure import ASCENT, DESCENT, FONT_SIZE, width_of

WIDTHS = (720, 340)
ALT = "Chart of what a test draws: its values, its order and its words. Table follows."
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "text", "tspan", "rect", "path", "circle", "g"}
ATTRIBUTES = {
    "width", "height", "viewBox", "role", "aria-label", "font-family", "font-size", "font-weight", "fill", "stroke",
    "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order", "text-anchor", "overflow",
    "x", "y", "dy", "d", "cx", "cy", "r",
}  # fmt: skip
DIAMOND = re.compile(r"M[\d.-]+ [\d.-]+l([\d.]+) \1-\1 \1-\1-\1z")
SMALLEST_TEXT = 12


def parsed(written: str) -> ET.Element:
    return ET.fromstring(written)  # noqa: S314 - what is parsed was written here


@dataclass(frozen=True)
class Line:
    """A line of text as drawn: its words, whether it is bold, its colour and the box it takes."""

    words: str
    bold: bool
    color: str
    left: float
    right: float
    top: float
    bottom: float


def texts_of(root: ET.Element) -> list[list[Line]]:
    """Return the lines of each text, in the order drawn; each box as wide as reckoned."""
    return [list(_lines(text)) for text in root.iter(f"{SVG}text")]


def _lines(text: ET.Element) -> Iterator[Line]:
    runs: list[list[tuple[str, bool]]] = [[]]
    heights = [0.0]
    bold = text.get("font-weight") == "bold"

    def add(part: ET.Element, *, is_bold: bool) -> None:
        runs[-1].append((part.text or "", is_bold))
        for child in part:
            if child.get("dy"):
                heights.append(float(child.get("dy", "")))
                runs.append([])
            add(child, is_bold=is_bold or child.get("font-weight") == "bold")
            runs[-1].append((child.tail or "", is_bold))

    add(text, is_bold=bold)
    size, x, y = (float(text.get(name, FONT_SIZE)) for name in ("font-size", "x", "y"))
    assert size >= SMALLEST_TEXT
    for line, height in zip(runs, heights, strict=True):
        y += height
        wide = sum(width_of(words, size, bold=is_bold) for words, is_bold in line)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
        words = "".join(words for words, _ in line)
        all_bold = all(is_bold for words, is_bold in line if words.strip())
        yield Line(words, all_bold, text.get("fill", ""), left, left + wide, y - ASCENT * size, y + DESCENT * size)


def bare(text: str) -> str:
    """Return what is left of words without spaces, line breaks and Plotly's tags: what two drawings must share."""
    return re.sub(r"\s", "", html.unescape(re.sub(r"</?(?:b|br)/?>", "", text)))


def words_of(root: ET.Element) -> list[str]:
    return [bare("".join(line.words for line in text).replace("<", "&lt;")) for text in texts_of(root)]


def assert_clear(chart: Chart, width: int) -> ET.Element:
    """Hold that an SVG is one, that its texts lie inside of it and that none lies on another."""
    written = svg(chart, LIGHT, width, alt=ALT)
    root = parsed(written)
    assert (root.get("role"), root.get("aria-label"), root[0].tag, root[0].text) == ("img", ALT, f"{SVG}title", ALT)
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    assert (wide, high) == (width, float(root.get("height", "")))
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= TAGS
    assert {name for part in root.iter() for name in part.attrib} <= ATTRIBUTES
    lines = [line for text in texts_of(root) for line in text if line.words.strip()]
    for line in lines:
        assert line.left >= -0.2, line
        assert line.right <= wide + 0.2, line
        assert line.top >= -0.5, line
        assert line.bottom <= high + 0.5, line
    for one, other in combinations(lines, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        down = min(one.bottom, other.bottom) - max(one.top, other.top)
        assert across <= 0.2 or down <= 0.2, (one, other)
    numbers = re.findall(r'(?:x|y|cx|cy|r|d|width|height)="([^"]*)"', written)
    assert not any(re.search(r"\d\.\d\d|nan|inf", each) for each in numbers)
    return root


def circles(root: ET.Element, name: str, *, least: float = 0) -> list[float]:
    return [float(each.get(name, "")) for each in root.iter(f"{SVG}circle") if float(each.get("r", "")) >= least]


def marks_of(root: ET.Element) -> int:
    paths = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    return (
        sum(1 for _ in root.iter(f"{SVG}circle"))
        + sum(path.count("h0") for path in paths)
        + sum(DIAMOND.fullmatch(path) is not None for path in paths)
    )
