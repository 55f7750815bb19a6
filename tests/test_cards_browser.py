"""What a card can do in a real browser: links, images, marks by keyboard, downloads by keyboard, the whole screen, paper."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.serving import Server
from tests.test_browser import AXE_OPTIONS, RUN_AXE, table_of, wait_until_drawn

pytestmark = pytest.mark.browser

SIZE = {"width": 1366, "height": 768}
# Width of an A4 sheet between its margins, in pixels.
PAPER = {"width": 688, "height": 1000}
CARD = '[class*="st-key-card_"]'
BOX = "[data-testid=stPopoverBody]"
# Whether the focus is on what stands next on the page after a button.
FOCUS_FOLLOWS = """opener => {
    const main = document.querySelector('[data-testid=stMain]');
    const reached = [...main.querySelectorAll('a[href], button:not(:disabled), input, summary, [tabindex="0"]')]
        .filter(part => part.tabIndex >= 0 && part.checkVisibility({visibilityProperty: true}));
    return reached[reached.indexOf(opener) + 1] === document.activeElement;
}"""
# The marks of each kind of chart: page, which of its charts, and how many presses of a key lead to other marks at least.
KINDS = (
    ("concerns", 0, 3),
    ("countries", 0, 3),
    ("countries", 1, 3),
    ("movers", 0, 3),
    ("priorities", 0, 3),
)
FOCUSED = "[document.activeElement.getAttribute('aria-label') ?? '', document.activeElement.textContent].join()"
# Whether what marks a mark lies on its chart.
MARKED = """chart => [...chart.parentNode.querySelectorAll('.ring:not([hidden]), .marked')].some(mark => {
    const [inner, outer] = [mark, chart].map(part => part.getBoundingClientRect());
    return inner.width > 0 && inner.left >= outer.left - 12 && inner.right <= outer.right + 12
        && inner.top >= outer.top - 12 && inner.bottom <= outer.bottom + 12;
})"""
IN_CLIPBOARD = """async () => {
    const [held] = await navigator.clipboard.read();
    return [...new Uint8Array(await (await held.getType('image/png')).arrayBuffer())].slice(0, 8);
}"""
# Each chart that sticks out of its card, and what could still be pressed.
ON_PAPER = """() => [
    ...[...document.querySelectorAll('.main-svg')].filter(drawn => drawn.getBoundingClientRect().right >
        drawn.closest('[class*="st-key-card_"]').getBoundingClientRect().right).map(drawn => 'a chart is cut'),
    ...[...document.querySelectorAll('button, [role=tab], [role=combobox], nav')]
        .filter(part => part.offsetParent).map(part => part.outerHTML.slice(0, 100)),
    ...[...document.querySelectorAll('.card-words')].filter(words => words.getBoundingClientRect().bottom >
        words.closest('[class*="st-key-card_"]').getBoundingClientRect().bottom).map(() => 'words run out of their card'),
]"""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader at a desk who lets pages use the clipboard."""
    opened = chromium.new_context(viewport=SIZE)
    opened.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A page that counts what it sends to the server, in ``sent``."""
    opened = reader.new_page()
    yield opened
    opened.close()


def faults(page: Page) -> list[Any]:
    page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(RUN_AXE, [None, AXE_OPTIONS])
    return found


def spoken(chart: Locator) -> str:
    """Return what a chart says to a screen reader, which stands beside the mark as well."""
    said: str = chart.evaluate("chart => chart.parentNode.querySelector('[role=status]').textContent")
    written = chart.evaluate("chart => chart.parentNode.querySelector('.told:not([hidden])')?.textContent ?? ''")
    assert written == said
    return said


# What lies over the middle of what is said, and over its ends: nothing may cut it off or cover it.
UNCOVERED = """said => {
    const {left, right, top, bottom} = said.getBoundingClientRect();
    const middle = (top + bottom) / 2;
    const seen = [left + 3, (left + right) / 2, right - 3].map(x => document.elementFromPoint(x, middle));
    return said.textContent !== "" && seen.every(each => each === said);
}"""


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_what_was_copied_is_said_where_it_is_seen_beside_its_button(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    row = page.locator(".actions").first
    row.scroll_into_view_if_needed()
    for kind, words in (("link", "Link copied."), ("cite", "Citation copied."), ("image", "Image copied.")):
        button, said = row.locator(f"button.{kind}"), row.get_by_role("status")
        drawn = button.locator("path")
        before = drawn.get_attribute("d")
        button.click()
        expect(said).to_have_text(words)
        assert said.evaluate(UNCOVERED)
        box, pressed = said.bounding_box(), button.bounding_box()
        assert box
        assert pressed
        # Above the button, within the window, and where the button is reached by the eye.
        assert abs(box["y"] + box["height"] - pressed["y"]) < 20
        assert 0 <= box["x"] <= pressed["x"] + 1
        assert box["x"] + box["width"] <= width
        assert drawn.get_attribute("d") != before
        # Of one button alone, and not for long.
        expect(row.locator("button.done")).to_have_count(1)
    expect(said).to_have_text("", timeout=10_000)
    expect(row.locator("button.done")).to_have_count(0)
    assert drawn.get_attribute("d") == before


def test_a_link_to_a_card_and_its_image_are_copied_without_asking_the_server(page: Page, server: Server) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))  # noqa: PLW0108 - Playwright takes no built-in
    page.goto(f"{server.address}/countries?country=New+Zealand")
    wait_until_drawn(page)
    card = page.locator(CARD).nth(1)
    title = card.get_by_role("heading").inner_text()
    page.wait_for_timeout(500)
    before = len(sent)
    button = card.get_by_role("button", name=f"Copy link to {title}")
    button.press("Enter")
    expect(card.get_by_role("status").filter(has_text="Link copied.")).to_be_visible()
    expect(button).to_be_focused()
    link = page.evaluate("navigator.clipboard.readText()")
    address = urlsplit(link)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{server.address}/countries"
    assert address.fragment == "countries-map"
    said = parse_qs(address.query)
    assert said["country"] == ["New Zealand"]
    # What anyone is shown untouched is not in the address bar; whoever is sent a link may be shown something else.
    assert "indicator" not in page.url
    assert said["indicator"] == [page.get_by_label("Indicator").first.input_value()]
    card.get_by_role("button", name=f"Copy image of {title}").press("Enter")
    expect(card.get_by_role("status").filter(has_text="Image copied.")).to_be_visible()
    assert bytes(page.evaluate(IN_CLIPBOARD)) == b"\x89PNG\r\n\x1a\n"
    card.get_by_role("button", name=f"Copy citation of {title}").press("Enter")
    expect(card.get_by_role("status").filter(has_text="Citation copied.")).to_be_visible()
    cited = server.get(f"/card/countries/map.txt?{urlencode({name: said[name] for name in ('country',)}, doseq=True)}")
    assert (
        page.evaluate("navigator.clipboard.readText()").partition(": http")[0] == cited.decode().partition(": http")[0]
    )
    assert f"release={said['release'][0]}" in page.evaluate("navigator.clipboard.readText()")
    # Only phones have a way of their own to share.
    expect(card.get_by_role("button", name="Share", exact=False)).to_have_count(0)
    alone = card.get_by_role("button", name="Full screen")
    alone.press("Enter")
    leave = card.get_by_role("button", name="Leave full screen")
    expect(leave).to_be_focused()
    # Read from the back of a room: all of it is drawn larger, and its chart is whole.
    chart = card.get_by_test_id("chart")
    page.wait_for_function(
        "chart => chart.getBoundingClientRect().width > 1.2 * chart.offsetWidth", arg=chart.element_handle()
    )
    assert chart.evaluate("chart => chart.getBoundingClientRect().right <= innerWidth")
    assert faults(page) == []
    leave.press("Enter")
    expect(card.get_by_role("button", name=f"Full screen: {title}")).to_be_focused()
    assert len(sent) == before

    # As low as a phone held across, where no card but the first is on the first screen.
    page.set_viewport_size({"width": 700, "height": 360})
    page.goto("about:blank")
    page.goto(link)
    wait_until_drawn(page)
    heading = page.get_by_role("heading", name=title)
    expect(heading).to_be_focused()
    page.wait_for_function("heading => { const top = heading.getBoundingClientRect().top; return top >= 0 && top < 120; }",
                           arg=heading.element_handle())  # fmt: skip


def test_arrows_go_through_the_marks_of_every_kind_of_chart(page: Page, server: Server) -> None:
    for name, number, least in KINDS:
        if not page.url.endswith(f"/{name}"):
            page.goto(f"{server.address}/{name}")
            wait_until_drawn(page)
        chart = page.get_by_test_id("chart").nth(number)
        chart.focus()
        assert "Arrow keys" in chart.evaluate(
            "chart => document.getElementById(chart.getAttribute('aria-describedby')).textContent"
        )
        told = []
        for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"):
            page.keyboard.press(key)
            told.append(spoken(chart))
            assert chart.evaluate(MARKED), (name, number, told)
        assert all(told), (name, number)
        assert len(set(told)) >= least, (name, number, told)
        page.keyboard.press("ArrowUp")
        assert spoken(chart) != told[-1], (name, number)
        page.keyboard.press("Escape")
        assert spoken(chart) == ""
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Save as PNG").nth(number)).to_be_focused()
        if name == "concerns":
            the_marks_of_bars_say_what_the_table_says(page)
    the_keys_begin_at_what_was_chosen(page, server)


def the_keys_begin_at_what_was_chosen(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/countries?country=New+Zealand")
    wait_until_drawn(page)
    for number in (0, 1):
        chart = page.get_by_test_id("chart").nth(number)
        chart.focus()
        page.keyboard.press("ArrowRight")
        assert spoken(chart).startswith("New Zealand"), number
        page.keyboard.press("Home")
        first = spoken(chart)
        page.keyboard.press("Escape")
        page.keyboard.press("Home")
        assert spoken(chart) == first or number == 1


def the_marks_of_bars_say_what_the_table_says(page: Page) -> None:
    card = page.locator(CARD).first
    chart = card.get_by_test_id("chart")
    chart.focus()
    page.keyboard.press("ArrowDown")
    told = [spoken(chart)]
    page.keyboard.press("End")
    last = spoken(chart)
    page.keyboard.press("Home")
    assert spoken(chart) == told[0]
    while told[-1] != last and len(told) < 50:
        page.keyboard.press("ArrowDown")
        told.append(spoken(chart))
    assert faults(page) == []
    rows = table_of(card)
    assert len(told) == len(rows)
    for said, (item, value, *_) in zip(told, rows, strict=True):
        assert said.startswith(f"{item}: {value}")


def test_download_opens_by_keyboard_and_the_focus_goes_in_and_comes_out(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/concerns")
    wait_until_drawn(page)
    card = page.locator(CARD).first
    title = card.get_by_role("heading").inner_text()
    opener = card.get_by_role("button", name=f"Download: {title}", exact=True)
    opener.press("Enter")
    page.wait_for_function(f"() => document.activeElement.closest('{BOX}') !== null")
    wait_until_drawn(page)
    buttons = page.locator(BOX).get_by_role("button")
    expect(buttons.first).to_be_focused()
    # Those that copy a text are told by what they stand beside.
    names = [name for name in buttons.all_inner_texts() if name]
    assert len(set(names)) == len(names)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator(BOX)).to_have_count(0)
    # The server hears of a box that was closed, and draws the page once more.
    page.wait_for_timeout(500)
    wait_until_drawn(page)

    page.keyboard.press("Enter")
    expect(buttons.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    page.locator(BOX).get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    # Nothing lies upon what has the focus now, which is what follows the button and not what the box was drawn behind.
    expect(page.locator(BOX)).to_have_count(0)
    assert opener.evaluate(FOCUS_FOLLOWS)
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    # The row of actions stands before it, to eyes as to a keyboard.
    page.keyboard.press("Shift+Tab")
    last = card.locator(".actions button:visible").last
    expect(last).to_be_focused()
    left, right = last.bounding_box(), opener.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]


def test_paper_has_whole_charts_no_navigation_and_the_address(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/countries?country=New+Zealand")
    wait_until_drawn(page)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    assert page.evaluate(ON_PAPER) == []
    edges = page.locator("head style").last.text_content() or ""
    assert page.url in edges
    assert '"Digital Trends · New Zealand"' in edges
