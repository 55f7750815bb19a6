"""Outlines of countries on a plane, as short paths: projected, fitted to a width and put on a coarse grid.

The projection is Natural Earth, a compromise for maps of the world (Šavrič, Jenny, Patterson, Petrovič and Hurni: A
polynomial equation for the Natural Earth projection, Cartography and Geographic Information Science, 2011).
"""

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from trends.figures.globe import WORLD, Box
from trends.figures.svg.sheet import Sheet, escaped, number
from trends.paths import SHAPES
from trends.statistics.inputs import Numbers

# Pixels of one step of the grid. Neighbours share their borders' points, so that both are moved alike and no gap opens.
STEP = 0.9
# Islands that reach less far, in pixels, are left out; a country of such islands is drawn as a dot.
LEAST_ISLAND = 2.0
# Land that reaches no further beyond the edges is not cut: an edge to cut at makes a picture take far longer.
SPILL = 8.0
LOWEST_HEIGHT, HIGHEST_HEIGHT = 170, 430
# Seen from here, the edge of the map of the world runs through the Bering Strait and cuts no country.
WORLD_MIDDLE = 11.0
_ACROSS = (0.8707, -0.131979, -0.013791, 0.003971, -0.001529)
_UP = (1.007226, 0.015085, -0.044475, 0.028874, -0.005916)
# The edge of every country with a value, since the first steps are pale.
EDGE_WIDTH = 0.7
# A ring has at least so many corners.
CORNERS = 3
Spot = tuple[float, float]


@dataclass(frozen=True)
class Land:
    """Countries as drawn: their paths in steps of the grid, by code, where each lies and how large it is, in pixels.

    ``spills`` says whether some reach far beyond the edges.
    """

    width: float
    height: float
    paths: dict[str, str]
    spots: dict[str, tuple[Spot, float]]
    spills: bool


@dataclass(frozen=True)
class View:
    """A part of the globe on a plane: its middle meridian, and how degrees become pixels."""

    middle: float
    left: float
    top: float
    scale: float
    width: float
    height: float

    def place(self, longitudes: Numbers, latitudes: Numbers) -> tuple[Numbers, Numbers]:
        """Return where places lie, in pixels; longitudes are taken as they are, beyond 180 degrees too."""
        x, y = _projected(longitudes - self.middle, latitudes)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def spot(self, longitude: float, latitude: float) -> Spot:
        """Return where a place lies, in pixels."""
        turned = (longitude - self.middle + 180) % 360 - 180 + self.middle
        x, y = self.place(np.array([turned]), np.array([latitude]))
        return float(x[0]), float(y[0])


def _projected(longitudes: Numbers, latitudes: Numbers) -> tuple[Numbers, Numbers]:
    """Return places on the plane of the projection; longitudes from its middle meridian, both in degrees."""
    up, two = np.radians(latitudes), np.radians(latitudes) ** 2
    four = two * two
    across = _ACROSS[0] + two * (_ACROSS[1] + four * (_ACROSS[2] + four * (_ACROSS[3] * two + _ACROSS[4] * four)))
    height = _UP[0] + two * (_UP[1] + four * (_UP[2] + _UP[3] * two + _UP[4] * four))
    return np.radians(longitudes) * across, up * height


@functools.lru_cache(maxsize=64)
def view(box: Box, width: float) -> View:
    """Return how a part of the globe is drawn so that it fills a width; a part that would be too high is narrower."""
    whole = (box.west, box.east, box.south, box.north) == WORLD
    middle = WORLD_MIDDLE if whole else (box.west + box.east) / 2
    half = 180.0 if whole else (box.east - box.west) / 2
    latitudes = np.linspace(box.south, box.north, 25)
    x, y = _projected(np.full(25, half), latitudes)
    right, bottom, top = float(x.max()), float(y.min()), float(y.max())
    height = min(max(width * (top - bottom) / (2 * right), LOWEST_HEIGHT if not whole else 0), HIGHEST_HEIGHT)
    scale = min(width / (2 * right), height / (top - bottom))
    return View(
        middle, -width / scale / 2, (top + bottom) / 2 + height / scale / 2, scale, width, float(math.ceil(height))
    )


@dataclass(frozen=True, eq=False)
class _Rings:
    """All rings of all countries end to end: the code of each, where it begins, and the longitude of its middle."""

    codes: list[str]
    starts: Any
    lengths: Any
    longitudes: Numbers
    latitudes: Numbers
    middles: Numbers


