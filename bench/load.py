"""Many readers at once: each changes a filter every five seconds, one process serves them."""

import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Line
from bench.views import CHOICES, VIEWS
from tests.serving import Server, Visitor, running
from trends.request.options import offered
from trends.request.request import Request

PAUSE_SECONDS = 5.0
# The shared filters of which a reader chooses one name, or none.
FIELDS = ("country", "sector", "theme", "survey")
Choose = Callable[[random.Random], dict[str, list[str]]]


def measure(readers: int = 50, seconds: float = 60.0) -> list[Line]:
    """Return the median and 95th percentile of a click, and the number of errors, in two forms.

    Warm: three choices are asked before, and readers ask those three. Cold: nothing was asked before, and each reader
    chooses any one of all choices there are; the seed is fixed, so that two runs ask the same.
    """
    return [*_measured("warm", readers, seconds, _of_few), *_measured("cold", readers, seconds, _of_all())]


def _measured(form: str, readers: int, seconds: float, choose: Choose) -> list[Line]:
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as server:
        if form == "warm":
            _warm(server)
        before, worked = _memory(server), _processor_ms(server)
        taken, errors = _crowd(server, readers, seconds, choose)
        after, worked = _memory(server), _processor_ms(server) - worked
    ordered = sorted(taken)
    said = f"{readers} readers, {form}"
    return [
        Line(f"{said}, {len(taken)} clicks: median", statistics.median(taken), "ms"),
        Line(f"{said}: 95th percentile", ordered[int(0.95 * len(ordered))], "ms", None, "", "≤ 500"),
        Line(f"{said}: processor time a click, opening pages included", worked / len(taken), "ms"),
        Line(f"{said}: errors", errors, "", None, "", "0"),
        Line(f"{said}: memory of the process after", after, "MB", before, "before"),
    ]


def _of_few(chance: random.Random) -> dict[str, list[str]]:
    return {"country": chance.choice(CHOICES)}


def _of_all() -> Choose:
    """Return what chooses one name of one filter, among all that are offered."""
    names = offered(Request())

    def choose(chance: random.Random) -> dict[str, list[str]]:
        field = chance.choice(FIELDS)
        return {other: [] for other in FIELDS} | {field: [chance.choice(names[field])]}

    return choose


def _warm(server: Server) -> None:
    """Ask each view for each choice once: what many readers ask has been made before."""
    for view in VIEWS:
        visitor = Visitor(server)
        visitor.open("" if view == "overview" else view)
        for choice in CHOICES:
            visitor.set(country=choice)


def _crowd(server: Server, readers: int, seconds: float, choose: Choose) -> tuple[list[float], int]:
    taken: list[float] = []
    errors = 0
    lock = threading.Lock()
    ends = time.monotonic() + seconds + PAUSE_SECONDS

    def read(number: int) -> None:
        nonlocal errors
        chance = random.Random(number)  # noqa: S311 - spreads readers, guards nothing
        view = VIEWS[number % len(VIEWS)]
        time.sleep(chance.uniform(0, PAUSE_SECONDS))
        visitor = Visitor(server)
        try:
            visitor.open("" if view == "overview" else view)
            while time.monotonic() < ends:
                time.sleep(chance.uniform(0.8, 1.2) * PAUSE_SECONDS)
                started = time.perf_counter()
                visitor.set(**choose(chance))
                with lock:
                    taken.append((time.perf_counter() - started) * 1000)
                    errors += visitor.status != "ready"
        except Exception as error:  # noqa: BLE001 - every failure counts as one
            print("reader", number, error)
            with lock:
                errors += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken, errors


def _memory(server: Server) -> float:
    status = Path(f"/proc/{server.process}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _processor_ms(server: Server) -> float:
    """Return the processor time the process has used so far."""
    status = Path(f"/proc/{server.process}/stat")
    if not status.exists():
        return float("nan")
    # The name of the process may hold spaces; what follows it does not.
    user, system = status.read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
