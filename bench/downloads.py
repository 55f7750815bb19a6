"""Large files asked for by many at once, beside a reader who clicks: memory of the server and of what makes files."""

import asyncio
import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

import httpx2 as httpx

from bench.load import PAUSE_SECONDS, of_all
from bench.report import Line
from bench.views import VIEWS, path_of
from tests.connected import Reader
from tests.processes import memory
from tests.serving import Server, running_with_command
from trends.request.tables import TABLES

AT_ONCE, MANY, CHOICES = 40, 200, 20
# Different whole files, the largest there are; more than are kept waiting, so that some are refused for a time.
FILES = (
    *(f"/api/v1/{table}.{ending}" for table in TABLES for ending in ("csv", "json", "xlsx", "parquet")),
    "/api/v1/everything.zip",
)


def measure() -> list[Line]:
    """Return the memory under 40 and 200 downloads of everything, refusals, and a click's median without and beside."""
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        with running_with_command(Path(name), DIGITAL_TRENDS_CACHE=str(cache)) as server:
            return asyncio.run(_measured(server))


async def _measured(server: Server) -> list[Line]:
    reader = await Reader.on(server, path_of(VIEWS[0]))
    choose, chance = of_all(), random.Random(1)  # noqa: S311 - spreads choices, guards nothing
    # The same few again and again: caches that fill with ever new choices would count as memory of downloads.
    choices = [choose(chance) for _ in range(CHOICES)]

    async def clicks(until: "asyncio.Task[object] | None") -> list[float]:
        taken: list[float] = []
        while len(taken) < CHOICES or (until is not None and not until.done()):
            taken.append((await reader.choose(choices[len(taken) % CHOICES]))[0])
            await asyncio.sleep(PAUSE_SECONDS / 25)
        return taken

    await clicks(None)
    alone = await clicks(None)
    before = memory(server)
    watch = _Watch(server)
    first = asyncio.create_task(_downloads(server, AT_ONCE))
    beside = await clicks(first)
    refused, seconds = await first
    peak_own, peak_all = watch.peaks()
    after = memory(server)
    refused_then, seconds_then = await _downloads(server, MANY)
    first_many = memory(server)
    refused_again, _ = await _downloads(server, MANY)
    await reader.leave()
    return [
        Line(f"{AT_ONCE} downloads of everything: memory of the server", peak_own, "MB", before, "before", "≤ 600"),
        Line(f"{AT_ONCE} downloads: with the process that makes files", peak_all, "MB", after, "after"),
        Line(f"{MANY} downloads: memory afterwards", first_many, "MB", after, "before", "flat"),
        Line(f"{MANY} more: memory afterwards", memory(server), "MB", first_many, "before", "flat"),
        Line(f"{AT_ONCE} downloads: all sent after", seconds, "s"),
        Line(f"{MANY} downloads: all sent after", seconds_then, "s"),
        Line("answers that said when to ask again", refused + refused_then + refused_again, ""),
        Line("a click beside them", statistics.median(beside), "ms", statistics.median(alone), "alone"),
    ]


class _Watch:
    """Notes the most memory a server held, and the most with its processes, until asked."""

    def __init__(self, server: Server) -> None:
        self.server, self.own, self.all = server, 0.0, 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            pages = Path(f"/proc/{self.server.process}/statm").read_text().split()[1]
            self.own = max(self.own, int(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20)
            self.all = max(self.all, *(value for value in (memory(self.server),) if value == value), 0.0)  # noqa: PLR0124

    def peaks(self) -> tuple[float, float]:
        """End, and return the most memory of the server, and with its processes."""
        self._ended.set()
        self._thread.join()
        return self.own, self.all


async def _downloads(server: Server, count: int) -> tuple[int, float]:
    """Fetch so many files at once, each asking again when told to; return the number of refusals, and the seconds."""
    refused, started = 0, time.monotonic()

    async def fetch(number: int) -> None:
        nonlocal refused
        async with httpx.AsyncClient(timeout=600) as client:
            while True:
                async with client.stream("GET", server.address + FILES[number % len(FILES)]) as answer:
                    async for _ in answer.aiter_raw():
                        pass
                    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                        assert answer.status_code == httpx.codes.OK, answer.status_code
                        return
                    refused += 1
                    pause = float(answer.headers["retry-after"])
                await asyncio.sleep(pause)

    await asyncio.gather(*(fetch(number) for number in range(count)))
    return refused, time.monotonic() - started
