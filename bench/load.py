"""Many readers at once, each a browser's connection of its own: each changes filters every five seconds."""

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench.report import Line
from bench.views import CHOICES, VIEWS, path_of
from tests.connected import Reader
from tests.processes import memory, processor_ms
from tests.serving import Server, running_with_command
from trends.request.options import offered
from trends.request.request import Request

PAUSE_SECONDS = 5.0
# The shared filters, of which a reader chooses one to three at once, a name each.
FIELDS = ("country", "sector", "theme", "survey")
MOST_AT_ONCE = 3
Choose = Callable[[random.Random], dict[str, list[str]]]


def measure(readers: int = 100, seconds: float = 60.0) -> list[Line]:
    """Return median and 95th percentile of a click, errors, processor time and memory, in three forms.

    Warm: three choices are asked before on every page, and readers ask those three. Cold: the caches are empty, and
    each reader chooses any one to three of all choices there are. Seeds are fixed, so that two runs ask the same. A
    click ends when the last message of the page has come; with it goes what a browser asks ahead of the page. The cold
    form is measured on one process and on one a core.
    """
    several = str(os.cpu_count() or 1)
    return [
        *_measured("warm", readers, seconds, _of_few),
        *_measured("cold", readers, seconds, of_all()),
        *_measured("cold", readers, seconds, of_all(), several),
    ]


def _measured(form: str, readers: int, seconds: float, choose: Choose, workers: str = "1") -> list[Line]:
    with (
        tempfile.TemporaryDirectory() as name,
        running_with_command(Path(name), TRENDS_WORKERS=workers) as server,
    ):
        asyncio.run(_ready(server, form))
        before, worked = memory(server), processor_ms(server)
        taken, errors, after = asyncio.run(_crowd(server, readers, seconds, choose))
        worked = processor_ms(server) - worked
    ordered = sorted(taken)
    said = f"{readers} readers, {form}" + (f", {workers} processes" if workers != "1" else "")
    return [
        Line(f"{said}, {len(taken)} clicks: median", statistics.median(taken), "ms"),
        Line(f"{said}: 95th percentile", ordered[int(0.95 * len(ordered))], "ms", None, "", "≤ 300"),
        Line(f"{said}: processor time a click, opening pages included", worked / len(taken), "ms", None, "", "≤ 40"),
        Line(f"{said}: errors", errors, "", None, "", "0"),
        Line(f"{said}: memory a session", (after - before) / readers, "MB", None, "", "≤ 5"),
        Line(f"{said}: memory of all processes", after, "MB", before, "before"),
    ]


def _of_few(chance: random.Random) -> dict[str, list[str]]:
    return {"country": chance.choice(CHOICES)}


def of_all() -> Choose:
    """Return what chooses a name of one to three filters, among all that are offered."""
    names = offered(Request())

    def choose(chance: random.Random) -> dict[str, list[str]]:
        fields = chance.sample(FIELDS, chance.randint(1, MOST_AT_ONCE))
        return {field: [chance.choice(names[field])] if field in fields else [] for field in FIELDS}

    return choose


async def _ready(server: Server, form: str) -> None:
    """Open a page, and for the warm form ask each view for each choice once: what many readers ask was made before."""
    for view in VIEWS if form == "warm" else VIEWS[:1]:
        reader = await Reader.on(server, path_of(view))
        for choice in CHOICES if form == "warm" else ():
            await reader.choose({"country": choice})
        await reader.leave()


def _ask_ahead(server: Server, view: str, chosen: dict[str, list[str]]) -> None:
    server.get(f"/ahead/{Request().version.fingerprint}/wide/{view}?{urlencode(chosen, doseq=True)}")


async def _crowd(server: Server, readers: int, seconds: float, choose: Choose) -> tuple[list[float], int, float]:
    """Return the milliseconds of each click, the number of errors, and the memory while all are there."""
    taken: list[float] = []
    errors = 0
    ends = time.monotonic() + seconds + PAUSE_SECONDS

    async def read(number: int) -> Reader | None:
        nonlocal errors
        chance = random.Random(number)  # noqa: S311 - spreads readers, guards nothing
        await asyncio.sleep(chance.uniform(0, PAUSE_SECONDS))
        reader, view = None, VIEWS[number % len(VIEWS)]
        try:
            reader = await Reader.on(server, path_of(view))
            while time.monotonic() < ends:
                await asyncio.sleep(chance.uniform(0.8, 1.2) * PAUSE_SECONDS)
                chosen = choose(chance)
                (took, drawn), _ = await asyncio.gather(
                    reader.choose(chosen), asyncio.to_thread(_ask_ahead, server, view, chosen)
                )
                taken.append(took)
                errors += not drawn
        except Exception as error:  # noqa: BLE001 - every failure counts as one
            print("reader", number, repr(error))
            errors += 1
        return reader

    opened = await asyncio.gather(*(read(number) for number in range(readers)))
    held = memory(server)
    await asyncio.gather(*(reader.leave() for reader in opened if reader is not None))
    return taken, errors, held
