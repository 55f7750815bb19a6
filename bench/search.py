"""Search: from a typed text to its results, as each letter is typed, when nothing of it was asked before."""

import json
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bench.report import Line, median_ms
from tests.serving import Server, running
from trends.request.request import Request
from trends.store.versions import current
from trends.subjects.search import facts, view

TEXTS = (
    "Aotearoa", "Holland", "new zeland", "cyber security", "skills", "artificial inteligence",
    "what do state CIOs put first", "Manchester city council",
)  # fmt: skip
TIMES = 5


def measure() -> list[Line]:
    """Return the time of the query, of the results with their addresses, and of the answer over HTTP."""
    request = Request()
    view.find(request, TEXTS[0])
    query, whole = (
        statistics.median(median_ms(partial(each, request, text), TIMES) for text in TEXTS) for each in (_ask, _find)
    )
    letters = [_timed(request, text[:end]) for text in TEXTS for end in range(2, len(text) + 1)]
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as server:
        floor = median_ms(lambda: server.get("/api/v1/health"), TIMES * 4)
        served = statistics.median(_served(server, text) for text in TEXTS)
    return [
        Line("search: its query", query, "ms"),
        Line("search: first results", whole, "ms", query, "the query", "≤ 50"),
        Line(f"search: slowest of {len(letters)} beginnings of a text", max(letters), "ms"),
        Line("search: answer over HTTP", served, "ms", floor, "health", "≤ 50"),
    ]


def _ask(request: Request, text: str) -> None:
    current().store.forget()
    meant = facts.typed(text)
    request.store.rows(
        "find", words=list(meant.words), compact=meant.compact, kinds=[], skip=0, most=view.MOST_AS_TYPED
    )


def _find(request: Request, text: str) -> None:
    current().store.forget()
    view.find(request, text)


def _timed(request: Request, text: str) -> float:
    started = time.perf_counter()
    _find(request, text)
    return (time.perf_counter() - started) * 1000


def _served(server: Server, text: str) -> float:
    # A letter after it makes it a text that was not asked before, so that none is answered from a cache.
    taken = []
    for number in range(TIMES):
        started = time.perf_counter()
        answer = json.loads(server.get(f"/api/v1/search?q={quote(f'{text} {chr(0x3041 + number)}')}"))
        taken.append((time.perf_counter() - started) * 1000)
        assert answer["q"]
    return statistics.median(taken)
