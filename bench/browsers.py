"""In a real browser: from a filter's click to redrawn charts, beside a page that draws constant figures."""

import json
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from bench.report import Line
from tests import browser
from tests.drawn import charts_of
from tests.serving import ROOT, Server, running

VIEW = "concerns"
CHOICES = ("United Kingdom", "United States")
CONSTANT_APP = '''
"""Draws constant figures chosen by a filter: what no dashboard of this kind can undercut."""
import json
from pathlib import Path
import plotly.graph_objects as go
import streamlit as st

recorded = json.loads((Path(__file__).parent / "figures.json").read_text())
with st.sidebar:
    chosen = st.multiselect("Country", recorded["options"], key="country")
st.title("Constant figures")
for number, spec in enumerate(recorded["figures"][chosen[-1] if chosen else ""]):
    st.plotly_chart(go.Figure(json.loads(spec)), theme=None, config={"displayModeBar": False}, key=f"figure{number}")
'''


def measure(rounds: int = 12) -> list[Line]:
    """Return the time from a click in the country filter to the charts drawn anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "figures.json").write_text(json.dumps(_record()))
        (folder / "constant.py").write_text(CONSTANT_APP)
        with running(folder) as dashboard, running(folder, app=str(folder / "constant.py")) as constant:
            real, floor = _alternate(dashboard, constant, rounds)
    return [
        Line(f"{VIEW}: click to charts redrawn", real, "ms", floor, "constant figures", "≤ 1.15 × floor"),
        Line(f"{VIEW}: ratio to constant figures", real / floor, "×", None, "", "≤ 1.15"),
    ]


def _record() -> dict[str, object]:
    page = AppTest.from_file(str(ROOT / "pages" / "_main.py"), default_timeout=60).run()
    page.switch_page(f"{VIEW}.py").run()
    figures = {}
    for choice in ("", *CHOICES):
        page.multiselect(key="country").set_value([choice] if choice else []).run()
        figures[choice] = [chart["figure"] for chart in charts_of(page)]
    return {"options": page.multiselect(key="country").options, "figures": figures}


def _alternate(dashboard: Server, constant: Server, rounds: int) -> tuple[float, float]:
    """Measure both in turns, so that a noisy machine treats them alike."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        pages = []
        for server, path in ((dashboard, f"/{VIEW}"), (constant, "/")):
            page = chromium.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(server.address + path)
            page.wait_for_selector(".js-plotly-plot .main-svg")
            _choose(page, CHOICES[1])
            pages.append(page)
        taken: list[list[float]] = [[], []]
        for number in range(rounds):
            for index, page in enumerate(pages):
                taken[index].append(_choose(page, CHOICES[number % 2]))
        chromium.close()
    return statistics.median(taken[0]), statistics.median(taken[1])


def _choose(page: Page, name: str) -> float:
    """Choose one country in the filter and return the milliseconds until a chart was drawn anew and stayed."""
    box = page.get_by_role("combobox", name="Country")
    clear = page.locator(".st-key-country").get_by_role("button", name="Clear all")
    if clear.count():
        clear.first.click()
        page.wait_for_timeout(900)
    # The list draws only what is in sight, so the name is typed.
    box.fill(name)
    option = page.get_by_role("option", name=name, exact=True)
    option.wait_for()
    page.evaluate(
        """() => {
            window.drawn = null;
            const inChart = node => node instanceof Element
                && (node.closest('.js-plotly-plot') || node.querySelector('.js-plotly-plot .main-svg'));
            const seen = new MutationObserver(changes => {
                if (changes.some(({target, addedNodes}) => target.closest?.('.js-plotly-plot')
                    || [...addedNodes].some(inChart))) window.drawn = performance.now();
            });
            seen.observe(document.querySelector('[data-testid="stMain"]'), {childList: true, subtree: true});
            window.observer = seen;
        }"""
    )
    started = page.evaluate("performance.now()")
    option.click()
    # The last change of the charts' nodes, once nothing changed for half a second, is when they were drawn.
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        page.wait_for_timeout(100)
        drawn, now = page.evaluate("[window.drawn, performance.now()]")
        if drawn is not None and now - drawn > 500:  # noqa: PLR2004 - half a second
            break
    page.evaluate("window.observer.disconnect()")
    page.keyboard.press("Escape")
    return float(drawn - started)
