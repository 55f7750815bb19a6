"""What maps share: where each country lies, which part of the globe to draw, and the colours of steps."""

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from trends.figures.palette import Palette
from trends.paths import SHAPES

# Without the ice of the poles the land people live on fills the picture.
WORLD = (-180.0, 180.0, -56.0, 80.0)
WIDEST_REGION = 150
MARGIN_DEGREES = 3
# A country smaller than so many pixels is drawn as a dot on top; on a small map of many both are smaller.
SMALL_COUNTRY, SMALL_DOT = 5.0, 3.0
MANY, WHOLE_SIZE, LEAST_PART = 60, 720, 0.55


@dataclass(frozen=True)
class Box:
    """A part of the globe in degrees."""

    west: float
    east: float
    south: float
    north: float


def step_colors(palette: Palette, steps: int) -> list[str]:
    """Return the colours of so many steps, lowest first, as far apart as the palette allows."""
    last = len(palette.steps) - 1
    if steps == 1:
        return [palette.steps[last]]
    return [palette.steps[round(place * last / (steps - 1))] for place in range(steps)]


def small_part(countries: int, width: float) -> float:
    """Return to what part of their size small countries and their dots shrink on a map of so many and so wide.

    Args:
        countries: how many have a value.
        width: of the map, in pixels.
    """
    return min(max(width / WHOLE_SIZE, LEAST_PART), 1) if countries > MANY else 1


def is_world(seen: Box) -> bool:
    """Say whether a part of the globe is the whole of it."""
    return (seen.west, seen.east, seen.south, seen.north) == WORLD


@functools.cache
def boxes() -> dict[str, Box]:
    """Return where the largest part of each country lies, by country code.

    Source: the outlines in ``data/shapes``.
    """
    features = json.loads(SHAPES.read_text(encoding="utf-8"))["features"]
    return {str(feature["id"]): _box(feature["geometry"]) for feature in features}


def _box(geometry: dict[str, Any]) -> Box:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    sizes = []
    for part in parts:
        longitudes, latitudes = zip(*part[0], strict=True)
        box = Box(min(longitudes), max(longitudes), min(latitudes), max(latitudes))
        sizes.append(((box.east - box.west) * (box.north - box.south), box))
    return max(sizes, key=lambda pair: pair[0])[1]


def view_of(codes: Iterable[str]) -> Box:
    """Return the part of the globe to draw: the world, or the region that holds all countries."""
    found = [boxes()[code] for code in codes if code in boxes()]
    world = Box(*WORLD)
    if not found:
        return world
    # Countries on both sides of the 180th meridian lie closer together when counted eastwards from Greenwich.
    plain = [(box.west, box.east) for box in found]
    eastwards = [(west + 360, east + 360) if east < 0 else (west, east) for west, east in plain]
    west, east = min((_ends(plain), _ends(eastwards)), key=lambda ends: ends[1] - ends[0])
    if east - west > WIDEST_REGION:
        return world
    return Box(
        west - MARGIN_DEGREES,
        east + MARGIN_DEGREES,
        max(min(box.south for box in found) - MARGIN_DEGREES, world.south),
        min(max(box.north for box in found) + MARGIN_DEGREES, world.north),
    )


def _ends(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(west for west, _ in spans), max(east for _, east in spans)
