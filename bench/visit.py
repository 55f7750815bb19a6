"""A first visit: what goes over the wire, when the first finding and the first chart are there, on a slow line too."""

import json
import statistics
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bench.report import Line
from tests import browser
from tests.serving import Server, running
from trends.request.request import Request
from trends.subjects import registry
from trends.words.text import plain

FIRST, SECOND = "", "concerns"
PLAIN = f"read/{registry.FIRST}"
# A phone on a poor line, and how much slower it is than the machine that measures.
SLOW_BITS, SLOWER = 1_600_000, 4
# A finding is known by how it begins: the answers of pages go on.
BEGINNING = 40
CHART = ".js-plotly-plot .main-svg"
PICTURE = "svg, table"
# Stands before any script of the page. A text counts once it stands in the page, a chart once its library drew it.
WATCH = """
window.seen = {largest: 0, moved: 0};
const look = () => {
    // Looked for no longer than it takes, since looking takes time too.
    const note = (name, is) => { if (!(name in seen) && is()) seen[name] = performance.now(); };
    const texts = [...document.querySelectorAll("body > :not(script, style, noscript)")];
    note("words", () => texts.some(each => each.textContent.includes(FINDING)));
    note("chart", () => document.querySelector(CHART));
};
new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
new PerformanceObserver(list => list.getEntries().forEach(each => { seen.largest = each.startTime; }))
    .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(each => {
    if (!each.hadRecentInput) seen.moved += each.value;
})).observe({type: "layout-shift", buffered: true});
"""


class Wire:
    """What a page asked for since this listens: requests, and bytes of answers with their headers and of the socket."""

    def __init__(self, page: Page) -> None:
        self.requests, self.sent = 0, 0.0
        self.talk = page.context.new_cdp_session(page)
        self.talk.send("Network.enable")
        self.talk.on("Network.requestWillBeSent", self._asked)
        self.talk.on("Network.loadingFinished", lambda event: self._came(event["encodedDataLength"]))
        # Frames of bytes are told in four characters for three bytes.
        self.talk.on(
            "Network.webSocketFrameReceived", lambda event: self._came(len(event["response"]["payloadData"]) * 3 / 4)
        )

    def slow_down(self) -> None:
        """Make the line and the processor of this page slow."""
        rate = SLOW_BITS / 8
        limits = {"offline": False, "latency": 0, "downloadThroughput": rate, "uploadThroughput": rate}
        self.talk.send("Network.emulateNetworkConditions", limits)
        self.talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def _asked(self, event: dict[str, Any]) -> None:
        # Scripts and pictures in memory go over no wire.
        self.requests += not event["request"]["url"].startswith(("data:", "blob:"))

    def _came(self, size: float) -> None:
        self.sent += size


@dataclass(frozen=True)
class Visit:
    """How a page came: milliseconds to its words, its first chart, its largest paint; how much moved; what was sent."""

    words: float
    chart: float
    largest: float
    moved: float
    kilobytes: float
    requests: float
    second_kilobytes: float = 0
    second_requests: float = 0


def measure(rounds: int = 5) -> list[Line]:
    """Return the lines of a first visit, of the page after it, and of both forms of a page on a slow line."""
    with tempfile.TemporaryDirectory() as name, running(Path(name)) as server, browser.launched() as chromium:
        # The server has answered before, this reader has not asked.
        first(chromium, server)
        found = _median([first(chromium, server, second=SECOND) for _ in range(rounds)])
        slow = _median([first(chromium, server, slow=True) for _ in range(rounds)])
        plainly = _median([first(chromium, server, PLAIN, PICTURE, slow=True) for _ in range(rounds)])
    line = f"at {SLOW_BITS / 1e6} Mbit/s, {SLOWER} × slower"
    return [
        Line("first visit: over the wire to the first chart", found.kilobytes, "KB", aim="≤ 2,000"),
        Line("first visit: requests to the first chart", found.requests, "", aim="≤ 60"),
        Line("first visit: first finding in words", found.words, "ms", aim="≤ 1.0 × Dash, see rivals"),
        Line("first visit: first chart", found.chart, "ms"),
        Line("first visit: layout shift", found.moved * 1000, "thousandths", aim="≤ 100"),
        Line(f"second page ({SECOND}): over the wire", found.second_kilobytes, "KB", aim="≤ 150"),
        Line(f"second page ({SECOND}): requests", found.second_requests, ""),
        Line(f"{line}: first finding in words", slow.words, "ms"),
        Line(f"{line}: largest paint in the app", slow.largest, "ms", aim="≤ 4,000"),
        Line(f"{line}: first chart", slow.chart, "ms"),
        Line(f"{line}: largest paint of the plain page", plainly.largest, "ms", aim="≤ 2,500"),
    ]


def first(
    chromium: Browser, server: Server, path: str = FIRST, chart: str = CHART, *, second: str = "", slow: bool = False
) -> Visit:
    """Open a page with nothing kept and wait for its first chart; then a second one by the navigation, if named."""
    page = chromium.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    wire = Wire(page)
    if slow:
        wire.slow_down()
    said = {"FINDING": _finding(path.removeprefix("read/") or registry.FIRST), "CHART": chart}
    script = WATCH
    for name, value in said.items():
        script = script.replace(f"({name})", f"({json.dumps(value)})")
    page.add_init_script(script)
    page.goto(f"{server.address}/{path}", wait_until="commit", timeout=120_000)
    page.wait_for_function("() => window.seen?.chart", timeout=120_000)
    kilobytes, requests = wire.sent / 1000, wire.requests
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("window.seen")
    further = _second(page, wire, second) if second else (0.0, 0)
    page.context.close()
    return Visit(seen["words"], seen["chart"], seen["largest"], seen["moved"], kilobytes, requests, *further)


def _second(page: Page, wire: Wire, name: str) -> tuple[float, int]:
    page.wait_for_timeout(1_000)
    before, asked = wire.sent, wire.requests
    page.locator("[data-testid=stSidebarNavLink]").get_by_text(registry.PAGES[name].title, exact=True).click()
    page.wait_for_function(f"() => document.body.textContent.includes({json.dumps(_finding(name))})", timeout=60_000)
    page.wait_for_selector(CHART)
    page.wait_for_timeout(1_000)
    return (wire.sent - before) / 1000, wire.requests - asked


def _finding(page: str) -> str:
    return plain(registry.contents(page, Request(), {}).answer)[:BEGINNING]


def _median(visits: list[Visit]) -> Visit:
    return Visit(*(statistics.median(getattr(each, field.name) for each in visits) for field in fields(Visit)))
