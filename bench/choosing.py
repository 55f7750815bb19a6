"""Chooses a country in the filter of a page, of the dashboard or of a rival, and says when that page was drawn anew."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as NotInTime

# A page is at rest when nothing of it changed for so long, in milliseconds, and at the latest after so many seconds.
REST = 400
# An opened page fetches scripts meanwhile.
LOAD_REST = 2000
LATEST = 60
# How often a name is typed into a list that does not show it.
TRIES = 4
_SCRIPT = (Path(__file__).parent / "choosing.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Maker:
    """How pages of one make are worked: where they are drawn, and how a filter is entered, cleared and left."""

    content: str
    apart: str
    enter: Callable[[Page], None]
    clear: Callable[[Page], None]
    option: Callable[[Page, str], Locator]


@dataclass(frozen=True)
class Redrawn:
    """Milliseconds from the press on a choice to the last change of charts, and of anything that the page shows."""

    charts: float
    whole: float


def _enter_sheet(page: Page) -> None:
    if page.locator("html[data-filters=open]").count() == 0:
        page.locator(".st-key-change_filters button").locator("visible=true").first.click()


def _clear(page: Page, chosen: Locator) -> None:
    # By keyboard: of Streamlit's list the button that clears moves away when a press on it opens the list.
    for _ in range(TRIES):
        if not chosen.count():
            return
        page.get_by_role("combobox", name="Country", exact=True).press("Backspace")
        with suppress(NotInTime):
            chosen.first.wait_for(state="detached", timeout=5000)


def _clear_streamlit(page: Page) -> None:
    _clear(page, page.locator(".st-key-country [data-tag]"))


def _clear_sheet(page: Page) -> None:
    _clear(page, page.locator("[data-field=country] [data-tag]"))


def _option_by_name(page: Page, name: str) -> Locator:
    # Streamlit's list draws only what is in sight, so the name is typed.
    page.get_by_role("combobox", name="Country", exact=True).fill(name)
    return page.get_by_role("option", name=name, exact=True)


def _clear_dash(page: Page) -> None:
    page.locator("#countries").click()
    everything = page.get_by_role("button", name="Deselect All")
    everything.wait_for()
    everything.click()
    page.keyboard.press("Escape")


def _option_of_dash(page: Page, name: str) -> Locator:
    page.locator("#countries").click()
    page.locator(".dash-dropdown-search").fill(name)
    return page.locator(".dash-dropdown-option").get_by_text(name, exact=True)


DASHBOARD = Maker("[data-testid=stMain]", ".st-key-filters", _enter_sheet, _clear_sheet, _option_by_name)
STREAMLIT = Maker("[data-testid=stMain]", "", lambda _: None, _clear_streamlit, _option_by_name)
DASH = Maker("main", "", lambda _: None, _clear_dash, _option_of_dash)


class Reader:
    """One page of one make in a browser of its own, which nothing is kept in when it opens."""

    def __init__(self, browser: Browser, maker: Maker, address: str) -> None:
        self.maker = maker
        self.page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        self._tools = self.page.context.new_cdp_session(self.page)
        script = _SCRIPT.replace("= CONTENT", f"= {json.dumps(maker.content)}")
        self.page.add_init_script(script.replace("= APART", f"= {json.dumps(maker.apart)}"))
        self.page.goto(address, wait_until="commit")
        self.page.wait_for_function("() => window.seen.firstWords > 0")
        self._rest(LOAD_REST)

    @classmethod
    @contextmanager
    def of(cls, browser: Browser, maker: Maker, address: str) -> Iterator["Reader"]:
        """Open a page until the block ends."""
        reader = cls(browser, maker, address)
        try:
            yield reader
        finally:
            reader.page.context.close()

    def loaded(self) -> tuple[float, float]:
        """Return the milliseconds from opening the page to its first words, and to its first chart; zero without."""
        words, chart = self.page.evaluate("[seen.firstWords, seen.firstChart]")
        return float(words), float(chart)

    def choose(self, name: str) -> Redrawn:
        """Choose one country, nothing else being chosen, and return when the page was drawn anew."""
        option = self._offered(name)
        self._rest()
        option.click()
        self._rest(changed=True)
        pressed, chart, last = self.page.evaluate("[seen.pressed, seen.chart, seen.last]")
        self._close_list()
        # A choice may leave a chart as it was; then the page is redrawn with its words.
        return Redrawn((chart or last) - pressed, last - pressed)

    def _close_list(self) -> None:
        if self.page.get_by_role("listbox").count():
            self.page.keyboard.press("Escape")

    def _offered(self, name: str) -> Locator:
        """Clear the filter and type a name until its list offers it: one drawn anew forgets what was typed."""
        for _ in range(TRIES):
            self.maker.enter(self.page)
            self.maker.clear(self.page)
            self._rest()
            option = self.maker.option(self.page, name)
            try:
                option.wait_for(timeout=5000)
            except NotInTime:
                self._close_list()
            else:
                return option
        raise RuntimeError(f"The filter of {self.page.url} does not offer {name}; open it in a browser.")

    def slowest_interaction(self) -> float:
        """Return the longest of all presses and keys so far, from input to the next picture, in milliseconds."""
        return max((float(duration) for duration, _ in self.page.evaluate("seen.interactions")), default=0.0)

    def slow_down(self, times: int) -> None:
        """Let the processor of this page be so many times slower, and forget the interactions so far."""
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": times})
        self.page.evaluate("seen.interactions.length = 0")

    def _rest(self, quiet: int = REST, *, changed: bool = False) -> None:
        """Wait until nothing of the page changed for ``quiet`` ms, where ``changed`` after it has changed once."""
        ends = time.monotonic() + LATEST
        while time.monotonic() < ends:
            self.page.wait_for_timeout(100)
            last, pressed, now = self.page.evaluate("[seen.last, seen.pressed, performance.now()]")
            if now - max(last, pressed) > quiet and (last or not changed):
                return
        raise RuntimeError(f"{self.page.url} was not drawn anew within {LATEST} s; open it in a browser.")