@functools.cache
def _rings() -> _Rings:
    """Return the outlines of ``data/shapes``, read once."""
    codes, rings = [], []
    for feature in json.loads(SHAPES.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for ring in (ring for part in parts for ring in part):
            codes.append(str(feature["id"]))
            rings.append(ring)
    lengths = np.array([len(ring) for ring in rings])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    points = np.array([point[:2] for ring in rings for point in ring], dtype=float)
    longitudes, latitudes = points[:, 0].copy(), points[:, 1].copy()
    middles = (np.minimum.reduceat(longitudes, starts) + np.maximum.reduceat(longitudes, starts)) / 2
    return _Rings(codes, starts, lengths, longitudes, latitudes, middles)


@functools.lru_cache(maxsize=32)
def land(box: Box, width: float) -> Land:
    """Return the countries in a part of the globe, drawn so that it fills a width."""
    seen, rings = view(box, width), _rings()
    turns = 360 * np.round((seen.middle - rings.middles) / 360)
    x, y = seen.place(rings.longitudes + np.repeat(turns, rings.lengths), rings.latitudes)
    edges = [ends.reduceat(line, rings.starts).tolist() for line in (x, y) for ends in (np.minimum, np.maximum)]
    across, up = (np.rint(line / STEP).astype(int).tolist() for line in (x, y))
    paths: dict[str, list[str]] = {}
    largest: dict[str, tuple[float, Spot, float]] = {}
    spills = False
    for code, start, length, *ends in zip(
        rings.codes, rings.starts.tolist(), rings.lengths.tolist(), *edges, strict=True
    ):
        left, right, top, bottom = ends
        if right < 0 or left > width or bottom < 0 or top > seen.height:
            continue
        wide, high = right - left, bottom - top
        if code not in largest or wide * high > largest[code][0]:
            largest[code] = (wide * high, ((left + right) / 2, (top + bottom) / 2), max(wide, high))
        if max(wide, high) >= LEAST_ISLAND:
            ring = list(zip(across[start : start + length], up[start : start + length], strict=True))
            paths.setdefault(code, []).append(_path(ring))
            spills |= min(left, width - right, top, seen.height - bottom) < -SPILL
    return Land(
        width,
        seen.height,
        {code: "".join(parts) for code, parts in paths.items() if any(parts)},
        {code: (spot, size) for code, (_, spot, size) in largest.items()},
        spills,
    )


def _path(ring: list[tuple[int, int]]) -> str:
    """Return a closed ring of points on the grid as a path, without points that change nothing; empty if too small."""
    points = [point for point, before in zip(ring[1:], ring, strict=False) if point != before]
    if len(points) < CORNERS:
        return ""
    corners = [
        (x, y)
        for (x0, y0), (x, y), (x1, y1) in zip([points[-1], *points], points, [*points[1:], points[0]], strict=False)
        if (x - x0) * (y1 - y) != (y - y0) * (x1 - x)
    ]
    if len(corners) < CORNERS:
        return ""
    steps = ((x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(corners))
    # A sign parts numbers as well as a space does.
    way = "".join(f"{'' if x < 0 else ' '}{x}{'' if y < 0 else ' '}{y}" for x, y in steps).lstrip(" ")
    return f"M{corners[0][0]} {corners[0][1]}l{way}z"


def lay(parts: Sequence[str], drawn: Land, sheet: Sheet) -> None:
    """Put paths on the grid of the land into the sheet; what lies far beyond the map's edge is cut."""
    size = f'width="{number(drawn.width)}" height="{number(drawn.height)}"'
    box = f"0 0 {number(drawn.width / STEP)} {number(drawn.height / STEP)}"
    edge = f'stroke="{sheet.palette.background}" stroke-width="{number(0.6 / STEP)}" stroke-linejoin="round"'
    overflow = "hidden" if drawn.spills else "visible"
    sheet.parts.append(f'<svg {size} viewBox="{box}" overflow="{overflow}"><g {edge}>{"".join(parts)}</g></svg>')


def filled(color: str, paths: Sequence[tuple[str, str]], *, edge: str = "", width: float = EDGE_WIDTH) -> str:
    """Return countries of one colour: a path and what is said of it each; all that nothing is said of are one path."""
    silent = "".join(way for way, said in paths if not said)
    listed = [f'<path d="{silent}"/>'] if silent else []
    listed += [f'<path d="{way}"><title>{escaped(said)}</title></path>' for way, said in paths if way and said]
    outline = f' stroke="{edge}" stroke-width="{number(width / STEP)}"' if edge else ""
    return f'<g fill="{color}"{outline}>{"".join(listed)}</g>' if listed else ""
