"""Many readers at once: each changes a filter every five seconds, one process serves them.

Warm, they ask what has been asked before: three choices, each made once. Cold, nothing has been asked before, and each
reader chooses freely among all values of the five filters; chance has a fixed seed, so every run asks the same.
"""

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from bench.report import Line
from bench.views import CHOICES, VIEWS
from tests.serving import Server, Visitor, running
from trends.paths import data_folder

PAUSE_SECONDS = 5.0


# Of each table that names the values of a filter: the filter, which is also the column of the code, and the names.
LABELS = {
    "countries": ("country", "name"),
    "sectors": ("sector", "label"),
    "surveys": ("survey", "name"),
    "themes": ("theme", "label"),
}
Choice = dict[str, list[str]]


def measure(readers: int = 50, seconds: float = 60.0) -> list[Line]:
    """Return the median and 95th percentile of a click and the number of errors, warm and cold."""
    return [*_measured("warm", readers, seconds), *_measured("cold", readers, seconds)]


def _measured(form: str, readers: int, seconds: float) -> list[Line]:
    # A cache of its own for each form: no answer of the other is found there.
    with tempfile.TemporaryDirectory() as name, running(Path(name), DIGITAL_TRENDS_CACHE=name) as server:
        if form == "warm":
            _warm(server)
            choices = [{"country": choice} for choice in CHOICES]
        else:
            choices = _all_choices()
        before = _memory(server)
        taken, errors = _crowd(server, readers, seconds, choices)
        after = _memory(server)
    ordered = sorted(taken)
    who = f"{readers} readers, {form}"
    return [
        Line(f"{who}, {len(taken)} clicks: median", statistics.median(taken), "ms"),
        Line(f"{who}: 95th percentile", ordered[int(0.95 * len(ordered))], "ms", None, "", "≤ 500"),
        Line(f"{who}: errors", errors, "", None, "", "0"),
        Line(f"{who}: memory of the process after", after, "MB", before, "before"),
    ]


def _all_choices() -> list[Choice]:
    """Return a choice for each value of each filter that a figure of a survey has, every other filter empty.

    They are read from the tables: asking the server for them would warm it.
    """
    findings, questions, *named = (
        pd.read_csv(data_folder() / f"{table}.csv", dtype=str, keep_default_na=False)
        for table in ("findings", "questions", *LABELS)
    )
    figures = findings.assign(survey=findings["question"].map(questions.set_index("question")["survey"]))
    values = {"year": sorted(figures["year"].unique())}
    for (field, label), table in zip(LABELS.values(), named, strict=True):
        values[field] = sorted(table.loc[table[field].isin(figures[field]), label])
    nothing: Choice = {field: [] for field in values}
    return [{**nothing, field: [value]} for field in values for value in values[field]]


def _warm(server: Server) -> None:
    """Ask each view for each choice once: what many readers ask has been made before."""
    for view in VIEWS:
        visitor = Visitor(server)
        visitor.open("" if view == "overview" else view)
        for choice in CHOICES:
            visitor.set(country=choice)


def _crowd(server: Server, readers: int, seconds: float, choices: Sequence[Choice]) -> tuple[list[float], int]:
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
                visitor.set(**chance.choice(choices))
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
