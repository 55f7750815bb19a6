"""Streamlit's front end as it is sent: packed, kept for good, its small scripts as one, with the first words at once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.serving import Server, get, head
from tests.test_browser import PHONE_AGENT, wait_until_drawn
from trends.figures.browser import CHART_ADDRESS, PLOTLY_ADDRESS, SHAPES_ADDRESS
from trends.paths import BROWSER_FILES, ROOT
from trends.serve import assets, frontend, packing
from trends.store.store import Store
from trends.subjects import registry

INDEX = frontend.files()[next(name for name in frontend.files() if name.endswith(".js"))].parents[2] / "index.html"
SCRIPTS = sorted(name for name in frontend.files() if name.endswith(".js"))
ASKED = re.compile(r'(?:src|href)="\./(static/js/[\w.-]+)"')
# The most requests to the first chart of a first visit, see docs/performance.md.
MOST = 60


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    """The scripts that are sent as one, by name."""
    body = frontend.packed()[1].decode()
    begin, end = (BROWSER_FILES / "modules.js").read_text().split("MODULES")
    held: dict[str, str] = json.loads(body.removeprefix(begin).removesuffix(end))
    return held


def test_small_scripts_are_sent_as_they_are(small: dict[str, str]) -> None:
    assert small
    for name, text in small.items():
        assert frontend.files()[f"static/js/{name}"].read_text(encoding="utf-8") == text
        assert len(text) <= frontend.SMALL
        # It would ask for what lies beside its address in memory, where nothing does.
        assert "import.meta" not in text


def test_every_element_named_is_one_of_streamlits(small: dict[str, str]) -> None:
    known = {Path(name).name.rpartition(".")[0].rpartition(".")[0] for name in SCRIPTS}
    assert set(frontend.ELEMENTS) <= known
    assert small.keys() <= {Path(name).name for name in SCRIPTS}


def test_nobody_waits_for_what_a_page_asks_for_to_be_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITAL_TRENDS_CACHE", str(tmp_path))
    assets.pack()

    def never(_body: bytes) -> bytes:
        raise AssertionError("Packed while a reader waits.")

    monkeypatch.setattr(packing, "TIGHTLY", dict.fromkeys(packing.WAYS, never))
    asked = re.findall(r'(?:src|href)="\./([^"]+\.(?:js|css))"', frontend.leaner(INDEX.read_bytes()).decode())
    ours = [PLOTLY_ADDRESS, CHART_ADDRESS, SHAPES_ADDRESS]
    client = TestClient(Starlette(routes=assets.ROUTES, middleware=[Middleware(assets.StreamlitFiles)]))
    for name in (*asked, *ours):
        for way in packing.WAYS:
            answer = client.get(f"/{name}", headers={"Accept-Encoding": way})
            assert answer.status_code == 200
            assert answer.headers.get("content-encoding", way) == way
    assert len(asked) > len(ours)


def test_the_page_asks_for_each_script_once(small: dict[str, str]) -> None:
    before = INDEX.read_bytes()
    after = frontend.leaner(before).decode()
    asked = ASKED.findall(after)
    assert len(asked) == len(set(asked))
    assert {Path(name).name for name in asked}.isdisjoint(small)
    kept = {name for name in ASKED.findall(before.decode()) if Path(name).name not in small}
    assert kept <= set(asked) <= set(SCRIPTS)
    # What stands before them is shown while a browser waits.
    assert after.index('<div id="root">') < after.index(frontend.packed()[0])
    # An import map counts only before the first script that imports.
    assert after.index(frontend.packed()[0]) < min(after.index(name) for name in asked)


def test_a_page_without_scripts_stays_as_it_is() -> None:
    page = b"<html><head></head><body>Nothing is asked for here.</body></html>"
    assert frontend.leaner(page) == page


@pytest.mark.parametrize(
    "name", [SCRIPTS[0], frontend.packed()[0], *(n for n in frontend.files() if n.endswith("css"))]
)
def test_a_file_is_sent_packed_whole_and_for_good(server: Server, name: str) -> None:
    address = f"{server.address}/{name}"
    sent = {way: get(address, headers={"Accept-Encoding": way}) for way in ("br", "gzip", "identity")}
    assert {way: answer.headers.get("content-encoding") for way, answer in sent.items()} == {
        "br": "br", "gzip": "gzip", "identity": None,
    }  # fmt: skip
    assert len({answer.content for answer in sent.values()}) == 1
    assert len({answer.headers["etag"] for answer in sent.values()}) == len(sent)
    for way, answer in sent.items():
        assert answer.headers["cache-control"] == assets.FOR_GOOD
        assert "Accept-Encoding" in answer.headers["vary"]
        without = head(address, headers={"Accept-Encoding": way})
        assert (without.status_code, without.content) == (200, b"")
        assert without.headers["content-length"] == answer.headers["content-length"]
        known = {"Accept-Encoding": way, "If-None-Match": answer.headers["etag"]}
        assert get(address, headers=known).status_code == 304
    assert get(address, headers={"Accept-Encoding": "identity", "If-None-Match": '"other"'}).status_code == 200


def test_a_font_is_sent_as_it_is(server: Server) -> None:
    name = next(name for name in frontend.files() if name.endswith(".woff2"))
    answer = get(f"{server.address}/{name}", headers={"Accept-Encoding": "br"})
    assert answer.content == frontend.files()[name].read_bytes()
    assert "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == assets.FOR_GOOD


@pytest.mark.parametrize(
    "name", ["static/js/../../index.html", "static/js/nothing.js", "static/js", "static/../../app.py"]
)
def test_no_address_leads_elsewhere(server: Server, name: str) -> None:
    assert get(f"{server.address}/{name.replace('..', '%2e%2e')}").status_code in {400, 404}


def test_a_page_is_packed_as_the_browser_takes_it(server: Server) -> None:
    sent = {
        way: get(f"{server.address}/concerns", headers={"Accept-Encoding": way}) for way in ("br", "gzip", "identity")
    }
    assert [answer.headers.get("content-encoding") for answer in sent.values()] == ["br", "gzip", None]
    # But for the mark of its scripts, which is new for each answer.
    assert len({re.sub(r'nonce="[^"]+"', "", answer.text) for answer in sent.values()}) == 1
    for way, answer in sent.items():
        assert "Accept-Encoding" in answer.headers["vary"]
        without = head(f"{server.address}/concerns", headers={"Accept-Encoding": way})
        # The mark itself packs a little better or worse.
        size = int(answer.headers["content-length"])
        assert int(without.headers["content-length"]) == pytest.approx(size, abs=0 if way == "identity" else 40)


# Where the letters of the first line of an element stand, whatever is around them.
FIRST_LINE = """element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const {left, top, height} = range.getClientRects()[0];
    return [left, top + height / 2];
}"""
WATCH_PAINTS = """window.paints = {largest: 0, drawn: 0};
new PerformanceObserver(list => list.getEntries().forEach(each => { paints.largest = each.startTime; }))
    .observe({type: "largest-contentful-paint", buffered: true});
