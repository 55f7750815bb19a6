"""Links, the reader's place, the back button, translated pages and enlarged ones, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests.serving import Server, running_with_uvicorn
from tests.test_browser import choose_option, open_filters, wait_until_drawn
from trends.store.store import Store

FINDS = "words => new URLSearchParams(location.search).get('find') === words"
TRIES, PATIENCE = 4, 8_000

pytestmark = pytest.mark.browser

# A page may be drawn twice: once before the browser has handed over the place.
WAIT = 30_000

DESK = {"width": 1366, "height": 768}
NARROW = {"width": 390, "height": 844}
# A window of 1280 × 768 pixels enlarged to four times its size.
ENLARGED = {"width": 320, "height": 192}
KEPT = "() => localStorage.getItem('digital-trends-place')"
# The lines of words on the page.
SAID = """() => document.querySelector('[data-testid=stMain]').innerText.split('\\n').map(line => line.trim()).filter(Boolean)"""
# As browsers translate: each text moves into elements of theirs, or makes room for another text in such elements.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.querySelector('[data-testid=stMain]'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    const texts = found.filter(text => text.data.trim() && !text.parentElement.closest('svg, style, script'));
    for (const [at, text] of texts.entries()) {
        const outer = document.createElement('font'), inner = document.createElement('font');
        outer.append(inner);
        text.replaceWith(outer);
        inner.append(at % 2 ? text : document.createTextNode(text.data));
    }
    return texts.length;
}"""
# What has the focus, whether it is told by an outline, and whether something else lies on it.
FOCUSED = """() => {
    const element = document.activeElement, place = element.getBoundingClientRect();
    const field = element.closest('.react-aria-ComboBox, .react-aria-TextField')?.firstElementChild;
    const marked = field ?? element.closest('label') ?? element;
    // A chart may be higher than the window: then the middle of what is seen of it.
    const seen = (Math.max(place.top, 0) + Math.min(place.bottom, innerHeight)) / 2;
    const height = place.height > innerHeight ? seen : place.y + Math.min(place.height / 2, 20);
    const middle = [place.x + place.width / 2, height];
    const on = document.elementFromPoint(...middle);
    return {
        tag: element.tagName,
        name: element.getAttribute('aria-label') ?? element.innerText,
        place: [place.top, place.bottom],
        outlined: [element, marked].some(part => getComputedStyle(part).outlineStyle === 'solid'),
        seen: element.contains(on) || (on?.contains(element) ?? false),
    };
}"""
UNCOVERED = """() => [4, 20, 60, 160, 300].every(x => [4, 20, 40].every(y =>
    document.querySelector('[data-testid=stMain]').contains(document.elementFromPoint(x, y))))"""

