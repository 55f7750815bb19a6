"""What a process tells whoever runs it: numbers in the form of Prometheus, and a line a request, where settings say so.

Neither says who asked, nor what they chose: an address counts by what kind of thing it is the address of.
"""

import json
import logging
import os
import secrets
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.serve import made_files
from trends.serve.hosts import below, normal_base
from trends.store.versions import VERSIONS, current

TOKEN = "TRENDS_METRICS_TOKEN"  # noqa: S105 - the name of a setting
LINES = "TRENDS_LOG_REQUESTS"
PATH = "metrics"
# A shorter one could be guessed.
SHORTEST_TOKEN = 16
# Seconds up to which requests are counted together.
STEPS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
# What lies at an address, by the first part of its path; all else is a page.
KINDS = {
    "_stcore": "streamlit",
    "api": "data",
    "assets": "asset",
    "card": "card",
    "embed": "card",
    "media": "file",
    "read": "plain",
    "static": "asset",
}
# Anything may stand there that is written like a word.
METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"))
_YES = frozenset(("1", "true", "yes"))
_NOT_SAID = 500
_MEDIA_TYPE = "text/plain; version=0.0.4"


def token_of(said: str) -> str:
    """Return the token that numbers are asked for with; empty where the setting is, and nobody gets them.

    Raises:
        ValueError: it is so short that it could be guessed.
    """
    if said.strip() and len(said.strip()) < SHORTEST_TOKEN:
        raise ValueError(f"{TOKEN} has {len(said.strip())} characters; give it {SHORTEST_TOKEN} or more, or none.")
    return said.strip()


class Measured:
    """Counts what is asked and how long it takes, and tells it at ``/metrics`` to whoever has the token.

    Args:
        app: what answers.
        base: the path the dashboard is served below.
        token: None reads the setting.
        lines: whether each request is told of in a line of JSON on standard output; None reads the setting.
    """

    def __init__(self, app: ASGIApp, base: str = "", token: str | None = None, lines: bool | None = None) -> None:
        self.app = app
        self.base = normal_base(base)
        self.token = token_of(os.environ.get(TOKEN, "")) if token is None else token
        wanted = os.environ.get(LINES, "").strip().lower() in _YES if lines is None else lines
        self.log = request_log() if wanted else None
        self.answered: Counter[tuple[str, int]] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.within: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(STEPS) + 1))
        self.open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it, or answer with the numbers."""
        if not self.token and self.log is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            self.open += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self.open -= 1
        elif scope["type"] == "http" and self.token and below(scope["path"], self.base) == PATH:
            await self._told(Headers(scope=scope))(scope, receive, send)
        elif scope["type"] == "http":
            await self._measured(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _told(self, headers: Headers) -> PlainTextResponse:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        # Whoever has not the token is not told that there is anything.
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return PlainTextResponse("Nothing is here.\n", HTTPStatus.NOT_FOUND)
        return PlainTextResponse("\n".join([*self.numbers(), ""]), media_type=_MEDIA_TYPE)

    async def _measured(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status, size = time.perf_counter(), _NOT_SAID, 0

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            self._note(kind_of(scope["path"], self.base), scope["method"], status, time.perf_counter() - began, size)

    def _note(self, kind: str, method: str, status: int, seconds: float, size: int) -> None:
        self.answered[kind, status] += 1
        self.seconds[kind] += seconds
        self.within[kind][bisect_left(STEPS, seconds)] += 1
        if self.log is not None:
            told = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "kind": kind,
                "method": method if method in METHODS else "other",
                "status": status,
                "milliseconds": round(seconds * 1000),
                "bytes": size,
            }
            self.log.info(json.dumps(told))

    def numbers(self) -> Iterator[str]:
        """Give the lines of the numbers: each with its name, labels and value, after what it means."""
        yield from _said("trends_sessions", "gauge", "Readers with an open page.", {"": self.open})
        waiting = made_files.FILES.waiting.qsize()
        yield from _said("trends_files_waiting", "gauge", "Large files that wait to be made.", {"": waiting})
        version = _labels(version=current().fingerprint)
        yield from _said("trends_evidence", "gauge", "The evidence that is served.", {version: 1})
        unread = int(VERSIONS.unread_seconds())
        yield from _said("trends_unread_seconds", "gauge", "Seconds since what is published was read.", {"": unread})
        for name, what, found in _process():
            yield from _said(name, "gauge", what, {"": found})
        counted = {
            _labels(kind=kind, status=str(status)): count for (kind, status), count in sorted(self.answered.items())
        }
        yield from _said("trends_requests_total", "counter", "Requests that were answered.", counted)
        yield "# HELP trends_request_seconds How long answers took, from the request to their last byte."
        yield "# TYPE trends_request_seconds histogram"
        for kind, counts in sorted(self.within.items()):
            for at, step in enumerate((*STEPS, float("inf"))):
                edge = "+Inf" if step == float("inf") else f"{step:g}"
                yield f"trends_request_seconds_bucket{_labels(kind=kind, le=edge)} {sum(counts[: at + 1])}"
            yield f"trends_request_seconds_sum{_labels(kind=kind)} {self.seconds[kind]:.6f}"
            yield f"trends_request_seconds_count{_labels(kind=kind)} {sum(counts)}"


def kind_of(path: str, base: str) -> str:
    """Return what kind of thing lies at a path."""
    return KINDS.get((below(path, base) or "").partition("/")[0], "page")


def _said(name: str, form: str, what: str, values: dict[str, int]) -> Iterator[str]:
    yield f"# HELP {name} {what}"
    yield f"# TYPE {name} {form}"
    yield from (f"{name}{labels} {value}" for labels, value in values.items())


def _labels(**given: str) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in given.items()) + "}"


def _process() -> Iterator[tuple[str, str, int]]:
    """Give what the system says of this process, where it does as Linux."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        yield "trends_memory_bytes", "Memory that the process holds.", pages * os.sysconf("SC_PAGE_SIZE")
        yield "trends_open_files", "Open files and connections.", sum(1 for _ in Path("/proc/self/fd").iterdir())
    except OSError:
        return


def request_log() -> logging.Logger:
    """Return the log of requests, whose lines are nothing but what is said."""
    log = logging.getLogger("trends.requests")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    return log