new MutationObserver(() => {
    if (!paints.drawn && document.querySelector("[data-testid=stMain] h1")) paints.drawn = performance.now();
}).observe(document, {childList: true, subtree: true});"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_a_first_visit_asks_for_little_and_the_next_page_for_no_script(
    page: Page, server: Server, small: dict[str, str]
) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(server.address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=120_000)
    over_the_wire = [url for url in asked if not url.startswith(("data:", "blob:"))]
    assert len(over_the_wire) <= MOST
    assert {url.rpartition("/")[2] for url in over_the_wire}.isdisjoint(small)
    wait_until_drawn(page)
    asked.clear()
    page.locator("[data-testid=stSidebarNavLink]").get_by_text(registry.PAGES["concerns"].title, exact=True).click()
    expect(page.locator("[data-testid=stMain] h1")).to_have_text(re.compile("worr|concern", re.IGNORECASE))
    wait_until_drawn(page)
    assert [url for url in asked if "/static/" in url or "/assets/" in url] == []
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "countries", "concerns?country=United+Kingdom", "themes?topic=Cyber+resilience"])
def test_the_first_words_are_those_that_the_page_then_shows(
    page: Page, server: Server, path: str, store: Store
) -> None:
    assert store.fingerprint
    # The scripts do not come: what the HTML brought stands alone.
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    page.goto(f"{server.address}/{path}")
    words = page.locator(".first-words")
    expect(words.locator("h1")).to_be_visible()
    question, answer = words.locator("h1").inner_text(), words.locator("p").inner_text()
    places = [words.locator(tag).evaluate(FIRST_LINE) for tag in ("h1", "p")]
    page.unroute("**/static/js/index.*.js")
    page.goto(f"{server.address}/{path}")
    wait_until_drawn(page)
    expect(words).to_have_count(0)
    drawn = page.locator("[data-testid=stMain] h1")
    expect(drawn).to_have_text(question)
    answered = page.locator("[data-testid=stMain] p").filter(has_text=answer[:40]).first
    expect(answered).to_have_text(answer)
    for before, now in zip(places, [each.evaluate(FIRST_LINE) for each in (drawn, answered)], strict=True):
        assert before == pytest.approx(now, abs=2)


@pytest.mark.browser
@pytest.mark.parametrize("path", ["movers", "themes", "concerns", "cases"])
def test_no_words_that_come_later_are_a_larger_paint_on_a_phone(chromium: Browser, server: Server, path: str) -> None:
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE_AGENT)
    page = phone.new_page()
    page.add_init_script(WATCH_PAINTS)
    page.goto(f"{server.address}/{path}")
    wait_until_drawn(page)
    page.wait_for_timeout(300)
    # The largest one was there before Streamlit had drawn the question.
    assert 0 < page.evaluate("window.paints.largest") <= page.evaluate("window.paints.drawn")
    phone.close()


@pytest.mark.browser
def test_the_first_words_wait_for_no_font_and_are_as_high_as_the_words_that_replace_them(
    page: Page, server: Server
) -> None:
    page.route("**/static/js/index.*.js", lambda route: route.abort())
    page.goto(f"{server.address}/countries")
    words = page.locator(".first-words p")
    expect(words).to_be_visible()
    # Text in a font that is still to come is not painted for up to three seconds: this one is on the reader's machine.
    family = words.evaluate("p => getComputedStyle(p).fontFamily").split(",")[0].strip("\"'")
    style = (ROOT / "trends" / "ui" / "first.css").read_text(encoding="utf-8")
    faces = re.findall(r"@font-face \{\s*font-family: \"(.*?)\".*?src: (.*?);", style, re.DOTALL)
    sources = [source for name, source in faces if name == family]
    assert sources
    assert all(re.fullmatch(r"(local\(\"[\w ]+\"\)(, )?)+", source) for source in sources)
    # The box of a line, which does not hang on how far lines stand apart: 1.424 times the size of letters in Source Sans.
    line = words.evaluate(
        "p => { const range = document.createRange(); range.selectNodeContents(p);"
        " return range.getClientRects()[0].height / parseFloat(getComputedStyle(p).fontSize) }"
    )
    assert line >= 1.42
