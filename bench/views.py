"""Each view after a filter change: script run through the agent API, its queries, and the weight of its figures."""

import statistics
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.questions import ASKED, timed
from bench.report import Line
from tests.drawn import charts_of
from tests.serving import ROOT, Visitor, running
from tests.sheet import choose
from trends.store.versions import current
from trends.subjects import registry

VIEWS = (
    "overview", "themes", "sectors", "priorities", "concerns", "movers", "countries", "places", "bodies", "cases",
    "sources",
)  # fmt: skip
CHOICES: tuple[list[str], ...] = (["United Kingdom"], ["United States"], ["Japan"], [])
FLOOR_SCRIPT = """
import streamlit as st
country = st.multiselect("Country", ["United Kingdom", "United States", "Japan"], key="country")
st.write(country)
"""


def path_of(view: str) -> str:
    """Return the path of a page, as its address says it: that of the first one is empty."""
    return "" if view == registry.FIRST else view


def measure(rounds: int = 5) -> list[Line]:
    """Return the lines of every view."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor_app = folder / "floor.py"
        floor_app.write_text(FLOOR_SCRIPT)
        with running(folder, app=str(floor_app)) as server:
            floor = _clicks(Visitor(server), "", rounds)
        with running(folder) as server:
            for view in VIEWS:
                page = path_of(view)
                lines.append(
                    Line(
                        f"{view}: script run", _clicks(Visitor(server), page, rounds), "ms", floor, "one widget", "≤ 60"
                    )
                )
    lines += [line for view in VIEWS for line in _inside(view)]
    return lines


def _clicks(visitor: Visitor, page: str, rounds: int) -> float:
    visitor.open(page)
    for choice in CHOICES:
        visitor.set(country=choice)
    taken = []
    for _ in range(rounds):
        for choice in CHOICES:
            started = time.perf_counter()
            visitor.set(country=choice)
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def _inside(view: str) -> list[Line]:
    """Return the queries' part of a run, warm and when nothing is kept, and the figures' weight."""
    page = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).run()
    if view != "overview":
        page.switch_page(f"{view}.py").run()
    first: list[float] = []
    warm: list[float] = []
    sizes: list[float] = [0.0]
    asked = charts = 0
    with timed(ASKED) as spent:
        for choice in CHOICES:
            choose(page, "country", choice)
            current().forget()
            for taken in (first, warm):
                spent.clear()
                page.run()
                taken.append(sum(spent))
                asked = len(spent) if taken is first else asked
            shown = charts_of(page)
            sizes += [len(drawing["figure"]) / 1024 for chart in shown for drawing in chart["drawings"]]
            charts = max(charts, len(shown))
    return [
        Line(f"{view}: queries of a warm run", statistics.median(warm), "ms", None, "", "≤ 15"),
        Line(f"{view}: its {asked} queries when nothing is kept", statistics.median(first), "ms"),
        Line(f"{view}: largest figure of {charts} at first view", max(sizes), "KB", None, "", "≤ 20; ≤ 4 charts"),
    ]
