"""Pages as plain HTML: they say what the page says, without a script; titles, descriptions and unknown addresses."""

import html as html_of_python
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import httpx2 as httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.serving import Server, running
from trends.request.request import request_of
from trends.serve import read
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

pytestmark = pytest.mark.evidence

VOID = {"meta", "link", "br", "hr", "img"}
MOST_BYTES = 100_000
CHOICES = [
    {},
    {"country": ["New Zealand"], "sector": ["Local government"]},
    {"year": ["2024", "2025"]},
    {"theme": ["Cyber resilience"], "country": ["Norway"]},
]


class Outline(HTMLParser):
    """Reads a document: its tags, whether they are closed, its headings, links and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)


def text_of(outline: Outline) -> str:
    return " ".join("".join(outline.words).split())


def folded(words: object) -> str:
    return " ".join(plain(words).split())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=read.ROUTES))


@pytest.mark.parametrize("chosen", CHOICES, ids=urlencode)
@pytest.mark.parametrize("name", registry.PAGES)
def test_a_page_without_scripts_says_all_that_the_page_says(
    client: TestClient, store: Store, name: str, chosen: dict[str, list[str]]
) -> None:
    assert store.fingerprint
    address = [(field, value) for field, values in chosen.items() for value in values]
    answer = client.get(f"/read/{name}", params=address)
    assert answer.status_code == 200
    assert len(answer.content) <= MOST_BYTES
    outline = Outline(answer.text)
    assert outline.open == []
    assert not {"script", "iframe", "object", "form"} & set(outline.tags)
    assert outline.headings[0] == "h1"
    assert outline.headings.count("h1") == 1
    assert set(outline.headings[1:]) <= {"h2"}
    said = text_of(outline)
    asked, choices = request_of(address)
    held = registry.contents(name, asked, choices)
    parts = [held.question, held.answer, *(part for figure in held.key_figures for part in figure)]
    for card in held.cards:
        parts += [card.title, card.subtitle, card.foot, card.source.name, card.alt, *card.about, *card.symbols]
        parts += [cell for row in card.table.rows()[:60] for cell in row.values()]
    assert [part for part in map(folded, parts) if part not in said] == []
    # Sources lie elsewhere; all else leads to this dashboard.
    sources = {card.source.url for card in held.cards}
    outside = [link for link in outline.links if urlsplit(link).netloc and link not in sources]
    assert [link for link in outside if link not in html_of_python.unescape(answer.text)] == []
    for field, values in chosen.items():
        for value in values:
            assert urlencode({field: value}) in answer.text


def test_an_address_that_asks_for_something_unknown_is_told_so(client: TestClient) -> None:
    answer = client.get("/read/concerns", params={"country": "Atlantis <script>"})
    assert answer.status_code == 400
    assert "Atlantis &lt;script&gt;" in answer.text
    missing = client.get("/read/<b>nothing")
    assert missing.status_code == 404
    assert "<b>" not in missing.text


def test_programs_find_every_page_theme_and_sector(client: TestClient, store: Store) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
    tree = ET.fromstring(client.get("/sitemap.xml").text)  # noqa: S314 - our own
    found = [each.text or "" for each in tree.findall(".//{*}loc")]
    listed = store.ask("vocabulary")
    topics = int(listed["field"].isin(["theme", "sector"]).sum())
    assert len(found) == len(set(found)) == 2 * (len(registry.PAGES) + topics)
    assert [address for address in found if not address.startswith("http://testserver/")] == []


@pytest.fixture(scope="module")
def server(store: Store, store_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    assert store.fingerprint
    with running(tmp_path_factory.mktemp("read"), DIGITAL_TRENDS_CACHE=str(store_cache)) as started:
        yield started


def ask(server: Server, path: str) -> httpx.Response:
    return httpx.get(server.address + path, headers={"Accept": "text/html"}, follow_redirects=True)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Overview · Digital Trends"),
        ("/concerns", "Concerns · Digital Trends"),
        ("/accessibility", "Accessibility · Digital Trends"),
        ("/search?q=skills", "Search · Digital Trends"),
        (
            "/themes?topic=Cyber+resilience&country=New+Zealand",
            "Cyber resilience · New Zealand · Digital Trends",
        ),
        ("/sectors?branch=health", "Health · Digital Trends"),
        ("/concerns?country=Atlantis", "Concerns · Digital Trends"),
    ],
)
def test_a_link_has_an_identity(server: Server, path: str, title: str) -> None:
    answer = ask(server, path)
    assert answer.status_code == 200
    assert re.findall("<title>([^<]*)</title>", answer.text) == [title]
    if path.startswith(("/accessibility", "/search")) or "Atlantis" in path:
        return
    name, _, query = path.strip("/").partition("?")
    asked, choices = request_of([(field, value) for field, value in httpx.QueryParams(query).multi_items()])
    (about,) = re.findall('<meta name="description" content="([^"]*)">', answer.text)
    held = registry.contents(name or registry.FIRST, asked, choices)
    assert folded(held.answer).startswith(html_of_python.unescape(about).rstrip("…"))
    assert 20 <= len(html_of_python.unescape(about)) <= 300
    for kind in ("og:title", "og:description", "og:url", "twitter:card"):
        assert answer.text.count(f'="{kind}"') == 1
    assert f'<a href="/read/{name or registry.FIRST}' in answer.text


def test_where_nothing_is_the_answer_says_so(server: Server) -> None:
    for path in ("/nonsense", "/concerns/deeper", "/read/nonsense"):
        answer = ask(server, path)
        assert answer.status_code == 404
        assert "There is no such page" in answer.text
    first = ask(server, f"/{registry.FIRST}?country=Norway")
    assert (first.status_code, urlsplit(str(first.url))[2:4]) == (200, ("/", "country=Norway"))


def test_what_an_address_says_never_becomes_markup(server: Server) -> None:
    for word in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'):
        for path in ("/themes?topic=", "/concerns?country=", "/read/themes?topic=", "/"):
            answer = ask(server, path + urlencode({"": word})[1:])
            assert word not in answer.text
