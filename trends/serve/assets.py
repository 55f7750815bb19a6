"""Scripts, styles, fonts and shapes that browsers keep, served by the dashboard itself and packed.

Addresses hold a version or a hash, so that a browser may keep a file indefinitely. They are relative, so that they are
also right where the dashboard is served below a path. Streamlit sends its own files as they lie on the disk, 3.5 MB to
a first visit; they are answered here at the same addresses in a fifth of that.
"""

import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from trends.figures.browser import CHART_ADDRESS, LIBRARY, PLOTLY_ADDRESS, SHAPES_ADDRESS, chart_script
from trends.paths import SHAPES
from trends.serve import frontend, packing
from trends.serve.hosts import normal_base

FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_OURS: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    frontend.packed()[0]: ("text/javascript", lambda: frontend.packed()[1]),
    PLOTLY_ADDRESS: ("text/javascript", LIBRARY.read_bytes),
    CHART_ADDRESS: ("text/javascript", lambda: chart_script().encode()),
    SHAPES_ADDRESS: ("application/geo+json", SHAPES.read_bytes),
}
# Fonts and pictures are packed already.
_PACKED = ("text/", "application/json", "application/geo+json", "image/svg+xml")
# What a name ends with that changes with the file's content: eight characters of a hash before the ending.
_HASHED = re.compile(r"\.[\w-]{8}\.\w+$")


def pack() -> None:
    """Pack what every first visit asks for, each way, where that has not been done: some seconds, once for a version.

    Else the first reader of an installation would wait for it.
    """
    bodies = [*(read() for _, read in _OURS.values()), *(path.read_bytes() for path in frontend.large())]
    for body in bodies:
        for chosen in packing.WAYS:
            packing.kept(body, chosen)


def asset(request: Request) -> Response:
    """Send a file of ours, packed in a way that the browser takes."""
    name = f"assets/{request.path_params['name']}"
    if name not in _OURS:
        return Response(f"There is no {name}.", status_code=HTTPStatus.NOT_FOUND, media_type="text/plain")
    media_type, read = _OURS[name]
    return _sent(request, read(), media_type, FOR_GOOD)


class StreamlitFiles:
    """Answers in Streamlit's place where a file of its front end is asked for: it takes no routes of ours there."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.below = f"{normal_base(base)}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass a request on that is for no such file."""
        asked = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and scope["path"].startswith(self.below)
        # Looked up in a list and never joined to a folder, so that no address leads out of it.
        if asked and (name := scope["path"].removeprefix(self.below)) in frontend.files():
            answer = await to_thread.run_sync(_streamlit_file, Request(scope), name)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _streamlit_file(request: Request, name: str) -> Response:
    # Python before 3.12 calls scripts by a name that is no longer used.
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    media_type = "text/javascript" if guessed.endswith("/javascript") else guessed
    keep = FOR_GOOD if _HASHED.search(name) else ASK_AGAIN
    return _sent(request, frontend.files()[name].read_bytes(), media_type, keep)


def _sent(request: Request, body: bytes, media_type: str, keep: str) -> Response:
    """Send a body, or only that it is the one the browser has."""
    packable = media_type.startswith(_PACKED)
    chosen = packing.way(request.headers.get("Accept-Encoding", "")) if packable else ""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}{chosen and "-"}{chosen}"'
    headers = {"Cache-Control": keep, "ETag": tag, **({"Vary": "Accept-Encoding"} if packable else {})}
    if tag in re.findall(r'"[^"]*"', request.headers.get("If-None-Match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    packed = packing.kept(body, chosen)
    if packed is not body:
        headers["Content-Encoding"] = chosen
    return Response(packed, media_type=media_type, headers=headers)


ROUTES = [Route("/assets/{name:str}", asset)]
