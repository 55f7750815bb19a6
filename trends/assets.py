"""What browsers fetch besides pages: what draws the charts, served by the dashboard itself and by nobody else.

Addresses name the contents, so that a browser may keep a file for good. They are relative, so that they also hold where
the dashboard lives below a path.
"""

import gzip
import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path

from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trends.figures.base import CONFIG
from trends.palette import DARK_OF_LIGHT

# What the buttons below a chart take, in pixels.
IMAGES_HEIGHT = 32
PLOTLY_ADDRESS = f"assets/plotly-{version('plotly')}.min.js"
CACHE_CONTROL = "public, max-age=31536000, immutable"


def chart_script() -> str:
    """Return the script that draws charts, with what the rest of the project decides filled in."""
    script = (Path(__file__).parent / "ui" / "chart.js").read_text(encoding="utf-8")
    filled = {
        "COLOURS": DARK_OF_LIGHT, "CONFIG": CONFIG, "IMAGES_HEIGHT": IMAGES_HEIGHT, "LIBRARY": PLOTLY_ADDRESS
    }  # fmt: skip
    for name, value in filled.items():
        script = script.replace(f" = {name};", f" = {json.dumps(value)};")
    return script


CHART_ADDRESS = f"assets/chart-{hashlib.blake2b(chart_script().encode(), digest_size=6).hexdigest()}.js"
_SCRIPTS = {PLOTLY_ADDRESS: get_plotlyjs, CHART_ADDRESS: chart_script}


def script(request: Request) -> Response:
    """Send a script, packed for browsers that can unpack it."""
    name = f"assets/{request.path_params['name']}"
    if name not in _SCRIPTS:
        return Response(f"There is no {name}.", status_code=404, media_type="text/plain")
    headers = {"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return Response(_SCRIPTS[name](), media_type="text/javascript", headers=headers)
    return Response(_packed(name), media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})


@cache
def _packed(address: str) -> bytes:
    return gzip.compress(_SCRIPTS[address]().encode(), compresslevel=6)


ROUTES = [Route("/assets/{name:str}", script)]
