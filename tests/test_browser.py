"""The dashboard in a real browser: readers' journeys, accessibility, width, movement and privacy.

Every page that any test opens is watched: a request to another host fails the test.
"""

import csv
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pandas as pd
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests.reading import EVIDENCE
from tests.serving import Server, get
from trends.paths import ROOT

pytestmark = pytest.mark.browser

FIRST_PAGE = "overview"
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.name != "_main.py")
WIDE, TABLET, PHONE = 1440, 768, 320
# Streamlit tells a phone by what its browser says of itself, the pages tell it by the width of its window.
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 16; Phone) AppleWebKit/537.36 Chrome/148.0 Mobile Safari/537.36"
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async ([part, options]) => (await axe.run(part ?? document, options)).violations.flatMap(fault =>
    fault.nodes.map(node => ({
        rule: fault.id,
        target: node.target.join(' '),
        html: node.html.slice(0, 200),
        why: [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ').slice(0, 300),
    })))"""
# Adds up every movement of the layout that no click or key caused.
WATCH_MOVEMENT = """() => {
    window.movement = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.movement += entry.value;
    }).observe({type: 'layout-shift', buffered: true});
}"""
# Milliseconds: a busy machine is slow, not wrong.
PATIENCE = 120_000
MOST_MOVEMENT = 0.05
MOST_BOXES = 30
# How often a list is asked for, and how long it may take to open, in milliseconds.
MOST_TRIES, LIST_WAIT = 6, 5_000
# A link to a page would be cut where its words do not fit a line, which nothing tells a reader.
TOO_WIDE = """() => [
    ['document', document.documentElement],
    ['main', document.querySelector('[data-testid=stMain]')],
    ...[...document.querySelectorAll('[data-testid=stMain] [data-testid=stPageLink] span:has(p)')].map(part =>
        [`link “${part.textContent}”`, part]),
]
    .filter(([, part]) => part.scrollWidth > part.clientWidth)
    .map(([name, part]) => `${name}: ${part.scrollWidth} in ${part.clientWidth} px`)"""
DRAWN = """() => document.querySelector('h1')
    && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]')
    && !document.querySelector('[data-testid=stSidebarNavItems] > div:not([role])')
    && (!document.querySelector('.st-key-filters') || document.querySelector('.fields-sheet .showing')?.textContent)
    && [...document.querySelectorAll('.stBidiComponent:not(.st-key-filters *, .st-key-tray *, .st-key-own_survey *)')].every(chart =>
        !chart.offsetParent
        || chart.querySelector(chart.querySelector('.parts') ? '[role=tabpanel]:not([hidden]) :is(.main-svg, td, p)' : '.reading tr, dl, .card-title'))"""
# Pixels that a finger can hit, as WCAG 2.2 asks; a link within words may be as low as they are.
LEAST_TARGET = 24
TOO_SMALL = f"""() => [...document.querySelectorAll('button, summary, select, [role=tab]')]
    .filter(part => part.offsetParent && getComputedStyle(part).visibility === 'visible')
    .map(part => [part, part.getBoundingClientRect()])
    .filter(([, place]) => place.width < {LEAST_TARGET} || place.height < {LEAST_TARGET})
    .map(([part, place]) => `${{part.ariaLabel ?? part.textContent}} is ${{place.width}} x ${{place.height}} px`)"""

STILL = """() => new Promise(resolve => {
    let before = '', frames = 0;
    const look = () => {
        const parts = document.querySelectorAll('[data-testid=stSidebar], h1, [data-testid=chart], .main-svg');
        const now = [...parts].map(part => Object.values(part.getBoundingClientRect().toJSON()).join()).join(';');
        frames = now === before ? frames + 1 : 0;
        before = now;
        if (frames >= 15) resolve(); else requestAnimationFrame(look);
    };
    look();
})"""

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def readers(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """A reader at a desk and one with a phone, who keep what scripts their browsers fetched from test to test."""
    size = {"width": WIDE, "height": 900}
    opened = {
        "desk": chromium.new_context(viewport=size),
        "phone": chromium.new_context(viewport=size | {"width": PHONE}, user_agent=PHONE_AGENT, has_touch=True),
    }
    for reader in opened.values():
        reader.set_default_timeout(PATIENCE)
    yield opened
    for reader in opened.values():
        reader.close()


@pytest.fixture
def open_page(readers: dict[str, BrowserContext], server: Server) -> Iterator[Opened]:
    """Opens pages as a reader who has never been here; afterwards no request may have left this host.

    Nor may a page have asked for what its own policy does not let it, which browsers say on the console.
    """
    pages: list[Page] = []
    asked: list[str] = []
    said: list[str] = []

    def opened(path: str, *, width: int = WIDE) -> Page:
        page = readers["phone" if width == PHONE else "desk"].new_page()
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(f"({WATCH_MOVEMENT})()")
        page.goto(server.address + path)
        wait_until_drawn(page)
        return page

    yield opened
    for page in pages:
        # The next test's reader has never been here.
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.close()
    for reader in readers.values():
        reader.clear_cookies()
    assert asked
    assert [text for text in said if "Content Security Policy" in text] == []
    host = urlsplit(server.address).netloc
    assert [url for url in asked if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != host] == []


def wait_until_drawn(page: Page) -> None:
    """Wait until the page has its title, nothing loads any more, its navigation is mended and every chart is drawn."""
    page.wait_for_function(DRAWN, timeout=PATIENCE)


def wait_until_still(page: Page) -> None:
    """Wait until nothing of the page has moved or changed its size for some frames, however long a frame takes."""
    page.evaluate(STILL)


def path_of(name: str) -> str:
    if name == "body":
        # Without a choice it is a list of kinds; the first body there is stands for all.
        return f"/body?of={pd.read_csv(EVIDENCE / 'bodies.csv', nrows=1)['body_id'].iloc[0]}"
    return "/" if name == FIRST_PAGE else f"/{name}"


def test_what_a_browser_keeps_is_named_in_the_statement_on_privacy(open_page: Opened) -> None:
    page = open_page("/concerns?country=New+Zealand")
    page.evaluate("() => briefing.keep(['movers/shares'])")
    page.evaluate("place => localStorage.setItem('digital-trends-place', place)", PLACE)
    page.reload()
    wait_until_drawn(page)
    kept = page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    kept += [cookie["name"] for cookie in page.context.cookies()]
    assert {"digital-trends-place", "digital-trends-briefing"} <= set(kept)
    named = re.findall(r"`([^`]+)`", (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8"))
    patterns = [re.escape(each).replace("…", ".*") for each in named]
    assert [name for name in kept if not any(re.fullmatch(each, name) for each in patterns)] == []


# Every page: accessible, as wide as its window, and still ------------------------------------------------------------

OPEN, CLOSED = "sidebar open", "sidebar closed"
SIDEBAR, SHEET = "[data-testid=stSidebar]", ".st-key-filters"
# Each beside the one before it in a single respect, so that little has to be drawn anew; the sidebar moves least often,
# since the whole page is laid out anew when it does.
DESKTOP_VIEWS = (
    (WIDE, "light", OPEN),
    (TABLET, "light", OPEN),
    (TABLET, "dark", OPEN),
    (WIDE, "dark", OPEN),
    (WIDE, "dark", CLOSED),
    (TABLET, "dark", CLOSED),
    (TABLET, "light", CLOSED),
    (WIDE, "light", CLOSED),
)
# A page of bars, and one of dots and a map with a table below.
IN_FORCED_COLOURS = {"concerns", "countries"}
PHONE_VIEWS = ((PHONE, "light", CLOSED), (PHONE, "dark", CLOSED), (PHONE, "dark", OPEN), (PHONE, "light", OPEN))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_every_view_fits_its_window_and_answers_on_the_first_screen(
    name: str, open_page: Opened
) -> None:
    page = open_page(path_of(name))
    # What a page is on stands first, and its name where it has no choice of that.
    topics = {"themes": "Theme of this page", "sectors": "Sector of this page", "places": "Country or group"}
    topic = topics.get(name)
    if topic:
        said = page.get_by_label(topic).input_value()
    elif name == "body":
        # Reached from the list of bodies, and named as what its address says of it without scripts.
        (said,) = re.findall("<title>(.*) · Digital Trends</title>", get(page.url).text)
        said = html.unescape(said)
        assert page.locator("h1").inner_text().split(":")[0] in said
    else:
        # Search is reached from the box above every page, releases from its foot, and neither from the navigation.
        hidden = {"search": "Search", "releases": "Releases", "protection": "Protection"}
        said = hidden.get(name) or heading_of_navigation(page)
    assert page.title() == f"{said} · Digital Trends"
    assert page.evaluate("document.documentElement.lang") == "en"
    faults = movement_of(page, name) + faults_of_the_first_screen(page, name, "laptop")
    faults += [fault for view in DESKTOP_VIEWS for fault in faults_of(page, *view)]
    if name in IN_FORCED_COLOURS:
        faults += faults_in_forced_colours(page)
    # A window at a desk that becomes as narrow as a phone, or is enlarged, has the same first screen.
    faults += faults_of_the_first_screen(page, name, "phone")
    if name != "accessibility":
        faults += faults_of_what_is_closed(page, name)
    page = open_page(path_of(name), width=PHONE)
    faults += movement_of(page, name) + faults_of_the_first_screen(page, name, "phone")
    faults += [fault for view in PHONE_VIEWS for fault in faults_of(page, *view)]
    assert not faults, "\n".join(faults)


def faults_in_forced_colours(page: Page) -> list[str]:
    """Return in words what axe finds of colours where the reader has forced their own, beside the same view without."""
    page.emulate_media(forced_colors="active")
    wait_until_still(page)
    found = page.evaluate(RUN_AXE, [None, AXE_OPTIONS | {"runOnly": {"type": "rule", "values": COLOUR_RULES}}])
    page.emulate_media(forced_colors="none")
    return [f"forced colours: {fault['rule']} at {fault['target']}: {fault['why']} {fault['html']}" for fault in found]


def movement_of(page: Page, name: str) -> list[str]:
    """Return in words how far a page moved while it loaded, where that is too far."""
    page.wait_for_timeout(500)
    moved = page.evaluate("window.movement")
    said = f"{name} at {page.viewport_size['width']} px moved by {moved:.3f} while it loaded"
    print(said)
    return [said] if moved > MOST_MOVEMENT else []


# The first screen of a laptop and of a phone held upright, and how far down the first chart may begin, in pixels.
FIRST_SCREENS = {"laptop": ({"width": 1366, "height": 768}, 320), "phone": ({"width": 390, "height": 844}, 480)}
WITHOUT_A_CHART = {"sources", "accessibility", "briefing", "search", "releases", "your_survey", "protection"}
# While a page is drawn anew there may be none.
FIRST_CHART = "() => document.querySelector('[data-testid=chart]')?.getBoundingClientRect().top"


def faults_of_the_first_screen(page: Page, name: str, device: str) -> list[str]:
    """Return in words where the first chart of a page just opened begins, where the first screen does not hold that."""
    if name in WITHOUT_A_CHART:
        return []
    size, most_above = FIRST_SCREENS[device]
    page.set_viewport_size(size)
    wait_until_still(page)
    try:
        # A page that becomes narrow is drawn anew.
        page.wait_for_function(f"most => ({FIRST_CHART})() <= most", arg=most_above, timeout=LIST_WAIT)
    except WaitedTooLong:
        return [f"{name}: on a {device} the first chart begins at {page.evaluate(FIRST_CHART):.0f} px"]
    return []


def heading_of_navigation(page: Page) -> str:
    """Return what the navigation calls the page that is open."""
    return page.locator('[data-testid="stSidebarNavLink"][aria-current="page"] p').inner_text()


def faults_of(page: Page, width: int, scheme: str, sidebar: str, part: str | None = None) -> list[str]:
    """Return in words what axe finds in a view of the page, or in a part of it, and what is too wide for it."""
    arrange(page, width, scheme, sidebar)
    view = f"{width} px, {scheme}, {sidebar}"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # A dark page has the same elements in other colours, so only rules on colour can find something new; and of a dark
    # page with its sidebar closed, an open sidebar differs in the sidebar.
    options = AXE_OPTIONS if scheme == "light" else AXE_OPTIONS | {"runOnly": {"type": "rule", "values": COLOUR_RULES}}
    part = part or (SIDEBAR if (scheme, sidebar) == ("dark", OPEN) else None)
    faults = [
        f"{view}: {fault['rule']} at {fault['target']}: {fault['why']} {fault['html']}"
        for fault in page.evaluate(RUN_AXE, [part, options])
    ]
    return [*faults, *(f"{view}: {part}" for looked in (TOO_WIDE, TOO_SMALL) for part in page.evaluate(looked))]


def arrange(page: Page, width: int, scheme: str, sidebar: str) -> None:
    """Bring a page into a width, an appearance and with its sidebar open or closed."""
    if page.viewport_size != {"width": width, "height": 900}:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until_still(page)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_function(WEARS_THE_SCHEME, arg=scheme)
    set_sidebar(page, opened=sidebar == OPEN)
    wait_until_drawn(page)


# Charts turn with the page, without a word from the server.
DRAWN_SIZE = "chart => [chart.clientWidth, chart.clientHeight]"
WEARS_THE_SCHEME = """scheme => {
    const tint = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
    // A chart in sight but not yet drawn wears nothing: the page has not turned before it is.
    const wears = chart => {
        const drawing = chart.querySelector('.main-svg');
        return drawing !== null && getComputedStyle(drawing).backgroundColor === tint;
    };
    return (tint === 'rgb(255, 255, 255)') === (scheme === 'light')
        && [...document.querySelectorAll('[data-testid=chart]')].every(chart => !chart.offsetParent || wears(chart));
}"""


def set_sidebar(page: Page, *, opened: bool) -> None:
    sidebar = page.get_by_test_id("stSidebar")
    if (sidebar.get_attribute("data-collapsed") == "false") != opened:
        page.get_by_role("button", name="Expand sidebar" if opened else "Collapse sidebar").click()
        expect(sidebar).to_have_attribute("data-collapsed", "false" if opened else "true")
        # The sidebar slides; half way nothing stands where it belongs.
        wait_until_still(page)


def faults_of_what_is_closed(page: Page, name: str) -> list[str]:
    """Open every box, table and note of a page, and return the faults in them, in words."""
    arrange(page, WIDE, "light", OPEN)
    unfold(page, "stMain")
    sheet = faults_of_the_filters(page) if name == FIRST_PAGE else []
    turn_cards(page, "Table")
    faults = [*sheet, *faults_of(page, WIDE, "light", OPEN)]
    # As narrow as a phone, and no phone: so a reader has it who enlarges the page to four times its size.
    arrange(page, PHONE, "light", CLOSED)
    faults += [f"{PHONE} px, tables: {part}" for part in page.evaluate(TOO_WIDE)]
    turn_cards(page, "About this figure")
    return [*faults, *faults_of(page, PHONE, "light", CLOSED)]


def faults_of_the_filters(page: Page) -> list[str]:
    """Open the filters, which are the same on every page, and all boxes in them; return the faults in them, in words."""
    open_filters(page)
    assert unfold(page, "stMain") >= 1
    views = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "dark"), (PHONE, "light"))
    faults = [fault for width, scheme in views for fault in faults_of(page, width, scheme, CLOSED, SHEET)]
    page.get_by_role("button", name="Done").click()
    arrange(page, WIDE, "light", OPEN)
    return faults


def open_filters(page: Page) -> None:
    """Open the filters, unless they are open."""
    if not page.locator(SHEET).is_visible():
        page.get_by_role("button", name="Change", exact=True).press("Enter")
        expect(page.locator(SHEET)).to_be_visible()


def unfold(page: Page, part: str) -> int:
    """Open every closed box of a part of the page, also those inside others; return how many there were."""
    closed = page.get_by_test_id(part).locator("details:not([open]) > summary").filter(visible=True)
    opened = 0
    while closed.count():
        closed.first.click()
        opened += 1
        # Some are filled by the server, which draws them anew.
        page.wait_for_timeout(150)
        wait_until_drawn(page)
        assert opened < MOST_BOXES, "A box closes again when it is opened."
    return opened


def turn_cards(page: Page, part: str) -> None:
    """Turn every card of the page to one of its parts."""
    for tab in page.get_by_role("tab", name=part, exact=True).all():
        if tab.is_visible():
            tab.click()
    wait_until_drawn(page)


# The filters ----------------------------------------------------------------------------------------------------------


PLACE = '{"my_country": "New Zealand", "my_sector": "Local government"}'
FILTERS = "country=United+Kingdom&country=Ireland&sector=Local+government&year=2022&year=2023&year=2024&year=2025"


@pytest.mark.parametrize("device", ["phone", "laptop"])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in WITHOUT_A_CHART] + ["briefing"])
def test_place_and_filters_move_nothing_and_leave_the_chart_on_the_first_screen(
    name: str, device: str, open_page: Opened
) -> None:
    page = open_page("/accessibility", width=PHONE if device == "phone" else WIDE)
    page.evaluate("place => localStorage.setItem('digital-trends-place', place)", PLACE)
    size, most_above = FIRST_SCREENS[device]
    page.set_viewport_size(size)
    path = path_of(name)
    page.goto(urljoin(page.url, f"{path}{'&' if '?' in path else '?'}{FILTERS}"))
    wait_until_drawn(page)
    wait_until_still(page)
    expect(page.get_by_role("button", name=re.compile("^You.*✕"))).to_be_attached()
    # The way to the filters stays in sight, however many chips there are.
    expect(page.get_by_role("button", name="Change", exact=True)).to_be_in_viewport(ratio=1)
    # Some pages have no chart for every choice of filters.
    tops = page.evaluate("() => [...document.querySelectorAll('[data-testid=chart]')].slice(0, 1)"
                         ".map(chart => chart.getBoundingClientRect().top)")  # fmt: skip
    assert [top for top in tops if top > most_above] == []
    assert movement_of(page, name) == []


@pytest.mark.parametrize("device", FIRST_SCREENS)
def test_what_an_address_asks_for_in_vain_is_in_sight_moves_nothing_and_can_be_closed(
    device: str, open_page: Opened
) -> None:
    page = open_page("/accessibility", width=PHONE if device == "phone" else WIDE)
    size, _ = FIRST_SCREENS[device]
    page.set_viewport_size(size)
    tops = []
    for address in ("/places", "/places?country=Austrlia&ctry=GBR&from=2019"):
        page.goto(urljoin(page.url, address))
        wait_until_drawn(page)
        expect(page.get_by_test_id("chart").first).to_be_visible()
        wait_until_still(page)
        tops.append(page.evaluate(FIRST_CHART))
    assert tops[0] == tops[1]
    note = page.locator(".st-key-left_out")
    expect(note).to_be_in_viewport(ratio=1)
    expect(note).to_contain_text("Did you mean country?")
    # It takes its room from the window: what is drawn ends above it, so that it covers nothing and the last line is read.
    ends = "parts => parts.map(part => part.getBoundingClientRect().bottom)"
    box = note.bounding_box()
    assert box
    for part in ("stMain", "stSidebar"):
        assert [end for end in page.get_by_test_id(part).evaluate_all(ends) if end > box["y"] + 1] == []
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    last = page.get_by_test_id("stMain").get_by_text("Every figure names its source").bounding_box()
    assert last
    assert last["y"] + last["height"] <= box["y"]
    assert movement_of(page, "places") == []
    assert faults_of(page, size["width"], "light", "closed") == []
    close = note.get_by_role("button", name="Close")
    close.focus()
    page.keyboard.press("Enter")
    expect(note).to_have_count(0)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').offsetHeight === innerHeight")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_a_search_finds_moves_nothing(width: int, open_page: Opened) -> None:
    page = open_page("/search?q=Holland", width=width)
    expect(page.get_by_role("link", name="Netherlands", exact=True).first).to_be_visible()
    wait_until_still(page)
    assert movement_of(page, "search") == []


def test_a_door_that_sets_a_choice_of_its_page_leaves_it_in_the_address(open_page: Opened, server: Server) -> None:
    page = open_page("/themes?country=Kenya")
    page.get_by_role("link", name="All countries:").last.click()
    page.wait_for_url(re.compile(r"/countries\?.*indicator="))
    wait_until_drawn(page)
    shown = page.get_by_test_id("stHeading").all_inner_texts()
    assert "country=Kenya" in page.url
    again = open_page(page.url.removeprefix(server.address))
    assert again.get_by_test_id("stHeading").all_inner_texts() == shown


def test_a_door_opens_in_a_tab_of_its_own_with_what_it_chooses_and_turns_the_page_without_a_load(
    open_page: Opened,
) -> None:
    page = open_page("/sectors?branch=Health&country=Canada&year=2023")
    door = page.get_by_test_id("stMain").get_by_role("link", name="All its concerns")
    page.wait_for_function("link => link.href.includes('year')", arg=door.element_handle())
    with page.context.expect_page() as opened:
        door.click(modifiers=["ControlOrMeta"])
    other = opened.value
    wait_until_drawn(other)
    chosen = {"sector": ["Health"], "country": ["Canada"], "year": ["2023"]}
    assert parse_qs(urlsplit(other.url).query) == chosen
    title = other.title()
    other.close()
    page.evaluate("window.loadedOnce = true")
    door.click()
    page.wait_for_url("**/concerns?*")
    wait_until_drawn(page)
    assert parse_qs(urlsplit(page.url).query) == chosen
    assert page.title() == title
    assert page.evaluate("window.loadedOnce")


def test_a_chart_of_more_bodies_than_the_filters_leave_begins_as_high_up(open_page: Opened) -> None:
    page = open_page("/bodies?country=New+Zealand")
    assert faults_of_the_first_screen(page, "bodies", "laptop") == []
    chart = page.get_by_test_id("chart").first
    note = page.get_by_text(re.compile(r"^The filters leave 1 of \d+, too few for shares"))
    assert note.bounding_box()["y"] > chart.bounding_box()["y"]  # type: ignore[index]


LONG_NAMES = (
    "/?country=Ireland",
    "/places?place=Ireland",
    "/places?place=Antigua+%26+Barbuda",
    "/themes?topic=Integration%2C+interoperability+and+shared+services",
    # What surveys say on it is a table alone.
    "/themes?topic=Identity+and+access",
    "/sectors?branch=Across+the+public+sector",
    "/sectors?branch=State+or+regional+government",
    "/sectors?branch=Education",
)


@pytest.mark.parametrize("path", LONG_NAMES)
def test_long_names_leave_the_first_chart_on_the_first_screen(path: str, open_page: Opened) -> None:
    faults = faults_of_the_first_screen(open_page(path), path, "laptop")
    faults += faults_of_the_first_screen(open_page(path, width=PHONE), path, "phone")
    assert faults == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_change_opens_the_filters_and_a_chip_undoes_a_choice(width: int, open_page: Opened) -> None:
    page = open_page("/concerns?country=New+Zealand", width=width)
    change = page.get_by_role("button", name="Change", exact=True)
    country = page.get_by_role("combobox", name="Country")
    # Closed, a keyboard does not wander through what cannot be seen.
    expect(country).to_have_count(0)
    expect(change).to_have_attribute("aria-expanded", "false")
    change.press("Enter")
    expect(country).to_be_focused()
    expect(country).to_be_in_viewport()
    sheet = page.get_by_role("dialog" if width == PHONE else "region", name="Filters and your place")
    expect(sheet).to_be_visible()
    assert (sheet.bounding_box() or {}).get("width") == width or width == WIDE
    if width == PHONE:
        # What lies under the sheet is not reached.
        done = page.get_by_role("button", name="Done")
        done.focus()
        page.keyboard.press("Shift+Tab")
        assert sheet.evaluate("sheet => sheet.contains(document.activeElement)")
        page.keyboard.press("Tab")
        expect(done).to_be_focused()
    else:
        country.focus()
    page.keyboard.press("Escape")
    expect(change).to_be_focused()
    expect(country).to_have_count(0)
    page.get_by_role("button", name="New Zealand ✕").press("Enter")
    page.wait_for_url(re.compile("/concerns$"))
    expect(page.get_by_role("button", name="New Zealand ✕")).to_have_count(0)


def test_years_are_a_range_that_says_gaps_of_a_link(open_page: Opened) -> None:
    page = open_page("/concerns?year=2019&year=2023")
    open_filters(page)
    ends = [page.get_by_role("combobox", name=name) for name in ("From year", "To year")]
    expect(page.get_by_text("Of these only 2019, 2023")).to_be_visible()
    expect(ends[0]).to_have_value("2019")
    page.get_by_role("button", name="Last 4 years").click()
    page.wait_for_function("() => new URLSearchParams(location.search).getAll('year').length === 4")
    wait_until_drawn(page)
    first, last = (end.input_value() for end in ends)
    assert parse_qs(urlsplit(page.url).query)["year"] == [str(year) for year in range(int(first), int(last) + 1)]
    ends[0].select_option(str(int(first) - 1))
    page.wait_for_function("() => new URLSearchParams(location.search).getAll('year').length === 5")
    expect(page.get_by_role("button", name=f"{int(first) - 1}–{last} ✕")).to_be_visible()
    page.get_by_role("button", name="All years").click()
    page.wait_for_url(re.compile("/concerns$"))
    expect(ends[1]).to_have_value("")


def test_links_take_the_filters_along_and_open_in_a_tab_of_their_own(open_page: Opened) -> None:
    page = open_page("/concerns?country=New+Zealand&year=2021&year=2022")
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name="Cases")
    page.wait_for_function("link => link.href.includes('country')", arg=link.element_handle())
    assert urlsplit(link.get_attribute("href") or "").query == "country=New+Zealand&year=2021&year=2022"
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    other = opened.value
    wait_until_drawn(other)
    assert urlsplit(other.url)[2:4] == ("/cases", "country=New+Zealand&year=2021&year=2022")
    assert "/concerns" in page.url
    other.close()
    # A choice that is dropped leaves the links too.
    page.get_by_role("button", name="2021–2022 ✕").click()
    page.wait_for_function("link => !link.href.includes('year')", arg=link.element_handle())


# Readers' journeys ----------------------------------------------------------------------------------------------------


def test_a_reader_filters_by_keyboard_and_the_choice_goes_along(open_page: Opened) -> None:
    page = open_page("/priorities")
    finding = first_finding(page)
    everything = status(page)
    live = status_of(page).element_handle()
    tab_to(page, "Change")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Country")).to_be_focused()
    page.keyboard.type("Scotland")
    expect(page.get_by_role("listbox", name="Country")).to_contain_text("Parts of a country")
    for _ in range(MOST_TRIES):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("United Kingd")
        if is_offered(page, "United Kingdom"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/priorities?country=United+Kingdom")
    # The list of countries stays open for another choice, and hides the rest of the page meanwhile.
    page.keyboard.press("Escape")
    expect(status_of(page)).to_contain_text(": United Kingdom.")
    wait_until_drawn(page)
    chosen = status(page)
    assert figures(chosen) < figures(everything)
    assert first_finding(page) != finding
    # A screen reader speaks the change only if the element that holds the words stayed.
    assert live.evaluate("element => element.isConnected")
    finding = first_finding(page)

    page.reload()
    wait_until_drawn(page)
    assert (status(page), first_finding(page)) == (chosen, finding)

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Concerns").click()
    page.wait_for_url("**/concerns?country=United+Kingdom")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^What worries .*"))
    wait_until_drawn(page)
    assert status(page) == chosen
    assert page.title() == "Concerns · United Kingdom · Digital Trends"

    page.go_back()
    page.wait_for_url("**/priorities?country=United+Kingdom")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^What do .* put first"))
    wait_until_drawn(page)
    assert (status(page), first_finding(page)) == (chosen, finding)

    page.go_forward()
    page.wait_for_url("**/concerns?country=United+Kingdom")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^What worries .*"))
    wait_until_drawn(page)

    open_filters(page)
    page.get_by_role("button", name="Clear filters").click()
    expect(status_of(page)).to_have_text(everything)
    expect(page).to_have_url(re.compile("/concerns$"))


def test_a_link_with_codes_turns_into_names(open_page: Opened) -> None:
    page = open_page("/concerns?country=GBR&sector=local_government&year=2024&theme=nonsense")
    page.wait_for_url("**/concerns?country=United+Kingdom&sector=Local+government&year=2024")
    assert status(page).endswith(": United Kingdom; Local government; 2024.")


def test_a_card_says_the_same_as_chart_table_image_and_file(open_page: Opened, server: Server) -> None:
    page = open_page("/priorities?" + urlencode({"country": "United Kingdom", "question": a_list_of_shares("GBR")}))
    card = first_card(page)
    the_image_carries_finding_base_and_source(page, card)
    the_table_beside_the_chart_holds_what_the_chart_says(card)
    the_files_are_those_of_the_data_api(page, card, server)


def a_list_of_shares(country: str) -> str:
    """Return the priorities with most shares of those read of one slice of a country alone, as the page names them."""
    findings, questions, surveys = (
        pd.read_csv(EVIDENCE / f"{table}.csv", dtype=str, keep_default_na=False)
        for table in ("findings", "questions", "surveys")
    )
    asked = questions[(questions["kind"] == "priority") & (questions["measure"] == "percent")]
    rows = findings[(findings["country"] == country) & findings["question"].isin(asked["question"])]
    slices = rows[["question", "sector", "region", "body_size"]].drop_duplicates()["question"].value_counts()
    shares = rows.loc[rows["question"].map(slices) == 1, "question"].value_counts()
    listed = asked.set_index("question").loc[min(shares[shares == shares.max()].index)]
    return f"{surveys.set_index('survey')['name'][listed['survey']]}: {listed['label']}"


def the_files_are_those_of_the_data_api(page: Page, card: Locator, server: Server) -> None:
    card.get_by_role("button", name="Download").click()
    box = page.get_by_test_id("stPopoverBody")
    shown = download(page, box.get_by_role("button", name="CSV"))
    behind = download(page, box.get_by_role("link", name="CSV, all rows"))

    rows = read(behind)
    selection = {field: sorted({row[field] for row in rows}) for field in ("question", "country", "sector")}
    answered = get(f"{server.address}/api/v1/findings.csv", params=selection).raise_for_status()
    assert Path(behind.path()).read_bytes() == answered.content
    assert f'filename="{behind.suggested_filename}"' in answered.headers["content-disposition"]

    items = [row["item"] for row in read(shown)]
    table = table_of(card)
    assert items == [row[0] for row in table]
    assert set(items) <= {row["item"] for row in rows}
    assert re.fullmatch(r"digital-trends-[a-z0-9-]+\.csv", shown.suggested_filename)


def the_table_beside_the_chart_holds_what_the_chart_says(card: Locator) -> None:
    said = [text.strip() for text in card.locator(".js-plotly-plot text").all_text_contents()]
    table = table_of(card)
    assert len(table) >= 3
    assert said == [*(row[0] for row in table), *(row[1] for row in table)]


def test_on_a_phone_pages_are_a_drawer_and_filters_a_sheet(open_page: Opened) -> None:
    page = open_page("/concerns", width=PHONE)
    everything = status(page)
    # What opens the drawer says so, to those who see it and to those who hear it.
    opener = page.get_by_role("button", name="Pages: expand sidebar")
    assert opener.evaluate("button => getComputedStyle(button, '::after').content") == '"Pages"'
    # With the drawer closed the keyboard must not wander through what cannot be seen.
    for _ in range(8):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('[data-testid=stSidebar]') !== null")
    choose_option(page, "Country", "New Zealand")
    page.wait_for_url("**/concerns?country=New+Zealand")
    # No list lies over the field that is touched next.
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(status_of(page)).not_to_have_text(everything)
    wait_until_drawn(page)
    page.get_by_role("combobox", name="Country").tap()
    expect(page.get_by_role("listbox", name="Country")).to_be_visible()
    page.locator(".fields-sheet .sheet-top").tap(position={"x": 5, "y": 5})
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("combobox", name="Sector").tap()
    expect(page.get_by_role("listbox", name="Sector")).to_be_visible()
    page.get_by_role("option", name="Health", exact=True).tap()
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_role("button", name="Remove Health").tap()
    page.wait_for_url("**/concerns?country=New+Zealand")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("combobox", name="Country")).to_have_count(0)
    assert figures(status(page)) < figures(everything)
    assert page.evaluate(TOO_WIDE) == []


def test_a_chart_fits_its_place_is_redrawn_in_place_and_turns_with_the_page(open_page: Opened) -> None:
    page = open_page("/themes")
    the_chart_fits_its_place_also_when_a_reader_enlarges_the_page(page)
    wait_until_drawn(page)
    chart = page.get_by_test_id("chart").first
    node = chart.element_handle()
    before = chart.get_attribute("aria-label")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(WEARS_THE_SCHEME, arg="dark")
    # There the page begins with the same card; where what bodies do comes first, its chart is another.
    choose_option(page, "Country", "United States")
    page.keyboard.press("Escape")
    expect(chart).not_to_have_attribute("aria-label", str(before))
    wait_until_drawn(page)
    assert node.evaluate("(node, now) => node === now", chart.element_handle())
    page.wait_for_function(WEARS_THE_SCHEME, arg="dark")


def the_chart_fits_its_place_also_when_a_reader_enlarges_the_page(page: Page) -> None:
    card = first_card(page)
    chart = card.get_by_test_id("chart")
    wide = chart.evaluate(DRAWN_SIZE)
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.wait_for_function("([chart, before]) => chart.clientHeight > before", arg=[chart.element_handle(), wide[1]])
    wait_until_drawn(page)
    narrow = chart.evaluate(DRAWN_SIZE)
    assert narrow[0] < wide[0]
    # What follows the chart stands below it, not on it.
    below = card.get_by_role("button", name="Save as PNG").bounding_box()
    place = chart.bounding_box()
    assert below
    assert place
    assert below["y"] >= place["y"] + narrow[1]
    foot = card.get_by_text("Source: ", exact=False).last.bounding_box()
    assert foot
    assert foot["y"] >= below["y"] + LEAST_TARGET
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.wait_for_function("([chart, height]) => chart.clientHeight === height", arg=[chart.element_handle(), wide[1]])


def the_image_carries_finding_base_and_source(page: Page, card: Locator) -> None:
    with page.expect_download() as started:
        card.get_by_role("button", name="Save as SVG").click()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", Path(started.value.path()).read_text(encoding="utf-8")))
    foot = card.get_by_text("Source: ", exact=False).last.inner_text()
    for words in (first_finding(page), foot.partition(" · ")[0]):
        for word in html.escape(words, quote=False).split():
            assert word in said, (word, words)
    assert "Source: " in said
    assert started.value.suggested_filename.endswith(".svg")
    with page.expect_download() as started:
        card.get_by_role("button", name="Save as PNG").click()
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")


def test_readers_place_themselves_and_no_address_tells(open_page: Opened) -> None:
    page = open_page("/countries")
    open_filters(page)
    page.locator(".own-place summary").click()
    choose_option(page, "My country", "New Zealand")
    expect(page.get_by_text("You are", exact=False).first).to_be_visible()
    assert urlsplit(page.url).query == ""
    assert faults_of(page, WIDE, "light", OPEN) == []
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where is digital in public services going?")
    expect(page.get_by_test_id("stMain").get_by_text("New Zealand", exact=False).first).to_be_visible()
    # Spoken when a choice changes it.
    expect(page.get_by_role("status").filter(has_text="You · New Zealand")).to_be_visible()
    assert urlsplit(page.url).query == ""


def choose_option(page: Page, field: str, option: str) -> None:
    """Choose an option of a select of the filters by its first letters, as a reader does; opens them first.

    A list closes for good when the page scrolls, be it by the layout that comes late or by what brings the option
    into view, and it does not open for what was typed before its box had opened. Waiting longer brings no list back:
    a reader types again.
    """
    open_filters(page)
    box = page.get_by_role("combobox", name=field)
    for _ in range(MOST_TRIES):
        wait_until_drawn(page)
        box.fill("")
        box.fill(option[:-2])
        if not is_offered(page, option):
            continue
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=LIST_WAIT)
        except WaitedTooLong:
            continue
        return
    pytest.fail(f"{MOST_TRIES} times {field} did not offer {option}.")


def is_offered(page: Page, option: str) -> bool:
    """Return whether an open list has an option, after giving it time to come."""
    try:
        page.get_by_role("option", name=option, exact=True).wait_for(timeout=LIST_WAIT)
    except WaitedTooLong:
        return False
    return True


# A button that is told by an icon and words is named by its words.
NAMED = """() => {
    const {ariaLabel, innerText} = document.activeElement;
    return ariaLabel ?? innerText.trim().split("\\n").at(-1);
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with an accessible name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED) == name:
            return
    pytest.fail(f"No 40 presses of Tab lead to {name}.")


def status_of(page: Page) -> Locator:
    """Return what says how much the filters leave, be they open or closed."""
    return page.locator(f"{SHEET} [role=status]").filter(has_text=re.compile("^Showing"))


def status(page: Page) -> str:
    """Return what the filters say is shown."""
    return status_of(page).text_content() or ""


def figures(said: str) -> int:
    found = re.match(r"Showing ([\d,]+) figure", said)
    assert found, said
    return int(found[1].replace(",", ""))


def first_card(page: Page) -> Locator:
    return page.locator('[class*="st-key-card_"]').first


def first_finding(page: Page) -> str:
    """Return the title of the first card: what its chart shows, in a sentence."""
    return first_card(page).get_by_role("heading").inner_text()


def table_of(card: Locator) -> list[list[str]]:
    """Open the tab Table of a card and return its rows, without the head."""
    card.get_by_role("tab", name="Table").click()
    table = card.locator("table")
    expect(table).to_be_visible()
    rows: list[list[str]] = table.evaluate(
        "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return rows


def download(page: Page, offered: Locator) -> Download:
    with page.expect_download() as started:
        offered.click()
    return started.value


def read(file: Download) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(file.path()).read_text(encoding="utf-8-sig"))))
