"""Readers beside those who hold connections and do nothing, read an answer slowly, or drop what they opened."""

import asyncio
import random
import statistics
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import httpx2 as httpx

from bench.load import PAUSE_SECONDS
from bench.report import Line
from bench.views import CHOICES, VIEWS, path_of
from tests.connected import Reader, stream_of
from tests.processes import memory
from tests.serving import Server, running_with_command

READERS, SECONDS = 20, 30.0
IDLE, SLOW = 500, 30
# Read slowly: so many bytes, then a pause.
SLOW_BYTES, SLOW_PAUSE = 1024, 1.0


def measure() -> list[Line]:
    """Return the 95th percentile of clicks of 20 readers who ask what was asked before, alone and beside all others."""
    with tempfile.TemporaryDirectory() as name, running_with_command(Path(name)) as server:
        return asyncio.run(_measured(server))


async def _measured(server: Server) -> list[Line]:
    for view in VIEWS:
        reader = await Reader.on(server, path_of(view))
        for choice in CHOICES:
            await reader.choose({"country": choice})
        await reader.leave()
    alone, none_failed = await _clicks(server)
    before = memory(server)
    async with AsyncExitStack() as stack:
        idle = [await stack.enter_async_context(stream_of(server)) for _ in range(IDLE)]
        beside = [asyncio.create_task(_read_slowly(server)) for _ in range(SLOW)]
        beside.append(asyncio.create_task(_come_and_go(server)))
        taken, failed = await _clicks(server)
        held = memory(server)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        still = sum(each.close_code is None for each in idle)
    said = f"{READERS} readers beside {IDLE} idle sockets, {SLOW} slow downloads and a dropped session each second"
    return [
        Line(f"{said}: median", statistics.median(taken), "ms", statistics.median(alone), "alone"),
        Line(f"{said}: 95th percentile", _late(taken), "ms", _late(alone), "alone", "≤ 300"),
        Line(f"{said}: errors", failed + none_failed, "", None, "", "0"),
        Line(f"{said}: idle sockets still open", still, "", IDLE, "opened"),
        Line(f"{said}: memory", held, "MB", before, "before"),
    ]


def _late(taken: list[float]) -> float:
    return sorted(taken)[int(0.95 * len(taken))]


async def _clicks(server: Server) -> tuple[list[float], int]:
    """Return the milliseconds of each click of all readers, and how many failed."""
    taken: list[float] = []
    failed = 0
    ends = time.monotonic() + SECONDS

    async def read(number: int) -> None:
        nonlocal failed
        chance = random.Random(number)  # noqa: S311 - spreads readers, guards nothing
        reader = await Reader.on(server, path_of(VIEWS[number % len(VIEWS)]))
        while time.monotonic() < ends:
            await asyncio.sleep(chance.uniform(0.2, 0.6) * PAUSE_SECONDS)
            took, drawn = await reader.choose({"country": chance.choice(CHOICES)})
            taken.append(took)
            failed += not drawn
        await reader.leave()

    await asyncio.gather(*(read(number) for number in range(READERS)))
    return taken, failed


async def _read_slowly(server: Server) -> None:
    """Ask for a large file over and over and read a little of it each second; the server may end that."""
    async with httpx.AsyncClient(timeout=600) as client:
        while True:
            with suppress(httpx.HTTPError):
                async with client.stream("GET", f"{server.address}/api/v1/findings.json") as answer:
                    async for _ in answer.aiter_raw(SLOW_BYTES):
                        await asyncio.sleep(SLOW_PAUSE)
            await asyncio.sleep(SLOW_PAUSE)


async def _come_and_go(server: Server) -> None:
    """Open a page each second and let go of its connection without a word."""
    while True:
        async with stream_of(server) as connection:
            await connection.send(b"")
            connection.transport.abort()
        await asyncio.sleep(1)
