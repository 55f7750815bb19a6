"""The scripts that draw charts, served by the dashboard itself instead of another host.

Addresses hold a version or a hash, so that a browser may cache a file indefinitely. They are relative, so that they are
also right where the dashboard is served below a path.
"""

import gzip
from functools import cache

from plotly.offline import get_plotlyjs
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trends.figures.browser import CHART_ADDRESS, PLOTLY_ADDRESS, chart_script

CACHE_CONTROL = "public, max-age=31536000, immutable"
_SCRIPTS = {PLOTLY_ADDRESS: get_plotlyjs, CHART_ADDRESS: chart_script}


def script(request: Request) -> Response:
    """Send a script, compressed if the browser accepts gzip."""
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
