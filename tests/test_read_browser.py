"""Plain pages in a real browser that runs no script: read at every width, accessible, and printed whole."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.serving import Server
from tests.test_browser import AXE_OPTIONS, PHONE, RUN_AXE, WIDE

pytestmark = pytest.mark.browser

# One with long and wide tables, one with a map.
READ = ("/read/themes?topic=Cyber+resilience", "/read/countries?country=New+Zealand")
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# The size of the paper in points: an upright page of A4.
A4 = re.compile(rb"/MediaBox\s*\[\s*0 0 59[456][.\d]* 84[12][.\d]*\s*\]")
# The width of A4 within its margins, in the pixels of a style.
PRINTED = 680
# A word of letters alone that stands on two lines of its cell was cut; each such word, and each table that is too wide.
CUT_OR_WIDE = r"""[...document.querySelectorAll(".wide table")].flatMap(table => {
    const cut = table.scrollWidth > document.documentElement.clientWidth ? ["too wide"] : [];
    const words = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    for (let text = words.nextNode(); text; text = words.nextNode()) {
        for (const word of text.data.matchAll(/\p{L}+/gu)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(each => each.top)).size > 1) cut.push(word[0]);
        }
    }
    return cut;
})"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser in which pages run no script."""
    reader = chromium.new_context(java_script_enabled=False)
    yield reader.new_page()
    reader.close()


@pytest.mark.parametrize("path", READ)
def test_a_plain_page_is_accessible_at_every_width_and_in_both_schemes(
    path: str, server: Server, chromium: Browser
) -> None:
    # Scripts are on for axe alone, which waits for timers: the page has none.
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address + path)
    assert page.locator("script").count() == 0
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    faults, backgrounds = [], set()
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            faults += [f"{width}, {scheme}: {fault}" for fault in page.evaluate(RUN_AXE, [None, AXE_OPTIONS])]
            faults += [f"{width}, {scheme}: wider than its window"] * page.evaluate(WIDER)
    assert faults == []
    assert len(backgrounds) == 2
    assert page.locator("h1").count() == 1
    page.close()
    # No script, no style, no font and no picture is fetched: the page is all there is.
    assert [url for url in asked if not url.startswith("data:")] == [server.address + path]


def test_a_plain_page_is_printed_whole_on_a4(server: Server, page: Page) -> None:
    page.goto(server.address + READ[0])
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".links").first.is_visible()
    assert f"{server.address}/read/themes?topic=Cyber+resilience" in page.locator("footer").inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("details p").first.is_visible()
    assert A4.search(page.pdf(prefer_css_page_size=True))


def test_a_briefing_as_a_file_is_read_at_every_width(server: Server, page: Page) -> None:
    """Addresses of sources are longer than a phone is wide."""
    found = page.request.get(f"{server.address}/briefing.html?page=countries&country=NZL")
    assert found.ok
    page.set_content(found.text())
    addresses = page.locator("li a").all_inner_texts()
    assert max(map(len, addresses)) > 35
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert not page.evaluate(WIDER), width


def test_no_word_of_a_printed_table_is_cut_and_none_is_wider_than_its_paper(server: Server, page: Page) -> None:
    found = []
    for path in ("overview", "movers", "places?place=Kenya", "sources"):
        page.goto(f"{server.address}/read/{path}")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PRINTED, "height": 900})
        assert page.locator(".wide table").count()
        found += [(path, each) for each in page.evaluate(CUT_OR_WIDE)]
    assert found == []


def test_without_scripts_the_dashboard_leads_to_its_plain_page(server: Server, page: Page) -> None:
    page.goto(f"{server.address}/concerns?country=United+Kingdom")
    assert page.title() == "Concerns · United Kingdom · Digital Trends"
    page.get_by_role("link", name="Read this page without scripts").click()
    page.wait_for_url("**/read/concerns?country=United+Kingdom")
    page.get_by_role("link", name="Open the live page").click()
    page.wait_for_url(f"{server.address}/concerns?country=United+Kingdom")
