"""Middleware of the dashboard: security headers, style and script in the page's head; the store is opened at start."""

import functools
import gc
import json
import os
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
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.export.image import PRODUCT
from trends.figures.browser import CHART_ADDRESS, PLOTLY_ADDRESS
from trends.paths import BROWSER_FILES
from trends.request.request import vocabulary_of
from trends.serve import (
    ahead,
    api,
    api_page,
    assistants,
    bodies,
    briefings,
    card_answers,
    embeds,
    everything,
    feeds,
    frontend,
    identity,
    logs,
    made_files,
    packing,
    pictures,
    policy,
    read,
    unknown,
    workers,
)
from trends.serve.hosts import below, normal_base
from trends.serve.identity import Identity
from trends.store.published.place import SECONDS, said_place, seconds_between_looks
from trends.store.versions import VERSIONS, current
from trends.store.watching import Watch
from trends.subjects import registry

HEAD = (
    ("style", "page.css"),
    ("style", "fields.css"),
    ("style", "search.css"),
    ("style", "parts.css"),
    ("style", "tables.css"),
    ("style", "first.css"),
    ("style", "loading.css"),
    ("script", "first.js"),
    ("script", "first_place.js"),
    ("script", "turned.js"),
    ("script", "page.js"),
    ("script", "sheet.js"),
    ("script", "focus.js"),
    ("script", "tray.js"),
    ("script", "search.js"),
    ("script", "tables.js"),
    ("script", "cards.js"),
)
# Request headers that make Streamlit answer compressed, in part, or with 304 Not Modified; the head cannot be inserted
# then.
CONDITIONS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"if-range", b"range"}
_TITLE = re.compile(rb"<title>[^<]*</title>")
_NOSCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
# Where Streamlit draws.
_ROOT = b'<div id="root"></div>'
# A page with charts asks for what draws them before Streamlit has told it that there are any.
_CHARTS = (
    f'<link rel="modulepreload" fetchpriority="low" href="./{CHART_ADDRESS}">'
    f'<link rel="preload" as="script" fetchpriority="low" href="./{PLOTLY_ADDRESS}">'
).encode()
# First parts of the paths at which Streamlit answers with HTML which is no page.
OWN_PATHS = ("media", "component", "app", "_stcore/bidi-components")


