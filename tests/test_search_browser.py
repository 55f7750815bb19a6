"""The search box in a real browser: by keyboard alone, as links, and free of faults of accessibility while it is open."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.serving import Server, running
from tests.test_browser import AXE_OPTIONS, PHONE_AGENT, RUN_AXE, wait_until_drawn
from trends.store.store import Store

pytestmark = pytest.mark.browser

BASE = "trends"
SPOKEN = """() => {
    const field = document.getElementById('search_field');
    return document.getElementById(field.getAttribute('aria-activedescendant'))?.textContent ?? '';
}"""
INSIDE = """() => {
    const {left, right} = document.getElementById('search_found').getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
}"""


@pytest.fixture(scope="module")
def server(store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the project's own evidence, below a path."""
    assert store.fingerprint
    folder, cache = tmp_path_factory.mktemp("search"), str(store_cache)
    below = ("--server.baseUrlPath", BASE)
    with running(folder, *below, health=f"/{BASE}/_stcore/health", DIGITAL_TRENDS_CACHE=cache) as started:
        yield started


def opened(chromium: Browser, server: Server, path: str, width: int, **told: str) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 800}, **told)  # type: ignore[arg-type]
    page.goto(f"{server.address}/{BASE}/{path}")
    wait_until_drawn(page)
    return page


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN_AXE, ["#search", AXE_OPTIONS])
    return [f"{fault['rule']}: {fault['target']}: {fault['why']}" for fault in found]


@pytest.mark.parametrize("width", [390, 1366])
def test_the_way_past_search_and_navigation_is_the_first_stop_of_a_keyboard(
    chromium: Browser, server: Server, width: int
) -> None:
    page = opened(chromium, server, "accessibility", width)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to main content"
    box = skip.bounding_box()
    assert box
    # In sight, and nothing lies over it.
    assert page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y) === document.activeElement",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Search all evidence")).to_be_focused()
    # There is one such link, and it cannot be seen while it has not the focus.
    links = page.get_by_role("link", name="Skip to main content")
    expect(links).to_have_count(1)
    assert page.evaluate("document.elementFromPoint(16, 16).id") != "skip"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_a_place_is_found_by_keyboard_alone(chromium: Browser, server: Server) -> None:
    page = opened(chromium, server, "accessibility", 1366)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field, listed = page.get_by_role("combobox", name="Search all evidence"), page.get_by_role("listbox", name="Found")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("Aotearoa")
    expect(listed).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    assert page.evaluate(SPOKEN).startswith("New Zealand")
    assert page.evaluate("() => document.activeElement.id") == "search_field"
    # With a key held down, in a tab of its own.
    with page.context.expect_page() as another:
        page.keyboard.press("Control+Enter")
    assert urlsplit(another.value.url).netloc == urlsplit(server.address).netloc
    another.value.close()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{BASE}/places?**")
    assert parse_qs(urlsplit(page.url).query) == {"place": ["New Zealand"]}
    wait_until_drawn(page)
    assert "New Zealand" in page.locator("h1").inner_text()
    # A slash in a field is a slash, Escape closes the list, and Enter without a choice leads to the page of search.
    page.keyboard.press("/")
    page.keyboard.type("e/government")
    expect(field).to_have_value("e/government")
    expect(listed).to_be_visible()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{BASE}/search?q=e%2Fgovernment")
    wait_until_drawn(page)
    assert page.locator(".found a").first.get_attribute("href").startswith(f"/{BASE}/")  # type: ignore[union-attr]
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
        urlsplit(server.address).netloc
    }
    page.close()


def test_on_a_phone_a_touch_opens_a_result_and_a_place_filters_the_page(chromium: Browser, server: Server) -> None:
    page = opened(chromium, server, "bodies?country=Norway", 390, user_agent=PHONE_AGENT, color_scheme="dark")
    page.get_by_role("combobox", name="Search all evidence").click()
    page.keyboard.type("swedn")
    option = page.get_by_role("option", name="Filter this page: Sweden")
    expect(option).to_be_visible()
    assert page.evaluate(INSIDE)
    assert faults(page) == []
    option.click()
    page.wait_for_url("**country=Sweden**")
    assert parse_qs(urlsplit(page.url).query)["country"] == ["Norway", "Sweden"]
    page.close()
