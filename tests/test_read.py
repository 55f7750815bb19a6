"""Pages as plain HTML: they say what the page says, without a script, and what is wrong with an address."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.reading import reading_from
from trends.cards.table import Table
from trends.export import card_html, page
from trends.figures.palette import DARK_OF_LIGHT, LIGHT
from trends.request.request import Request, request_of
from trends.serve import read
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import Words, plain, spans_of

VOID = {"meta", "link", "br", "hr", "img"}
MOST_BYTES = 100_000
CHOICES = [
    {},
    {"country": ["New Zealand"], "sector": ["Local government"]},
    {"year": ["2024", "2025"]},
    {"theme": ["Cyber resilience"], "country": ["Norway"]},
]


class Outline(HTMLParser):
    """Reads a document: its tags, whether they are closed, its headings, links, tables and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self.names: list[str] = []
        self.words: list[str] = []
        self.scopes: list[str | None] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        assert len(held) == len(attrs), f"{tag} has an attribute twice: {attrs}"
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(tag)
        if tag == "th":
            self.scopes.append(held.get("scope"))
        if "id" in held:
            self.names.append(held["id"] or "")
        self.links += [held[name] or "" for name in ("href", "src") if name in held]
        assert not [name for name in held if name.startswith("on")]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

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


@pytest.fixture
def small(unchanged: Path, tiny_cache: Path, client: TestClient) -> Iterator[TestClient]:
    """The plain pages of the small evidence."""
    with reading_from(unchanged, tiny_cache):
        yield client


def parts_of(name: str, address: Sequence[tuple[str, str]], cut: Mapping[int, int]) -> list[Words]:
    """Return all that a page says, of each table that is cut the first rows: how many by how many it has."""
    asked, choices = request_of(address)
    held = registry.contents(name, asked, choices)
    parts = [held.question, held.answer, *(part for figure in held.key_figures for part in figure)]
    for card in held.cards:
        parts += [card.title, card.subtitle, card.foot, card.source.name, card.source.licence, card.alt]
        parts += [card.evidence, card.reach, *card.about, *card.symbols, *card.table.headings]
        parts += [cell for row in _first(card.table, cut) for cell in row.values()]
    for listing in held.listings:
        parts += [listing.title, *listing.notes, *listing.table.symbols(), *listing.table.headings]
        parts += [cell for row in _first(listing.table, cut) for cell in row.values()]
    return parts


def _first(table: Table, cut: Mapping[int, int]) -> Sequence[Mapping[str, Words]]:
    return table.rows()[: cut.get(len(table), len(table))]


def cut_in(text: str) -> Mapping[int, int]:
    """Return how many rows a page says it has of the tables that are cut, by how many each has."""
    said = re.findall(r"These are the first ([\d,]+) of ([\d,]+) rows", text)
    return {int(of.replace(",", "")): int(first.replace(",", "")) for first, of in said}


def check(text: str, name: str, address: Sequence[tuple[str, str]]) -> Outline:
    """Check that a plain page is sound and says what its page says; return its outline."""
    outline = Outline(text)
    assert outline.open == []
    assert not {"script", "iframe", "object", "form", "img"} & set(outline.tags)
    assert outline.headings[0] == "h1"
    assert outline.headings.count("h1") == 1
    assert set(outline.headings[1:]) <= {"h2"}
    assert len(outline.names) == len(set(outline.names))
    assert set(outline.scopes) <= {"col", "row"}
    assert outline.tags.count("caption") == outline.tags.count("table")
    said = text_of(outline)
    assert [part for part in map(folded, parts_of(name, address, cut_in(text))) if part not in said] == []
    return outline


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
    outline = check(answer.text, name, address)
    # Sources lie elsewhere; all else leads to this dashboard.
    asked, choices = request_of(address)
    held = registry.contents(name, asked, choices)
    said = [*(words for card in held.cards for words in (card.foot, *card.about))]
    said += [words for listing in held.listings for words in listing.notes]
    said += [cell for each in (*held.cards, *held.listings) for column in each.table.columns for cell in column.cells]
    known = {span.url for words in said for span in spans_of(words) if span.url}
    known |= {card.source.url for card in held.cards}
    outside = [link for link in outline.links if urlsplit(link).netloc and link not in known]
    assert [link for link in outside if not link.startswith("http://testserver/")] == []
    assert len(outside) == 1
    for field, values in chosen.items():
        for value in values:
            assert urlencode({field: value}) in answer.text


