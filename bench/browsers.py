"""In a real browser: from a filter's click to redrawn charts on every page, beside what else one might build.

Pages of the dashboard, Plotly Dash and plain Streamlit are worked in turns in one sitting, by the same script
(``choosing.js``). A choice is measured when nobody has asked for it on that page before, and when it is asked again.
"""

import json
import random
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from bench.choosing import DASH, DASHBOARD, STREAMLIT, Maker, Reader, Redrawn
from bench.report import Line
from bench.rivals import evidence
from bench.views import VIEWS, path_of
from tests import browser
from tests.drawn import charts_of
from tests.serving import ROOT, copy_of_the_dashboard, free_port, running, served

# The page that is compared with itself drawing constant figures.
VIEW = "concerns"
SEED = 20
# Worked at a processor so many times slower, so many choices each, for the interactions.
SLOWER = 4
SLOW_CHOICES = 3
LOADS = 3
PLAIN = "plain Streamlit"
RIVAL = "Dash"


@dataclass(frozen=True)
class _Place:
    """A page to be measured: how it is worked, and where it is."""

    maker: Maker
    address: str


def measure(rounds: int = 12, views: Sequence[str] = VIEWS) -> list[Line]:
    """Return the lines of every page: clicks, interactions and cold loads, each beside those of Dash.

    Args:
        rounds: how many countries are chosen; each is asked for twice.
        views: names of the pages.
    """
    with tempfile.TemporaryDirectory() as name, _places(Path(name), views) as places, browser.launched() as chromium:
        loads = _loads(chromium, places)
        first, again, slowest = _clicks(chromium, places, _countries(rounds))
    lines = [line for view in views for line in _of(view, first, again)]
    lines += [
        Line(f"{PLAIN}: charts redrawn, asked first", _charts(first[PLAIN]), "ms", _charts(first[RIVAL]), RIVAL),
        Line(f"{PLAIN}: charts redrawn, asked again", _charts(again[PLAIN]), "ms", _charts(again[RIVAL]), RIVAL),
    ]
    for view in (*views, PLAIN):
        words, chart = loads[view]
        lines += [
            Line(f"{view}: slowest interaction, processor {SLOWER} × slower", slowest[view], "ms", slowest[RIVAL],
                 RIVAL, "≤ 200"),
            Line(f"{view}: cold load to first words", words, "ms", loads[RIVAL][0], RIVAL),
        ]  # fmt: skip
        if chart:
            lines.append(Line(f"{view}: cold load to first chart", chart, "ms", loads[RIVAL][1], RIVAL))
    return lines + _beside_constant_figures(_countries(rounds))


def _of(view: str, first: Mapping[str, list[Redrawn]], again: Mapping[str, list[Redrawn]]) -> list[Line]:
    """Return the lines of a page's clicks."""
    cold, warm = _charts(first[view]), _charts(again[view])
    dash_cold, dash_warm = _charts(first[RIVAL]), _charts(again[RIVAL])
    whole, dash_whole = (statistics.median(each.whole for each in again[name]) for name in (view, RIVAL))
    return [
        Line(f"{view}: charts redrawn, asked first", cold, "ms", dash_cold, RIVAL),
        Line(f"{view}: charts redrawn, asked again", warm, "ms", dash_warm, RIVAL),
        Line(f"{view}: charts, words and tables redrawn, asked again", whole, "ms", dash_whole, RIVAL),
        Line(f"{view}: ratio to {RIVAL}, asked again", warm / dash_warm, "×", cold / dash_cold, "asked first", "≤ 0.5"),
    ]


def _charts(taken: Sequence[Redrawn]) -> float:
    return statistics.median(each.charts for each in taken)


def _countries(rounds: int) -> list[str]:
    """Return names of countries with figures of surveys, which every maker's filter offers; the same in every run."""
    names = evidence.read().countries
    return random.Random(SEED).sample(names, min(rounds, len(names)))  # noqa: S311 - spreads choices, guards nothing


