"""What is let in: WebSockets of our own pages, addresses of a readable length, no files.

Checked before Streamlit sees a request. Streamlit lets a WebSocket of another site wait until it has asked an outside
host for the address of this machine, on the loop that serves everybody; it takes files from whoever has a session,
though no page asks for any; it fails with a trace in the log where a WebSocket sends text; and it tells everybody how
many sessions there are.
"""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.serve.ending import serve_until
from trends.serve.hosts import normal_base

# Bytes of path and query. The longest links of pages, with many cards or choices, have some thousand.
LONGEST_ADDRESS = 16_384
MOST_PARAMETERS = 400
UPLOADS = "/_stcore/upload_file"
METRICS = "/_stcore/metrics"
ANY = "*"
# A WebSocket that is closed before it was accepted is answered with 403.
_REFUSED = {"type": "websocket.close", "code": 1008, "reason": "Only pages of this dashboard may connect."}
# What browsers send for a page is bytes.
_NOT_TEXT = {"type": "websocket.close", "code": 1003, "reason": "Only bytes are read here."}
# Pairs of sites that were logged; whoever sends more of them cannot fill the log.
_MOST_LOGGED = 20

_log = logging.getLogger(__name__)


class Admission:
    """Refuses what no page of the dashboard sends.

    Args:
        app: what answers the rest.
        base: the path the dashboard is served below.
        origins: other sites whose pages may connect, as in ``https://example.org``; ``*`` lets all.
    """

    def __init__(self, app: ASGIApp, base: str = "", origins: Sequence[str] = ()) -> None:
        self.app = app
        self.base = normal_base(base)
        self.origins = frozenset(origin.strip().rstrip("/").casefold() for origin in origins)
        self._logged: set[tuple[str, str]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is let in, and answer the rest."""
        if scope["type"] == "websocket" and not self._may_connect(Headers(scope=scope)):
            await send(_REFUSED)
        elif scope["type"] == "http" and (refusal := self._refusal(scope)) is not None:
            await refusal(scope, receive, send)
        elif scope["type"] == "websocket":
            await _serve_bytes(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _may_connect(self, headers: Headers) -> bool:
        """Say whether the page that opens a WebSocket is ours; programs that are no browsers name no page."""
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is None or ANY in self.origins or origin.casefold() in self.origins:
            return True
        if _netloc(origin) == host.casefold():
            return True
        pair = (origin[:200], host[:200])
        if pair not in self._logged and len(self._logged) < _MOST_LOGGED:
            self._logged.add(pair)
            _log.warning(
                "A page of %r was refused a connection: the server was asked for as %r. If both are this dashboard, "
                "let the proxy pass on the Host header that it was asked with; else name the site in "
                "server.corsAllowedOrigins.",
                *pair,
            )
        return False

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        path = scope["path"].removeprefix(self.base)
        if path == UPLOADS or path.startswith(f"{UPLOADS}/"):
            return _said("No page of this dashboard takes files.", HTTPStatus.FORBIDDEN)
        if path == METRICS:
            return _said("Nothing is here.", HTTPStatus.NOT_FOUND)
        size = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        parameters = scope["query_string"].count(b"&") + 1
        if size <= LONGEST_ADDRESS and parameters <= MOST_PARAMETERS:
            return None
        return _said(
            f"This address has {size:,} characters and {parameters:,} parameters; {LONGEST_ADDRESS:,} and "
            f"{MOST_PARAMETERS:,} are read. Choose fewer values, or leave out what follows the question mark.",
            HTTPStatus.REQUEST_URI_TOO_LONG,
        )


async def _serve_bytes(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve a WebSocket until its reader goes or sends text, for which it is closed."""

    async def hear() -> Message | None:
        message = await receive()
        return None if message["type"] == "websocket.receive" and message.get("bytes") is None else message

    await serve_until(app, scope, send, hear=hear, end=_NOT_TEXT)


def _netloc(origin: str) -> str:
    """Return host and port of a site; nothing of what is no address, which is no page of ours either."""
    try:
        return urlsplit(origin).netloc.casefold() or "\0"
    except ValueError:
        return "\0"


def _said(words: str, status: HTTPStatus) -> PlainTextResponse:
    return PlainTextResponse(f"{words}\n", status, headers={"Cache-Control": "no-store", "Connection": "close"})
