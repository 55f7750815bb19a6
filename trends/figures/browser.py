"""The script of cards' charts and of what can be done with a card, filled in with colours, sizes and addresses."""

import hashlib
import json
from importlib.metadata import version

from trends.figures.base import CONFIG
from trends.figures.palette import DARK_OF_LIGHT
from trends.paths import BROWSER_FILES

# Height of the buttons below a chart, in pixels.
IMAGES_HEIGHT = 32

# One script for a browser: a request each would draw charts later.
PARTS = ("chart.js", "marks.js", "image.js", "actions.js")

PLOTLY_ADDRESS = f"assets/plotly-{version('plotly')}.min.js"


def chart_script() -> str:
    """Return the script that draws charts, with colours, sizes and addresses filled in."""
    script = "\n".join((BROWSER_FILES / part).read_text(encoding="utf-8") for part in PARTS)
    filled = {
        "COLOURS": DARK_OF_LIGHT, "CONFIG": CONFIG, "IMAGES_HEIGHT": IMAGES_HEIGHT, "LIBRARY": PLOTLY_ADDRESS
    }  # fmt: skip
    for name, value in filled.items():
        script = script.replace(f" = {name};", f" = {json.dumps(value)};")
    return script


CHART_ADDRESS = f"assets/chart-{hashlib.blake2b(chart_script().encode(), digest_size=6).hexdigest()}.js"
