"""Middleware of the dashboard: security headers, style and script in the page's head; the store is opened at start."""

import functools
import gc
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from http import HTTPStatus
from typing import Any

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request as HttpRequest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.export import page as pages
from trends.paths import BROWSER_FILES
from trends.request.request import vocabulary_of
from trends.serve import api, read
from trends.store.versions import current
from trends.subjects import registry

HEAD = (
    ("style", "page.css"), ("style", "tables.css"),
    ("script", "page.js"), ("script", "places.js"), ("script", "tables.js"),
)  # fmt: skip
# Request headers that make Streamlit answer compressed, in part, or with 304 Not Modified; the head cannot be inserted
# then.
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"}
_TITLE = re.compile(rb"<title>[^<]*</title>")
_OURS = (*api.ROUTES, *read.ROUTES)
# First parts of paths that are no page: those of our own routes, and of Streamlit's.
_NO_PAGES = {route.path.split("/")[1] for route in _OURS} | {
    *("app", "bidi-components", "component", "healthz", "media", "static")
}
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
    """Puts title, description, style and small scripts of the dashboard into the page that browsers load first.

    Streamlit can insert style and script only as elements of a page, which are drawn after the first layout and so move
    it, and answers every address with one title; an address at which nothing is gets 404 here.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = base.strip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and insert them if the response is a page."""
        if scope["type"] != "http" or not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        base, path = _parted(scope["path"], self.base)
        if (answer := _elsewhere(scope, base, path)) is not None or not read.is_page(path):
            await (answer or self.app)(scope, receive, send)
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
            title, about, without_scripts = await to_thread.run_sync(_identity, scope, self.base)
            styled = _TITLE.sub(lambda _: f"<title>{escape(title)}</title>".encode(), body, count=1)
            styled = styled.replace(b"</head>", about.encode() + _head() + b"</head>", 1)
            styled = styled.replace(b"<body>", b"<body>" + without_scripts.encode(), 1)
            headers = MutableHeaders(scope=start)
            headers["Content-Length"] = str(len(styled))
            for name in ("ETag", "Last-Modified"):
                del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": styled})

        await self.app({**scope, "headers": asked}, receive, send_with_head)


def _parted(path: str, base: str) -> tuple[str, str]:
    """Return the path the dashboard is served below, and the rest of a path without slashes at its ends."""
    inside = path.strip("/")
    if base and (inside == base or inside.startswith(f"{base}/")):
        return f"/{base}", inside.removeprefix(base).strip("/")
    return "", inside


def _elsewhere(scope: Scope, base: str, path: str) -> Response | None:
    """Return what answers an address that is no page's: the way to the first page, or that nothing is there."""
    if path == registry.FIRST:
        return RedirectResponse(f"{base}/{_query_of(scope)}")
    return read.not_found(f"Nothing is at {scope['path']}.", base) if _is_unknown(path) else None


def _is_unknown(path: str) -> bool:
    """Say whether neither a page, nor a route, nor a file of Streamlit's is at a path."""
    first = path.partition("/")[0]
    return not read.is_page(path) and first not in _NO_PAGES and not first.startswith("_") and "." not in path


def _query_of(scope: Scope) -> str:
    given = scope["query_string"].decode("latin-1")
    return f"?{given}" if given else ""


def _identity(scope: Scope, below: str) -> tuple[str, str, str]:
    """Return the title of the page asked for, and what its head and its body hold for who runs no scripts."""
    asked = HttpRequest(scope)
    base, path = _parted(scope["path"], below)
    try:
        return read.head_of(path, asked.query_params.multi_items(), str(asked.url), base)
    except Exception as error:  # noqa: BLE001 - the page itself is served all the same, and says what is wrong
        api.log_error(error)
        return pages.PRODUCT, "", ""


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
    below = [Route(f"/{base}{route.path}", route.endpoint) for route in _OURS] if base else []
    return [*_OURS, *below]


@asynccontextmanager
async def ready_evidence(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Open the evidence, and freeze long-lived objects so that the garbage collector skips them."""
    vocabulary_of(current())
    gc.collect()
    gc.freeze()
    yield None