@pytest.mark.parametrize("name", registry.PAGES)
def test_a_plain_page_of_small_evidence_says_everything(small: TestClient, name: str) -> None:
    answer = small.get(f"/read/{name}")
    assert answer.status_code == 200
    assert "These are the first" not in answer.text
    check(answer.text, name, [])


def test_a_long_table_is_cut_with_the_way_to_all_of_it(small: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Outline(small.get("/read/sources?find=council").text)
    monkeypatch.setattr(page, "ROWS_TRIED", ((1_000, 1_000), (2, 2)))
    monkeypatch.setattr(page, "MOST_BYTES", 1_000)
    # What was made before is kept; another search makes another page.
    cut = small.get("/read/sources?find=survey").text
    assert Outline(cut).tags.count("tr") < whole.tags.count("tr")
    assert "These are the first 2 of" in cut
    file = re.findall(r'All of them: <a href="(/read/sources/[^"]+\.csv\?find=survey)">CSV file</a>', cut)[0]
    rows = list(csv.DictReader(io.StringIO(small.get(file).content.decode("utf-8-sig"))))
    assert len(rows) > 2
    check(cut, "sources", [("find", "survey")])


@pytest.mark.parametrize("ending", card_html.FILES)
def test_every_file_a_plain_page_links_to_is_there(client: TestClient, store: Store, ending: str) -> None:
    assert store.fingerprint
    for name in registry.PAGES:
        found = Outline(client.get(f"/read/{name}?country=NZL").text).links
        files = [link for link in found if link.startswith("/read/") and urlsplit(link).path.endswith(f".{ending}")]
        cards = registry.contents(name, request_of([("country", "NZL")])[0]).cards
        assert [urlsplit(link).path for link in files] == [f"/read/{name}/{card.key}.{ending}" for card in cards]
        for link in files:
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert answer.headers["content-disposition"].endswith(f'.{ending}"')


def test_a_page_has_no_file_it_does_not_show(small: TestClient) -> None:
    for path in ("/read/sources/nothing.csv", "/read/sources/surveys.exe", "/read/nothing/surveys.csv"):
        answer = small.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


def test_charts_are_drawn_in_colours_that_turn_with_the_scheme(small: TestClient) -> None:
    text = small.get("/read/concerns?year=2024").text
    drawn = "".join(re.findall("<svg.*?</svg>", text, re.DOTALL))
    assert "#" not in "".join(re.findall(r'(?:fill|stroke)="([^"]*)"', drawn))
    used = set(re.findall(r'"var\((--c[0-9a-f]{6})\)"', drawn))
    assert card_html.colour_name(LIGHT.accent) in used
    for name in used:
        light = f"#{name.removeprefix('--c').upper()}"
        assert text.count(f"{name}:{light};") == 1
        assert text.count(f"{name}:{DARK_OF_LIGHT[light]};") >= 1


def test_a_kept_page_says_its_host_and_the_day_anew(small: TestClient) -> None:
    for host in ("one.example", "two.example:8501"):
        text = small.get("/read/concerns", headers={"Host": host}).text
        assert f'<link rel="canonical" href="http://{host}/concerns">' in text
        assert f"http://{host}/read/concerns · " in text
        today = date.today()  # noqa: DTZ011 - the day of the reader's calendar
        assert f"{today.day} {today:%B %Y}" in text
        assert page.HOST not in text
        assert page.DAY not in text


def test_a_strange_host_gets_no_word_into_a_page(small: TestClient) -> None:
    for host in ('x"><b>', "a b", "x/<script>"):
        text = small.get("/read/concerns", headers={"Host": host}).text
        assert "<b>" not in text
        assert "<script" not in text


def test_a_plain_page_links_to_the_others_with_its_filters(small: TestClient) -> None:
    outline = Outline(small.get("/read/concerns?year=2024&question=council_barriers&utm_source=mail").text)
    assert [link for link in outline.links if "utm_source" in link] == []
    for name in registry.PAGES:
        assert f"/read/{name}?year=2024" in outline.links
    assert "/concerns?year=2024&question=council_barriers" in outline.links


def test_no_place_of_a_reader_is_on_a_plain_page(small: TestClient) -> None:
    """A place is no parameter: an address that has one says the same as one without."""
    named = small.get("/read/concerns?my_country=NZL&my_sector=health&place=").text
    assert named == small.get("/read/concerns").text


def test_a_kept_page_is_not_made_again(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.fingerprint
    made = {name: client.get(f"/read/{name}").text for name in registry.PAGES}
    monkeypatch.delattr("trends.export.page.page_html")
    assert {name: client.get(f"/read/{name}").text for name in registry.PAGES} == made


# Read where the question that is shown first has parts to compare, which depends on the evidence, or where a body is chosen.
ONLY_OF_PARTS = {"answer", "part", "beside"}


class Noting(dict[str, list[str]]):
    """Choices that note which of them are read."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.read: set[str] = set()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.read.add(name)
        return super().get(name, default)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", registry.PAGES)
def test_the_registry_names_the_choices_of_each_page(shipped_request: Request, name: str) -> None:
    noted = Noting()
    registry.contents(name, shipped_request, noted)
    known = set(registry.PAGES[name].choices)
    assert noted.read <= known
    assert known - noted.read <= ONLY_OF_PARTS


def test_an_address_that_asks_for_something_unknown_is_told_so(small: TestClient) -> None:
    answer = small.get("/read/concerns", params={"country": "Atlantis <script>"})
    assert answer.status_code == 400
    assert "Atlantis &lt;script&gt;" in answer.text
    missing = small.get("/read/<b>nothing")
    assert missing.status_code == 404
    assert "<b>" not in missing.text


@pytest.mark.parametrize(("slip", "meant"), [("ctry=NOR", "country=NOR"), ("from=2020", "year=2020")])
def test_an_address_that_misnames_a_filter_is_no_answer_on_everybody(small: TestClient, slip: str, meant: str) -> None:
    answer = small.get(f"/read/concerns?sector=health&{slip}")
    assert answer.status_code == 400
    assert f'href="/read/concerns?sector=health&amp;{meant}"' in answer.text
    # Marks of mailings and what other pages choose are no slips.
    assert small.get("/read/concerns?utm_source=letter&topic=ai_automation").status_code == 200


def test_what_is_unknown_is_told_with_what_is_near(client: TestClient, store: Store) -> None:
    assert store.fingerprint
    answer = client.get("/read/themes?country=New+Zeland&topic=Cyber+resiliense&year=2024")
    assert answer.status_code == 400
    outline = Outline(answer.text)
    assert outline.open == []
    assert "“New Zeland” is no country known here" in text_of(outline)
    near = [link for link in outline.links if dict(parse_qsl(urlsplit(link).query)).get("country") == "New Zealand"]
    assert len(near) == 1
    # The link mends one word and keeps the others.
    assert dict(parse_qsl(urlsplit(near[0]).query)) == {
        "country": "New Zealand", "topic": "Cyber resiliense", "year": "2024"
    }  # fmt: skip
    again = client.get(near[0])
    assert again.status_code == 400
    (mended,) = [link for link in Outline(again.text).links if "topic=Cyber+resilience" in link]
    assert client.get(mended).status_code == 200


def test_the_list_of_pages_names_each(client: TestClient) -> None:
    outline = Outline(client.get("/read").text)
    assert outline.open == []
    assert {f"/read/{name}" for name in registry.PAGES} <= set(outline.links)