FIGURES = "() => [...document.querySelectorAll('[data-testid=chart]')].map(chart => chart.getAttribute('aria-label'))"
MANY_TEXTS = 50
TOOLS_OF_A_TABLE = ".table-tools"

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def server(store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the project's own evidence, by a server that writes every request into its log."""
    assert store.fingerprint
    with running_with_uvicorn(tmp_path_factory.mktemp("links"), DIGITAL_TRENDS_CACHE=str(store_cache)) as started:
        yield started


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Opens a path as a reader with a browser of their own, or in another window of one."""
    readers: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, same: Page | None = None, **looks: object) -> Page:
        if same is None:
            readers.append(chromium.new_context(**{"viewport": DESK, **looks}))  # type: ignore[arg-type]
            readers[-1].grant_permissions(["clipboard-read", "clipboard-write"])
        page = (same.context if same else readers[-1]).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(path if path.startswith("http") else server.address + path)
        wait_until_drawn(page)
        return page

    yield opened
    for reader in readers:
        reader.close()
    # Streamlit would ask below the page's path, too, whether it is served there, did not the page say where it is.
    assert faults == []


def test_the_place_is_kept_in_the_browser_and_told_only_by_a_link_that_includes_it(
    visit: Visit, server: Server
) -> None:
    page = visit("/sources")
    open_filters(page)
    page.locator(".own-place summary").click()
    choose_option(page, "My country", "New Zealand")
    expect(page.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    page.wait_for_function(f"() => ({KEPT})()?.includes('New Zealand')")
    assert urlsplit(page.url)[3:] == ("", "")
    page.reload()
    expect(page.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    open_filters(page)
    page.locator(".own-place summary").click()
    page.get_by_role("button", name="Copy a link that includes my place").click()
    expect(page.get_by_text("Copied. Whoever opens it")).to_be_visible(timeout=WAIT)
    link = str(page.evaluate("navigator.clipboard.readText()"))
    assert urlsplit(link)[3:] == ("", "my_country=New+Zealand")

    other = visit(link)
    expect(other.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    assert urlsplit(other.url)[3:] == ("", "")
    other.reload()
    expect(other.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    # It is somebody else's place: only this window knows it.
    assert other.evaluate(KEPT) is None

    page.get_by_role("button", name="Forget my place").click()
    page.wait_for_function(f"() => ({KEPT})() === null")
    page.reload()
    wait_until_drawn(page)
    expect(page.get_by_role("button", name="You: New Zealand")).to_have_count(0, timeout=WAIT)
    log = server.log.read_text(encoding="utf-8")
    assert log.strip()
    assert "Zealand" not in log
    assert "my_country" not in log


def test_the_first_message_brings_the_place_so_that_the_first_drawing_is_of_it(visit: Visit) -> None:
    page = visit("/accessibility")
    page.evaluate("() => localStorage.setItem('digital-trends-place', '{\"my_country\": \"New Zealand\"}')")
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda message: sent.append(message)))  # noqa: PLW0108 - Playwright takes no built-in
    page.goto(urljoin(page.url, "/concerns"))
    expect(page.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    told = [message if isinstance(message, bytes) else message.encode() for message in sent]
    assert b"#my_country=New+Zealand&narrow=no&" in told[0]
    # Nothing is asked for anew once the page is drawn, and the address does not tell the place.
    assert [message for message in told[1:] if b"Zealand" in message] == []
    assert "my_country" not in page.url


def test_a_narrow_window_at_a_desk_gets_the_page_of_a_phone_and_follows_its_width(visit: Visit) -> None:
    page = visit("/priorities", viewport=NARROW)
    sent: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda message: sent.append(message)))  # noqa: PLW0108 - Playwright takes no built-in
    page.reload()
    wait_until_drawn(page)
    assert b"#narrow=yes&" in (sent[0] if isinstance(sent[0], bytes) else sent[0].encode())
    # Nothing is asked for anew once it is drawn.
    assert not any("narrowed" in str(message) for message in sent)
    above = "() => document.querySelector('[data-testid=chart]')?.getBoundingClientRect().top"
    choice = "() => document.querySelector('.st-key-question')?.getBoundingClientRect().top"
    assert page.evaluate(choice) > page.evaluate(above)
    page.set_viewport_size(DESK)
    page.wait_for_function(f"() => ({choice})() < ({above})()", timeout=WAIT)
    page.set_viewport_size(NARROW)
    page.wait_for_function(f"() => ({choice})() > ({above})()", timeout=WAIT)


def test_what_the_place_chose_stands_in_the_address_a_fresh_browser_shows_it_and_going_back_undoes_a_filter(
    visit: Visit,
) -> None:
    page = visit("/concerns")
    page.evaluate("() => localStorage.setItem('digital-trends-place', '{\"my_country\": \"New Zealand\"}')")
    page.reload()
    page.wait_for_function("() => new URLSearchParams(location.search).has('question')")
    wait_until_drawn(page)
    held = "Question, who answered, year and base"
    chosen = page.get_by_label(held).input_value()
    fresh = visit(page.url)
    assert fresh.get_by_label(held).input_value() == chosen
    assert fresh.locator("h1").inner_text() == page.locator("h1").inner_text()

    # A copied link says what anyone is shown untouched, too, so that it is the same for whoever keeps a place.
    anyone = visit("/concerns")
    untouched = anyone.get_by_label(held).input_value()
    assert urlsplit(anyone.url).query == ""
    anyone.get_by_role("button", name="Copy link to").first.press("Enter")
    expect(anyone.get_by_text("Link copied.")).to_be_visible()
    page.goto(str(anyone.evaluate("navigator.clipboard.readText()")))
    wait_until_drawn(page)
    expect(page.get_by_role("button", name="You: New Zealand")).to_be_visible(timeout=WAIT)
    assert untouched != chosen
    assert page.get_by_label(held).input_value() == untouched

    entries = fresh.evaluate("history.length")
    before = fresh.evaluate(SAID)
    choose_option(fresh, "Sector", "Health")
    fresh.keyboard.press("Escape")
    expect(fresh.get_by_role("button", name="Health ✕")).to_be_visible(timeout=WAIT)
    fresh.get_by_role("button", name="Done").click()
    wait_until_drawn(fresh)
    assert fresh.evaluate("history.length") == entries + 1
    fresh.go_back()
    expect(fresh.get_by_role("button", name="Health ✕")).to_have_count(0, timeout=WAIT)
    fresh.wait_for_function(f"before => JSON.stringify(({SAID})()) === JSON.stringify(before)", arg=before)
    fresh.go_forward()
    expect(fresh.get_by_role("button", name="Health ✕")).to_be_visible(timeout=WAIT)


def test_a_search_is_one_step_back(visit: Visit) -> None:
    page = visit("/sources")
    entries = page.evaluate("history.length")
    before = page.evaluate(SAID)
    field = page.get_by_label("Name, publisher, who answered")
    for words in ("c", "council"):
        for _ in range(TRIES):
            # Of a busy server a drawing that was under way can still come, and empty the field.
            field.fill(words)
            field.press("Enter")
            with suppress(WaitedTooLong):
                page.wait_for_function(FINDS, arg=words, timeout=PATIENCE)
                break
        page.wait_for_function(FINDS, arg=words)
    wait_until_drawn(page)
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    page.wait_for_function(f"before => JSON.stringify(({SAID})()) === JSON.stringify(before)", arg=before)


def test_of_a_page_a_browser_translated_every_word_belongs_to_what_is_drawn(visit: Visit) -> None:
    page = visit("/concerns?country=New+Zealand")
    before = page.evaluate(SAID)
    assert page.evaluate(TRANSLATE) > MANY_TEXTS
    page.get_by_role("button", name="New Zealand ✕").click()
    expect(page.get_by_text("All countries, sectors and years")).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    fresh = visit("/concerns", page)
    # Long tables get their tools some time after they are drawn.
    fresh.wait_for_selector(TOOLS_OF_A_TABLE, state="attached", timeout=WAIT)
    after = fresh.evaluate(SAID)
    assert after != before
    page.wait_for_function(f"after => JSON.stringify(({SAID})()) === JSON.stringify(after)", arg=after)
    assert page.evaluate(FIGURES) == fresh.evaluate(FIGURES)


def test_enlarged_four_times_nothing_covers_the_page_and_focus_and_chips_are_seen(visit: Visit) -> None:
    page = visit("/cases?country=New+Zealand&year=2021", viewport=ENLARGED)
    for chip in ("New Zealand ✕", "2021 ✕", "Change"):
        expect(page.get_by_role("button", name=chip)).to_be_in_viewport(ratio=1)
    assert any("New Zealand" in name for name in tabbed(page, 8))
    page.emulate_media(forced_colors="active")
    tabbed(page, 10, forced=True)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 600)")
    page.wait_for_function(UNCOVERED)
    colours = {
        tab.evaluate("tab => getComputedStyle(tab).backgroundColor") for tab in page.get_by_role("tab").all()[:2]
    }
    assert len(colours) == 2, "The tab that is chosen looks like the other."


def tabbed(page: Page, presses: int, *, forced: bool = False) -> list[str]:
    """Go on by keyboard and return the names of what was reached; each is to be seen to have the focus."""
    reached = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["tag"] == "MAIN":
            continue
        assert found["seen"], found
        assert found["place"][0] < ENLARGED["height"], found
        # Streamlit tells it by the colour of a field's border, which forced colours take away.
        assert found["outlined"] or (found["tag"] == "INPUT" and not forced), found
        reached.append(str(found["name"]))
    return reached


def test_a_phone_shares_a_card_with_its_filters_and_not_whose_it_is(chromium: Browser, server: Server) -> None:
    with chromium.new_context(viewport=NARROW, has_touch=True, is_mobile=True) as phone:
        phone.add_init_script("navigator.share = async given => { window.shared = given; }")
        page = phone.new_page()
        page.goto(f"{server.address}/countries?country=Norway#my_sector=Health")
        wait_until_drawn(page)
        expect(page.locator(".st-key-chips")).to_contain_text("You")
        card = page.locator("[class*=st-key-card_]").first
        heading = card.get_by_role("heading")
        card.get_by_role("button", name=f"Share {heading.inner_text()}", exact=True).tap()
        page.wait_for_function("() => window.shared")
        given = page.evaluate("window.shared")
        assert given["text"] == heading.inner_text()
        assert given["title"] == page.title()
        shared = urlsplit(given["url"])
        assert shared.fragment == heading.get_attribute("id")
        assert "country=Norway" in shared.query
        assert "Health" not in given["url"]
        # Whoever changes their mind is told nothing; a browser that cannot is.
        page.evaluate("() => { navigator.share = async () => { throw new DOMException('', 'AbortError'); }; }")
        card.get_by_role("button", name="Share", exact=False).tap()
        expect(card.get_by_role("status").filter(has_text="could not share")).to_have_count(0)
        page.evaluate("() => { navigator.share = async () => { throw new DOMException('', 'NotAllowedError'); }; }")
        card.get_by_role("button", name="Share", exact=False).tap()
        expect(card.get_by_role("status").filter(has_text="could not share")).to_be_visible()
