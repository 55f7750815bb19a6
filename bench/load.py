"""Many readers at once: each changes a filter every five seconds, one process serves them."""

import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from bench.report import Line
from bench.views import CHOICES, VIEWS
from tests.serving import Server, Visitor, running

PAUSE_SECONDS = 5.0


def measure(readers: int = 50, seconds: float = 60.0) -> list[Line]:
    """Return the median and 95th percentile of a click, and the number of errors."""
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as server:
        _warm(server)
        before = _memory(server)
        taken, errors = _crowd(server, readers, seconds)
        after = _memory(server)
    ordered = sorted(taken)
    return [
        Line(f"{readers} readers, {len(taken)} clicks: median", statistics.median(taken), "ms"),
        Line(f"{readers} readers: 95th percentile", ordered[int(0.95 * len(ordered))], "ms", None, "", "≤ 500"),
        Line(f"{readers} readers: errors", errors, "", None, "", "0"),
        Line("memory of the process after", after, "MB", before, "before"),
    ]


def _warm(server: Server) -> None:
    """Ask each view for each choice once: what many readers ask has been made before."""
    for view in VIEWS:
        visitor = Visitor(server)
        visitor.open("" if view == "overview" else view)
        for choice in CHOICES:
            visitor.set(country=choice)


def _crowd(server: Server, readers: int, seconds: float) -> tuple[list[float], int]:
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
                visitor.set(country=chance.choice(CHOICES))
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
