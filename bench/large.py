"""What the queries of every page take on stores of other sizes: index values, figures, a survey of a million people.

``LARGE_VALUES`` and ``LARGE_FIGURES`` say how many are generated; ``LARGE_STORE`` names a file that keeps the store of
index values, so that one of fifty million is made once. Queries run on one thread, and processor time is what they take
where nothing else does. Caches are empty for each page, and what every page asks is asked again.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench import generated, intake
from bench.questions import ANSWERED, timed
from bench.report import Line
from trends.paths import QUERIES
from trends.request.request import request_of, vocabulary_of
from trends.store.guard import TooManyRowsError
from trends.store.queries import load_queries
from trends.store.store import Store
from trends.store.versions import Version, opened
from trends.subjects.registry import PAGES, contents

# People of a large survey and of a small one, of the same questions.
PEOPLE = (intake.PEOPLE, 2_000)
VALUES = int(os.environ.get("LARGE_VALUES", "1000000"))
FIGURES = int(os.environ.get("LARGE_FIGURES", "100000"))
# Addresses a page is asked at: whole, and by each kind of filter.
ADDRESSES: Mapping[str, Sequence[tuple[str, str]]] = {
    "untouched": (),
    "a country": (("country", "NZL"),),
    "a sector": (("sector", "local_government"),),
    "a year": (("year", "2023"),),
    "a theme": (("theme", "ai_automation"),),
}
# The survey that is taken in.
OWN = (("survey", "made_up"),)
# What the filters and the sheet of every page ask, beside what it holds.
EVERYWHERE = ("filter_options", "totals", "offered", "own_places", "guarded_editions")
# Times each address is asked; the least tells what it takes on a machine that does other work too.
TIMES = 3


def measure() -> list[Line]:
    """Return what the slowest address of each page takes, on the evidence and on stores grown from it."""
    evidence = opened()
    lines = list(_pages(evidence, "the evidence"))
    with tempfile.TemporaryDirectory() as name:
        kept = os.environ.get("LARGE_STORE")
        values = Path(kept) if kept else Path(name) / "values.duckdb"
        lines += _generated(values, values=VALUES)
        if FIGURES:
            lines += _generated(Path(name) / "figures.duckdb", figures=FIGURES)
        lines += _surveys(Path(name))
    return lines


def _surveys(folder: Path) -> Iterator[Line]:
    """Yield what pages cost in processor time with a large survey taken in, of what they cost with a small one."""
    versions = []
    for people in PEOPLE:
        data = folder / str(people) / "data"
        data.parent.mkdir()
        intake.add(data, people)
        versions.append(opened(data, data.parent))
    yield from compared(*versions)


def compared(large: Version, small: Version) -> Iterator[Line]:
    """Yield what each page costs with the one version of what it costs with the other, in processor time.

    Both are asked in turns, at every address and at the survey's own.
    """
    for page in PAGES:
        costs = {large: 0.0, small: 0.0}
        for address in (*ADDRESSES.values(), OWN):
            taken: dict[Version, list[float]] = {large: [], small: []}
            for _ in range(2 * TIMES):
                for version, each in taken.items():
                    each.append(_cost(version, page, address))
            for version, each in taken.items():
                costs[version] += min(each)
        what = f"{page}: with a survey of {PEOPLE[0]:,} people, of that with one of {PEOPLE[1]:,}"
        yield Line(what, costs[large] / costs[small], "×", None, "", "≤ 1.1")


def _cost(version: Version, page: str, address: Sequence[tuple[str, str]]) -> float:
    """Return the milliseconds of processor time that making a page takes, with nothing kept but the names."""
    version.forget()
    request, choices = request_of(address, version)
    started = time.process_time()
    contents(page, request, choices)
    return (time.process_time() - started) * 1000


def _generated(path: Path, values: int = 0, figures: int = 0) -> Iterator[Line]:
    title = f"{values:,} index values" if values else f"{figures:,} figures"
    if not path.exists():
        started = time.perf_counter()
        generated.write(path, values, figures)
        yield Line(f"{title}: generated and joined", time.perf_counter() - started, "s")
    yield Line(f"{title}: the store", path.stat().st_size / 1024**2, "MB")
    yield from _pages(Version(Store(path, "generated", load_queries(QUERIES))), title)


def _pages(version: Version, title: str) -> Iterator[Line]:
    for page in PAGES:
        slowest, address, asked = max(_taken(version, page, address) for address in ADDRESSES)
        yield Line(f"{title}: {page}, {asked} queries ({address})", slowest, "ms", None, "", "≤ 150")


def _taken(version: Version, page: str, name: str) -> tuple[float, str, int]:
    """Return the milliseconds of a page's queries, in processor time, the name of its address, and how many they are.

    A page that has more rows than an answer may counts as infinitely slow.
    """
    taken = []
    with timed(ANSWERED, time.process_time) as spent:
        for _ in range(TIMES):
            version.forget()
            vocabulary_of(version)
            spent.clear()
            request, choices = request_of(list(ADDRESSES[name]), version)
            for question in EVERYWHERE:
                request.rows(question)
            try:
                contents(page, request, choices)
            except TooManyRowsError:
                return float("inf"), name, len(spent)
            taken.append(sum(spent))
    return min(taken), name, len(spent)
