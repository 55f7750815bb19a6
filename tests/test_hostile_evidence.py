"""No text of the evidence can be more than words: each begins with what looks like markup, on every page and in files."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from tests import hostile_evidence
from tests.hostile_evidence import BRACKETS, END, WORDS
from tests.serving import Server, running
from tests.test_browser import PHONE, PHONE_AGENT, first_card, turn_cards, unfold, wait_until_drawn
from tests.test_read import Outline
from trends.cards.card import Card
from trends.export import tables, text
from trends.export.page import page_html
from trends.export.plain import unguard_formulas
from trends.figures.draw import drawings
from trends.request.request import Request
from trends.request.tables import TABLES
from trends.store.opening import open_store
from trends.store.store import Store
from trends.store.versions import Version
from trends.subjects.registry import PAGES, contents

# What the words would lead to if they were links or pictures.
LURES = ("127.0.0.1:9", "example.org", "b.example", "www.a.b")
# Everything a page says: its text, and what stands in attributes that browsers show or screen readers speak.
SAID = """() => [
    ...[...document.querySelectorAll('body *')].flatMap(part =>
        ['aria-label', 'title', 'alt', 'placeholder', 'value'].map(name => part.getAttribute(name))),
    ...[...document.querySelectorAll('[data-testid=stMain], [data-testid=stSidebar]')].map(part => part.textContent),
    ...[...document.querySelectorAll('input, textarea')].map(part => part.value),
].filter(Boolean)"""
LEADS = """() => [...document.querySelectorAll('*')].flatMap(part =>
    ['href', 'src', 'xlink:href'].map(name => part.getAttribute(name))).filter(Boolean)"""
# All pages, and what some do not show before a reader has chosen.
ADDRESSES = {
    **{page: "/" if page == "overview" else f"/{page}" for page in PAGES if page != "releases"},
    "countries side by side": "/countries?" + urlencode([("country", "GBR"), ("country", "NZL")]),
    "figures of one country": "/concerns?country=GBR&sector=local_government",
    "cases of one country": "/cases?country=NZL",
}
# Pages of each form that tables fold into on a phone.
ON_PHONES = ("movers", "countries", "cases")
# The tags Plotly knows that figures use, and the fields their hover texts read.
TAGS, FIELDS = {"b", "br", "extra"}, {"x", "y", "text", "customdata"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_evidence.write(tmp_path_factory.mktemp("hostile") / "data")


@pytest.fixture(scope="module")
def hostile_store(data: Path, store_cache: Path) -> Iterator[Store]:
    # Kept for the tests in a browser, which run in processes of their own.
    opened = open_store(data, store_cache)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hostile_request(hostile_store: Store) -> Request:
    return Request(Version(hostile_store))


@pytest.fixture(scope="module")
def server(data: Path, hostile_store: Store, store_cache: Path) -> Iterator[Server]:
    """The dashboard with evidence whose texts are all hostile, and whose store is built already."""
    assert hostile_store.fingerprint
    with running(data.parent, DIGITAL_TRENDS_DATA=str(data), DIGITAL_TRENDS_CACHE=str(store_cache)) as started:
        yield started


def squeezed(words: str) -> str:
    """Return words without blanks and capitals: lines break anywhere, and sentences begin with a capital."""
    return re.sub(r"\s+", "", words).casefold()


# Words in brackets and semicolons are written otherwise where those part texts.
WRITTEN = tuple(
    {squeezed(written) for words in WORDS for written in (words, words.translate(BRACKETS), words.replace(";", ","))}
)


def changed(said: str) -> list[str]:
    """Return what stands before each mark of the hostile evidence where it is none of the words as written."""
    before = [part[-90:] for part in squeezed(said).split(END)[:-1]]
    return [part for part in before if not part.endswith(WRITTEN)]


@pytest.mark.parametrize("name", PAGES)
def test_a_plain_page_says_every_text_as_it_is_written(name: str, hostile_request: Request) -> None:
    outline = Outline(page_html(name, hostile_request, {}))
    assert outline.open == []
    assert set(outline.tags).isdisjoint({"img", "script", "b", "i", "extra", "iframe"})
    hosts = [urlsplit(link) for link in outline.links]
    assert [url for url in hosts if url.netloc.casefold().endswith(LURES)] == []
    assert changed("".join(outline.words)) == []


# In a browser -------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(
    ("where", "reader"), [*((where, "desk") for where in ADDRESSES), *((where, "phone") for where in ON_PHONES)]
)
def test_a_page_shows_every_text_as_it_is_written(where: str, reader: str, server: Server, chromium: Browser) -> None:
    phone = {"viewport": {"width": PHONE, "height": 900}, "user_agent": PHONE_AGENT} if reader == "phone" else {}
    page = chromium.new_page(**phone)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address + ADDRESSES[where])
    wait_until_drawn(page)
    assert "could not be drawn" not in page.inner_text("body")
    unfold(page, "stMain")
    turn_cards(page, "Chart")
    said = [*page.evaluate(SAID), *hovered(page)]
    leads = page.evaluate(LEADS)
    page.close()
    assert [url for url in asked if not url.startswith((server.address, "data:", "blob:"))] == []
    hosts = [urlsplit(urljoin(server.address, url)) for url in leads]
    assert [url for url in hosts if url.scheme == "mailto" or url.netloc.casefold().endswith(LURES)] == []
    assert sum(words.count(END) for words in said) > 50
    assert [fault for words in said for fault in changed(words)] == []


def hovered(page: Page) -> list[str]:
    """Point at something of each chart in sight and return what the charts say then."""
    said = []
    for chart in page.get_by_test_id("chart").all():
        points = chart.locator(".points path, .point path, .choroplethlayer path")
        if chart.is_visible() and points.count():
            points.first.scroll_into_view_if_needed()
            points.first.hover(force=True)
            page.wait_for_timeout(100)
            said += chart.locator(".hoverlayer").all_text_contents()
    return said


@pytest.mark.browser
def test_a_saved_image_says_every_text_as_it_is_written(server: Server, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{server.address}/priorities")
    wait_until_drawn(page)
    with page.expect_download() as started:
        first_card(page).get_by_role("button", name="Save as SVG").click()
    image = ET.fromstring(Path(started.value.path()).read_text(encoding="utf-8"))  # noqa: S314 - our own
    page.close()
    tags = {element.tag.rpartition("}")[2] for element in image.iter()}
    assert tags.isdisjoint({"a", "image", "script", "foreignObject"})
    said = "".join(image.itertext())
    assert said.count(END) > 10
    assert changed(said) == []


# What charts are drawn from ---------------------------------------------------------------------------------------


def cards_of(request: Request) -> list[Card]:
    return [card for page in PAGES for card in contents(page, request).cards]


def texts_in(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from texts_in(each)


def test_no_text_of_a_figure_is_markup(hostile_request: Request) -> None:
    drawn = [
        drawing for card in cards_of(hostile_request) if card.chart is not None for drawing in drawings(card.chart)
    ]
    said = [words for drawing in drawn for words in texts_in(json.loads(drawing.figure))]
    assert len(drawn) > 20
    assert sum(words.count(END) for words in said) > 200
    assert {tag for words in said for tag in re.findall(r"</?([\w!]*)", words)} == TAGS
    assert {field for words in said for field in re.findall(r"%\{(.*?)\}", words)} == FIELDS
    assert not any("{" in words for words in said if "<extra>" not in words)


# Files --------------------------------------------------------------------------------------------------------------

# A country with rows in each table; every table's columns are the same for any choice.
CHOSEN = {"findings": "NZL", "indicators": "NZL", "cases": "NZL", "answers": "GBR"}
MOST_ROWS = 400


@pytest.fixture(scope="module", params=list(TABLES))
def asked(request: pytest.FixtureRequest, hostile_request: Request) -> tuple[str, dict[str, list[str]], pd.DataFrame]:
    """A table, a choice of its rows, and those as the store gives them."""
    table = TABLES[request.param]
    chosen = {"country": [CHOSEN[table.name]]}
    rows = tables.rows(hostile_request.store, table, chosen)
    assert len(rows)
    return table.name, chosen, rows


def file_of(request: Request, asked: tuple[str, dict[str, list[str]], pd.DataFrame], kind: str) -> bytes:
    name, chosen, _ = asked
    return tables.encoded(request.store, request.vocabulary, TABLES[name], chosen, kind)


def test_no_cell_of_a_csv_file_opens_a_formula(
    hostile_request: Request, asked: tuple[str, dict[str, list[str]], pd.DataFrame]
) -> None:
    written = list(csv.DictReader(io.StringIO(file_of(hostile_request, asked, "csv").decode("utf-8-sig"))))
    held = written_rows(hostile_request, asked)
    assert len(written) == len(held)
    for row, own in zip(written, held, strict=True):
        for name, cell in row.items():
            if isinstance(own[name], str):
                assert not re.match(r"\s*[=+\-@\t]", cell), (name, cell)
                assert unguard_formulas(cell) == own[name]


def written_rows(request: Request, asked: tuple[str, dict[str, list[str]], pd.DataFrame]) -> list[dict[str, object]]:
    """Return the rows of the JSON file, whose texts need no guard."""
    held: list[dict[str, object]] = json.loads(file_of(request, asked, "json"))
    return held


def test_json_and_parquet_hold_every_text_as_it_is_written(
    hostile_request: Request, asked: tuple[str, dict[str, list[str]], pd.DataFrame]
) -> None:
    _, _, rows = asked
    held = written_rows(hostile_request, asked)
    parquet = pd.read_parquet(io.BytesIO(file_of(hostile_request, asked, "parquet")))
    for name in rows.select_dtypes(include=["object", "str"]):
        own = [cell for cell in rows[name] if isinstance(cell, str)]
        assert [row[name] for row in held if isinstance(row[name], str)] == own
        assert [cell for cell in parquet[name] if isinstance(cell, str)] == own
    assert sum(str(cell).count(END) for row in held for cell in row.values()) >= len(held)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(
    hostile_request: Request, asked: tuple[str, dict[str, list[str]], pd.DataFrame]
) -> None:
    name, chosen, _ = asked
    chosen = {**chosen, **({"question": [one_question(hostile_request)]} if name == "answers" else {})}
    book = openpyxl.load_workbook(
        io.BytesIO(file_of(hostile_request, (name, chosen, asked[2]), "xlsx")), data_only=False
    )
    cells = [cell for sheet in book for row in sheet.iter_rows(max_row=MOST_ROWS) for cell in row]
    marked = [cell for cell in cells if END in str(cell.value)]
    assert marked
    assert {cell.data_type for cell in marked} == {"s"}
    assert [
        cell.hyperlink.target
        for cell in cells
        if cell.hyperlink and urlsplit(str(cell.hyperlink.target)).netloc.casefold().endswith(LURES)
    ] == []
    assert [fault for cell in marked for fault in changed(str(cell.value))] == []


def one_question(request: Request) -> str:
    rows = tables.rows(request.store, TABLES["answers"], {"country": [CHOSEN["answers"]]})
    return str(rows["question"].iloc[0])


# Releases are told from files of their own, which this evidence has none of.
@pytest.mark.parametrize("page", [page for page in PAGES if page != "releases"])
def test_cards_as_text_and_data_say_every_text_as_it_is_written(page: str, hostile_request: Request) -> None:
    held = contents(page, hostile_request)
    for said in (text.contents_text(held), json.dumps(text.contents_data(held), ensure_ascii=False)):
        assert END in said
        assert changed(said.replace('\\"', '"').replace("\\t", "\t").replace("\\\\", "\\")) == []
