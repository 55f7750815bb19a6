"""Faults injected while the run lasts, one after the other: each is noted when it begins."""

import asyncio
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

import httpx2 as httpx
from websockets.exceptions import WebSocketException

from soak.judging import Outcome
from soak.run import Run
from tests.connected import stream_of
from tests.processes import with_children, workers_of
from tests.serving import ROOT

# How many of a kind come at once, and how much of an answer is read before it is let go.
CONNECTIONS, READ_BYTES = 5, 2_000
# Who lets a download go waits no longer for its beginning: the next fault is due.
BEGINS_SECONDS = 20.0
# A disk is full for so long, for files of more than so many bytes: the log goes on.
FULL_SECONDS, FULL_BYTES = 8.0, 200_000
# What faults leave in the log: a file that could not be written, with why.
FULL = "no room on the disk"
EXCUSED = {FULL: ("File too large", "could not be written", "has no room for it")}
JUNK = (b"", b"\x00", b"\xff" * 200, b"{}", b"\x0a\xff\xff\xff\xff\x0f", os.urandom(2_000))


async def disturb(run: Run, tables: Sequence[Path], place: str, every: float) -> None:
    """Inject one fault after the other until the run ends.

    Args:
        run: the run.
        tables: folders of tables; where there are several, another one is published each time.
        place: where they are published.
        every: so many seconds.
    """
    chance = random.Random(f"{run.seed} disturbs")  # noqa: S311 - spreads faults, guards nothing

    async def published(run: Run) -> None:
        # Another than the one before; the server began with the first.
        number = 1 + run.ledger.faults["another version published"]
        await _publish(run, tables[number % len(tables)], place)

    ways: list[Callable[[Run], Awaitable[None]]] = [cut_connections, junk_messages, kill, half_read, fill_disk]
    if len(tables) > 1:
        ways.append(published)
    number = 0
    while run.goes_on:
        await run.rest(chance, every)
        if not run.goes_on:
            return
        await ways[number % len(ways)](run)
        number += 1


async def kill(run: Run) -> None:
    """Kill the process that serves and is the youngest, without a word; the oldest stays, whose memory is watched.

    Where it is the only one, or another has not started yet, nothing is killed.
    """
    workers = workers_of(run.server)
    if len(workers) > 1:
        run.inject("a process that serves killed")
        with suppress(ProcessLookupError):
            os.kill(workers[-1], signal.SIGKILL)


async def cut_connections(run: Run) -> None:
    """Open pages and let go of their connections in the middle of what is sent."""
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 - as tests/connected.py sends it

    run.inject("connections cut in the middle")
    for _ in range(CONNECTIONS):
        with suppress(OSError, WebSocketException):
            async with stream_of(run.server) as connection:
                asked = BackMsg()
                asked.rerun_script.query_string = ""
                await connection.send(asked.SerializeToString())
                await connection.recv()
                connection.transport.abort()


async def junk_messages(run: Run) -> None:
    """Send over connections of pages what no browser sends."""
    run.inject("junk messages")
    for junk in JUNK:
        with suppress(OSError, WebSocketException):
            async with stream_of(run.server) as connection:
                await connection.send(junk)
                await connection.send("words where bytes are awaited")


async def half_read(run: Run) -> None:
    """Ask for large files, read a little and let go."""
    run.inject("downloads let go half read")
    async with httpx.AsyncClient(timeout=BEGINS_SECONDS, verify=False) as client:
        for name in ("findings.json", "indicators.csv", "answers.parquet")[: CONNECTIONS - 2]:
            with suppress(httpx.HTTPError):
                async with client.stream("GET", f"{run.server.address}/api/v1/{name}") as answer:
                    read = 0
                    async for part in answer.aiter_raw(READ_BYTES):
                        read += len(part)
                        if read >= READ_BYTES:
                            break


async def fill_disk(run: Run) -> None:
    """Let no process of the server write large files for a while, as where the disk is full."""
    run.inject(FULL)
    processes = with_children(run.server.process)
    before = {}
    for each in processes:
        with suppress(ProcessLookupError, PermissionError):
            before[each] = resource.prlimit(each, resource.RLIMIT_FSIZE)
            resource.prlimit(each, resource.RLIMIT_FSIZE, (FULL_BYTES, before[each][1]))
    try:
        await asyncio.sleep(min(FULL_SECONDS, max(run.ends - time.monotonic(), 0)))
    finally:
        # Those that started meanwhile have the limit of those that started them.
        usual = before.get(run.server.process, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        for each in {*processes, *with_children(run.server.process)}:
            with suppress(ProcessLookupError, PermissionError):
                resource.prlimit(each, resource.RLIMIT_FSIZE, before.get(each, usual))


async def _publish(run: Run, tables: Path, place: str) -> None:
    run.inject("another version published")
    command = [sys.executable, "-m", "trends", "publish", "--data", str(tables), "--to", place]
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        run.ledger.note("publishing", Outcome.UNEXPLAINED, done.stderr[-500:])