@contextmanager
def _places(folder: Path, views: Sequence[str]) -> Iterator[dict[str, _Place]]:
    """Serve the dashboard and both rivals, and yield the places of all pages by name."""
    port = free_port()
    data = str(ROOT / "data")
    dash = ["gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "bench.rivals.dash_app:server"]
    with ExitStack() as stack:
        dashboard = stack.enter_context(running(folder, DIGITAL_TRENDS_DATA=data, DIGITAL_TRENDS_CACHE=str(folder)))
        rival = stack.enter_context(served(dash, port, folder, ROOT, {"DIGITAL_TRENDS_DATA": data}, health="/"))
        # Started in a folder without this project's settings: what is measured is Streamlit as it comes.
        plain = stack.enter_context(
            running(
                folder,
                *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
                app=str(ROOT / "bench" / "rivals" / "streamlit_app.py"),
                root=folder,
                DIGITAL_TRENDS_DATA=data,
            )
        )
        yield {
            **{view: _Place(DASHBOARD, f"{dashboard.address}/{path_of(view)}") for view in views},
            RIVAL: _Place(DASH, f"{rival.address}/"),
            PLAIN: _Place(STREAMLIT, f"{plain.address}/"),
        }


def _loads(chromium: Browser, places: Mapping[str, _Place]) -> dict[str, tuple[float, float]]:
    """Return the medians of cold loads in turns: to the first words, and to the first chart (zero without one)."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in places}
    for _ in range(LOADS):
        for name, place in places.items():
            with Reader.of(chromium, place.maker, place.address) as reader:
                taken[name].append(reader.loaded())
    return {
        name: (statistics.median(words for words, _ in each), statistics.median(chart for _, chart in each))
        for name, each in taken.items()
    }


def _clicks(
    chromium: Browser, places: Mapping[str, _Place], names: Sequence[str]
) -> tuple[dict[str, list[Redrawn]], dict[str, list[Redrawn]], dict[str, float]]:
    """Return clicks asked first and asked again, and the slowest interaction on a slow processor, by page."""
    with ExitStack() as stack:
        readers = {
            name: stack.enter_context(Reader.of(chromium, place.maker, place.address)) for name, place in places.items()
        }
        first, again = _in_turns(readers, names), _in_turns(readers, names)
        slowest = {}
        # One at a time: all of them slowed down would wait for each other.
        for name, reader in readers.items():
            reader.slow_down(SLOWER)
            for country in names[:SLOW_CHOICES]:
                reader.choose(country)
            slowest[name] = reader.slowest_interaction()
            reader.slow_down(1)
    return first, again, slowest


def _in_turns(readers: Mapping[str, Reader], names: Sequence[str]) -> dict[str, list[Redrawn]]:
    """Choose every country on all pages in turns, so that a noisy machine treats them alike."""
    taken: dict[str, list[Redrawn]] = {name: [] for name in readers}
    for country in names:
        for name, reader in readers.items():
            taken[name].append(reader.choose(country))
    return taken


def _beside_constant_figures(names: Sequence[str]) -> list[Line]:
    """Return how much of a click the changed figures are: the same page beside itself drawing constant ones."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = _with_constant_figures(folder / "constant")
        data = str(ROOT / "data")
        with (
            running(folder, DIGITAL_TRENDS_DATA=data, DIGITAL_TRENDS_CACHE=name) as dashboard,
            running(folder, root=root, DIGITAL_TRENDS_DATA=data, DIGITAL_TRENDS_CACHE=name) as constant,
            browser.launched() as chromium,
            Reader.of(chromium, DASHBOARD, f"{dashboard.address}/{VIEW}") as changing,
            Reader.of(chromium, DASHBOARD, f"{constant.address}/{VIEW}") as same,
        ):
            readers = {"changing": changing, "same": same}
            _in_turns(readers, names)
            taken = _in_turns(readers, names)
    real, floor = (statistics.median(each.whole for each in taken[name]) for name in ("changing", "same"))
    return [
        Line(f"{VIEW}: click to page and charts redrawn", real, "ms", floor, "constant figures", "≤ 1.15 × floor"),
        Line(f"{VIEW}: ratio to constant figures", real / floor, "×", None, "", "≤ 1.15"),
    ]


def _with_constant_figures(target: Path) -> Path:
    """Copy the dashboard so that it draws the same figure whatever is chosen: the same page without redrawn charts."""
    page = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).run()
    page.switch_page(f"{VIEW}.py").run()
    drawings = charts_of(page)[0]["drawings"]
    copy_of_the_dashboard(target)
    sent = target / "trends" / "ui" / "drawn.py"
    drawn = sent.read_text(encoding="utf-8")
    constant = drawn.replace("[asdict(drawing) for drawing in self.drawings]", json.dumps(drawings))
    assert constant != drawn, "drawn.py no longer sends its drawings as it did; mend this benchmark."
    sent.write_text(constant, encoding="utf-8")
    return target
