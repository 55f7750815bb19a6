"""What browsers draw with, and where it is: the script of cards and filters, Plotly's library, shapes of countries."""

import hashlib
import json
from pathlib import Path

from trends.figures.base import CONFIG
from trends.figures.palette import DARK_OF_LIGHT
from trends.paths import BROWSER_FILES, SHAPES

# Height of the buttons below a chart, in pixels.
IMAGES_HEIGHT = 32

# One script for a browser: a request each would draw charts later.
PARTS = (
    "chart.js", "reading.js", "parts.js", "marks.js", "image.js", "actions.js", "fields.js", "kept_place.js",
    "filters.js", "ahead.js",
)  # fmt: skip

# The part of Plotly's library that draws the kinds of traces used here, see the README beside it.
LIBRARY = Path(__file__).parent / "library" / "charts.min.js"


def address(name: str, body: bytes, ending: str) -> str:
    """Return an address that changes with the content, so that a browser may keep what is there for good."""
    return f"assets/{name}-{hashlib.blake2b(body, digest_size=6).hexdigest()}.{ending}"


PLOTLY_ADDRESS = address("plotly", LIBRARY.read_bytes(), "js")
SHAPES_ADDRESS = address("countries", SHAPES.read_bytes(), "geojson")


def chart_script() -> str:
    """Return the script that draws charts, with colours, sizes and addresses filled in."""
    script = "\n".join((BROWSER_FILES / part).read_text(encoding="utf-8") for part in PARTS)
    filled = {
        "COLOURS": DARK_OF_LIGHT, "CONFIG": CONFIG, "IMAGES_HEIGHT": IMAGES_HEIGHT, "LIBRARY": PLOTLY_ADDRESS
    }  # fmt: skip
    for name, value in filled.items():
        script = script.replace(f" = {name};", f" = {json.dumps(value)};")
    return script


CHART_ADDRESS = address("chart", chart_script().encode(), "js")
