"""How many readers one process takes at once: each costs memory and open files, and both have an end.

Without a limit the last files are taken by readers that come, and pages and data fail for all who are there. Beyond it
a new reader is told so, and led to the plain page of the same question, which costs no session.
"""

import os
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from trends.serve import addresses, bodies, identity, unknown
from trends.serve.ending import serve_in_time
from trends.serve.hosts import below, normal_base
from trends.serve.problems import RETRY_SECONDS
from trends.subjects import registry

SETTING = "TRENDS_SESSIONS"
# Streamlit's own files for each session, with room, see the test that counts them.
FILES_A_SESSION = 5
# For the store, connections that ask for pages and data, and files that are being made.
FILES_FOR_THE_REST = 300
MOST_FILES = 65_536
USUAL_MOST = 2_000
# A WebSocket that is closed before it was accepted is answered with 403; one reader more is no fault of theirs.
_REFUSED = {"type": "websocket.close", "code": 1013, "reason": "Too many readers; try again soon."}
# A connection that has not asked for a page for so long is none of a reader.
SILENT_SECONDS = 60.0
_SILENT = {"type": "websocket.close", "code": 1008, "reason": "No page was asked for."}


def raise_limit_of_files() -> int:
    """Raise the limit of open files of this process as far as it may; return what it is then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft if soft != resource.RLIM_INFINITY else MOST_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def most_sessions(said: str, files: int) -> int:
    """Return how many sessions a process takes: what the setting says, else as many as files and memory usually allow.

    Raises:
        ValueError: the setting is no whole number from 1, or more than the open files allow.
    """
    allowed = max((files - FILES_FOR_THE_REST) // FILES_A_SESSION, 1)
    if not said.strip():
        return min(allowed, USUAL_MOST)
    if not said.strip().isdecimal() or not 1 <= int(said) <= allowed:
        raise ValueError(
            f"{SETTING} is {said!r}; set it to the number of readers that one process takes at once, 1 to {allowed:,}. "
            f"Each needs {FILES_A_SESSION} open files, of which this process may have {files:,} (ulimit -n)."
        )
    return int(said)


class Sessions:
    """Takes so many readers at once and tells others when to come again.

    Args:
        app: what answers.
        base: the path the dashboard is served below.
        most: how many; None reads the setting, and raises the limit of open files.
        each: how many of one address on the network; None reads the setting.
        silent: seconds that a connection may stay without asking for a page.
    """

    def __init__(
        self,
        app: ASGIApp,
        base: str = "",
        most: int | None = None,
        each: int | None = None,
        silent: float = SILENT_SECONDS,
    ) -> None:
        self.app = app
        self.silent = silent
        self.base = normal_base(base)
        self.most = most_sessions(os.environ.get(SETTING, ""), raise_limit_of_files()) if most is None else most
        self.each = addresses.most_readers(os.environ.get(addresses.READERS, "")) if each is None else each
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a reader while there is room, and everything that needs no session."""
        if scope["type"] == "websocket":
            if self._is_full(scope):
                await send(_REFUSED)
                return
            with self._counted(addresses.address_of(scope)):
                await serve_in_time(self.app, scope, receive, send, seconds=self._patience, end=_SILENT)
        elif scope["type"] == "http" and self._is_full(scope) and (page := self._page_of(scope)) is not None:
            await self._busy(page)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _patience(self, heard: int) -> float | None:
        # The first message says that one is connected. A browser then asks for its page at once; whoever has may rest.
        return self.silent if heard == 1 else None

    def _is_full(self, scope: Scope) -> bool:
        address = addresses.address_of(scope)
        alone = self.each is not None and bool(address) and self.open[address] >= self.each
        return alone or self.open.total() >= self.most

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        self.open[address] += 1
        try:
            yield
        finally:
            self.open[address] -= 1
            # Those who left are not remembered.
            if not self.open[address]:
                del self.open[address]

    def _page_of(self, scope: Scope) -> str | None:
        """Return the path of the page that is asked for, below the base; None where no session would follow."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        path = below(scope["path"], self.base)
        return path if path is not None and (identity.is_page(path) or path.startswith(bodies.FOLDER)) else None

    def _busy(self, page: str) -> Response:
        plain = page if page in registry.PAGES or page.startswith(bodies.FOLDER) else ""
        address = escape(f"{self.base}/read{'/' if plain else ''}{plain}")
        told = f'<p><a href="{address}">The same figures as a plain page</a> can be read at once.</p>'
        what = "As many readers as this server takes are here. Try again in half a minute."
        return HTMLResponse(
            unknown.said("Too many readers at the moment", what, self.base, told),
            HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"},
        )
