"""Middleware of the dashboard: security headers, style and script in the page's head; the store is opened at start."""

import functools
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.paths import BROWSER_FILES
from trends.request.request import vocabulary_of
from trends.serve import api
from trends.store.versions import current

HEAD = (("style", "page.css"), ("script", "page.js"), ("script", "places.js"))
# Request headers that make Streamlit answer compressed, in part, or with 304 Not Modified; the head cannot be inserted
# then.
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """Adds security headers to every response: no guessed content types, short referrers, no foreign frames."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class PageHead:
    """Puts the style sheet and the small scripts of the dashboard into the page that browsers load first.

    Streamlit can insert them only as elements of a page, which are drawn after the first layout and so move it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and insert them if the response is a page."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        asked = [(name, value) for name, value in scope["headers"] if name.lower() not in CONDITIONS]
        start: Message = {}
        body = b""

        async def send_with_head(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                if not _is_page(start):
                    await send(start)
                return
            if message["type"] != "http.response.body" or not _is_page(start):
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            styled = body.replace(b"</head>", _head() + b"</head>", 1)
            headers = MutableHeaders(scope=start)
            headers["Content-Length"] = str(len(styled))
            for name in ("ETag", "Last-Modified"):
                del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": styled})

        await self.app({**scope, "headers": asked}, receive, send_with_head)


@functools.cache
def _head() -> bytes:
    folder = BROWSER_FILES
    return b"".join(f"<{tag}>{(folder / name).read_text(encoding='utf-8')}</{tag}>".encode() for tag, name in HEAD)


def _asks_for_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("Accept", "")


def _is_page(start: Message) -> bool:
    """Say whether a response is a page into which the head can be inserted: status 200 and not compressed."""
    headers = Headers(raw=start["headers"])
    is_page = headers.get("Content-Type", "").startswith("text/html")
    return is_page and start["status"] == HTTPStatus.OK and "Content-Encoding" not in headers


def routes(base_path: str) -> list[Route]:
    """Return the routes of the dashboard: at the root and, where it is served below a path, below that as well."""
    base = base_path.strip("/")
    # Not a mount: that would also take Streamlit's own routes below the path.
    below = [Route(f"/{base}{route.path}", route.endpoint) for route in api.ROUTES] if base else []
    return [*api.ROUTES, *below]


@asynccontextmanager
async def ready_evidence(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Open the evidence, and freeze long-lived objects so that the garbage collector skips them."""
    vocabulary_of(current())
    gc.collect()
    gc.freeze()
    yield None
