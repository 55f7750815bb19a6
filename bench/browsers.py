"""In a real browser: from a filter's click to redrawn charts, beside the same page drawing constant figures."""

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
from tests.serving import ROOT, Server, copy_of_the_dashboard, running

VIEW = "concerns"
CHOICES = ("United Kingdom", "United States")


def measure(rounds: int = 12) -> list[Line]:
    """Return the time from a click in the country filter to the page with its charts drawn anew."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        constant_root = _with_constant_figures(folder / "constant")
        data = str(ROOT / "data")
        with (
            running(folder, DIGITAL_TRENDS_DATA=data, DIGITAL_TRENDS_CACHE=name) as dashboard,
            running(folder, root=constant_root, DIGITAL_TRENDS_DATA=data, DIGITAL_TRENDS_CACHE=name) as constant,
        ):
            real, floor = _alternate(dashboard, constant, rounds)
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
    chart = target / "trends" / "ui" / "chart.py"
    drawn = chart.read_text(encoding="utf-8")
    constant = drawn.replace("[asdict(drawing) for drawing in drawings]", json.dumps(drawings))
    assert constant != drawn, "chart.py no longer sends its drawings as it did; mend this benchmark."
    chart.write_text(constant, encoding="utf-8")
    return target


def _alternate(dashboard: Server, constant: Server, rounds: int) -> tuple[float, float]:
    """Measure both in turns, so that a noisy machine treats them alike."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=browser.ARGUMENTS)
        pages = []
        for server, path in ((dashboard, f"/{VIEW}"), (constant, f"/{VIEW}")):
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
            const seen = new MutationObserver(() => { window.drawn = performance.now(); });
            const watched = {childList: true, characterData: true, subtree: true};
            seen.observe(document.querySelector('[data-testid="stMain"]'), watched);
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