class SecurityHeaders:
    """Adds to every response what tells browsers how little it may do, see :mod:`trends.serve.policy`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy.add(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, send_with_headers)


class PageHead:
    """Puts title, description, style and small scripts of the dashboard into the page that browsers load first.

    Streamlit can insert style and script only as elements of a page, which are drawn after the first layout and so move
    it. It also answers every address with that page and one title; an address at which nothing is gets 404 here.
    """

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = normal_base(base)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; insert them if the response is a page, and answer 404 if it only looks like one."""
        path = below(scope["path"], self.base) if scope["type"] == "http" else None
        if path is None or scope["method"] not in {"GET", "HEAD"} or _may_be_html(path):
            await self.app(scope, receive, send)
        elif path == registry.FIRST:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"{self.base}/{query and '?'}{query}")(scope, receive, send)
        elif identity.is_page(path):
            await self._page(path, scope, receive, send)
        elif path.startswith(bodies.FOLDER):
            found = await to_thread.run_sync(bodies.lead_on, path, scope, self.base)
            if isinstance(found, Response):
                await found(scope, receive, send)
            else:
                await self._page(bodies.PAGE, found, receive, send, bodies.beginning(found))
        else:
            await self._no_page(scope, receive, send)

    async def _page(self, path: str, scope: Scope, receive: Receive, send: Send, beginning: bytes = b"") -> None:
        """Answer with Streamlit's page, changed; ``beginning`` is what its head begins with."""
        asked = [(name, value) for name, value in scope["headers"] if name.lower() not in CONDITIONS]
        start: Message = {}
        body = b""

        async def send_changed(message: Message) -> None:
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
            # What is said of the page needs its contents, which may need questions: other readers do not wait for them.
            changed = await to_thread.run_sync(_changed, body, scope, path, self.base)
            if path == bodies.PAGE and await to_thread.run_sync(_is_lost, scope):
                # The page says so too, and offers what comes near.
                start["status"] = HTTPStatus.NOT_FOUND
            if beginning:
                # Streamlit names its files relative to its page, which this one does not lie beside.
                changed = changed.replace(b'"./', f'"{self.base}/'.encode()).replace(
                    b"<head>", b"<head>" + beginning, 1
                )
            headers = MutableHeaders(scope=start)
            changed, headers[policy.POLICY] = policy.with_nonce(changed)
            chosen = packing.way(Headers(scope=scope).get("Accept-Encoding", ""))
            headers.add_vary_header("Accept-Encoding")
            if chosen:
                changed = packing.FAST[chosen](changed)
                headers["Content-Encoding"] = chosen
            headers["Content-Length"] = str(len(changed))
            for name in ("ETag", "Last-Modified"):
                del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else changed})

        # Streamlit sends no body for HEAD, of which the length could not be told.
        await self.app({**scope, "method": "GET", "headers": asked}, receive, send_changed)

    async def _no_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file of Streamlit's, or with 404 where it would send its page for want of one."""
        lost = False

        async def send_unless_page(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start" and _is_html(message) and not _is_ours(scope):
                lost = True
                answer = unknown.not_found(f"Nothing is at {scope['path']}.", self.base)
                await answer(scope, receive, send)
            if not lost:
                await send(message)

        await self.app(scope, receive, send_unless_page)


def _may_be_html(path: str) -> bool:
    """Say whether a path is one of those that answer for themselves, in HTML or not."""
    return any(path == first or path.startswith(f"{first}/") for first in OWN_PATHS)


def _is_ours(scope: Scope) -> bool:
    """Say whether one of our routes answered; routing writes which one it was into the scope."""
    return str(getattr(scope.get("endpoint"), "__module__", "")).startswith("trends.")


def _is_lost(scope: Scope) -> bool:
    return bool(bodies.unknown_in(HttpRequest(scope).query_params.multi_items()))


def _changed(body: bytes, scope: Scope, path: str, base: str) -> bytes:
    """Return Streamlit's page with the identity, style and script of the page that is asked for."""
    try:
        said = identity.identity(HttpRequest(scope), path, base)
    except Exception as error:  # noqa: BLE001 - the page itself is served all the same, and says what is wrong
        api.log_error(error)
        said = Identity(PRODUCT)
    # Functions, since in a pattern of replacement a backslash of an address would be read.
    changed = _TITLE.sub(lambda _: f"<title>{escape(said.title)}</title>".encode(), frontend.leaner(body), count=1)
    if said.plainly:
        changed = _NOSCRIPT.sub(lambda _: f"<noscript>{said.plainly}</noscript>".encode(), changed, count=1)
    changed = changed.replace(_ROOT, said.shown.encode() + _ROOT, 1)
    if said.draws:
        changed = changed.replace(b"</body>", _CHARTS + b"</body>", 1)
    return changed.replace(b"</head>", said.head.encode() + _home(base) + _head() + b"</head>", 1)


def _home(base: str) -> bytes:
    """Return what tells Streamlit's script where its server is: else it asks below the address of the page first."""
    home = json.dumps(f"{base}/").replace("<", "\\u003c")
    return (
        f"<script>window.__streamlit = {{BACKEND_BASE_URL: new URL({home}, location.origin).href}};</script>".encode()
    )


@functools.cache
def _head() -> bytes:
    folder = BROWSER_FILES
    parts = ((tag, name, (folder / name).read_text(encoding="utf-8")) for tag, name in HEAD)
    return "".join(f'<{tag} data-file="{name}">{text}</{tag}>' for tag, name, text in parts).encode()


def _is_html(start: Message) -> bool:
    return start["status"] == HTTPStatus.OK and Headers(raw=start["headers"]).get("Content-Type", "").startswith(
        "text/html"
    )


def _is_page(start: Message) -> bool:
    """Say whether a response is a page into which the head can be inserted: status 200 and not compressed."""
    return _is_html(start) and "Content-Encoding" not in Headers(raw=start["headers"])


def routes(base_path: str) -> list[BaseRoute]:
    """Return the routes of the dashboard: at the root and, where it is served below a path, below that as well."""
    base = base_path.strip("/")
    # Not a mount: that would also take Streamlit's own routes below the path.
    answering = (
        ahead,
        api_page,
        card_answers,
        everything,
        api,
        read,
        pictures,
        briefings,
        embeds,
        feeds,
        identity,
        bodies,
    )
    ours = [route for each in answering for route in each.ROUTES]
    below = [Route(f"/{base}{route.path}", route.endpoint) for route in ours] if base else []
    return [*ours, *below, *assistants.routes(f"/{base}" if base else "")]


@asynccontextmanager
async def ready_evidence(app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Open the evidence, freeze long-lived objects so that the garbage collector skips them, and log no requests.

    Where it is published for several servers, look for newer versions while serving.
    """
    logs.leave_out_requests()
    vocabulary_of(current())
    gc.collect()
    gc.freeze()
    watch = Watch(VERSIONS, seconds_between_looks(os.environ.get(SECONDS, "")), vocabulary_of)
    if said_place():
        watch.start()
    async with assistants.answering():
        with workers.reachable_by_others(app):
            yield None
    watch.end()
    made_files.FILES.close()
