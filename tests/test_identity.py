"""What a link says of its page: title, description, address; robots.txt, the sitemap, unknown addresses."""

import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import httpx2 as httpx
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.hostile_words import HOSTILE
from tests.reading import EVIDENCE
from tests.serving import Server, get, head, running
from tests.test_read import Outline, folded
from trends.export import page
from trends.request.filters import Filters
from trends.request.request import Request, request_of
from trends.serve import identity, policy
from trends.store.store import Store
from trends.subjects import registry

# The tables that make a place known, and what each place is.
KNOWN_OF = ("findings", "indicator_values", "bodies", "cases", "countries")
TAG = r'<(?:meta (?:name|property)="([^"]*)" content="([^"]*)"|link rel="([^"]*)"[^>]* href="([^"]*)")'


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=identity.ROUTES))


def test_programs_find_every_page_theme_sector_and_place(client: TestClient, store: Store) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
    tree = ET.fromstring(client.get("/sitemap.xml").text)  # noqa: S314 - our own
    found = [each.text or "" for each in tree.findall(".//{*}loc")]
    listed = store.ask("vocabulary")
    topics = int(listed["field"].isin(["theme", "sector"]).sum())
    # Every country and group of which anything is known.
    tables = {name: pd.read_csv(EVIDENCE / f"{name}.csv", dtype=str, keep_default_na=False) for name in KNOWN_OF}
    kinds = tables.pop("countries").set_index("country")["kind"]
    known = {code for table in tables.values() for code in table["country"] if kinds[code] in {"country", "aggregate"}}
    listed = 2 * (len(registry.PAGES) + topics + len(known))
    assert len(found) == len(set(found)) == listed + len(identity.OTHER_PAGES)
    assert "http://testserver/places?place=New+Zealand" in found
    assert [address for address in found if not address.startswith("http://testserver/")] == []


@pytest.mark.parametrize(
    ("setting", "contact"),
    [
        (" security@council.example ", "mailto:security@council.example"),
        ("https://council.example/security?form=1", "https://council.example/security?form=1"),
        ("http://council.example/security", ""),
        ("somebody", ""),
        ("a@b.example\nContact: mailto:c@d.example", ""),
        ("", ""),
    ],
)
def test_whom_to_tell_of_a_weakness_is_what_the_setting_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, setting: str, contact: str
) -> None:
    monkeypatch.setenv("DIGITAL_TRENDS_SECURITY", setting)
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    if not contact:
        assert answer.status_code == 404
        return
    said = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert [name for name, _ in said] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    told = dict(said)
    assert told["Contact"] == contact
    # RFC 9116 recommends less than a year.
    assert timedelta(0) < datetime.fromisoformat(told["Expires"]) - datetime.now(UTC) < timedelta(days=365)
    assert told["Canonical"] == "http://testserver/.well-known/security.txt"


def ask(server: Server, path: str, accept: str = "text/html") -> httpx.Response:
    return get(server.address + path, headers={"Accept": accept}, follow_redirects=True)


def tags(text: str) -> dict[str, str]:
    """Return what the head of a page says of it, by the name of each tag, each of which stands once, feeds aside."""
    text = re.sub(r'<link rel="alternate" type="application/atom[^>]*>', "", text)
    found = [(name or rel, html.unescape(said or at)) for name, said, rel, at in re.findall(TAG, text)]
    known = [pair for pair in found if re.match("description|og:|twitter:|canonical|alternate", pair[0])]
    assert len(dict(known)) == len(known)
    return dict(known)


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
    said = tags(answer.text)
    assert said["og:title"] == said["twitter:title"] == title
    assert 20 <= len(said["description"]) <= 300
    assert said["og:description"] == said["twitter:description"] == said["description"]
    assert said["canonical"] == said["og:url"]
    if path.startswith("/search"):
        assert f'<noscript><p><a href="/read{path}">Search without scripts</a>' in answer.text
    if path.startswith(("/accessibility", "/search")) or "Atlantis" in path:
        assert "?" not in said["canonical"]
        return
    name, _, query = path.strip("/").partition("?")
    chosen = sorted(httpx.QueryParams(query).multi_items())
    assert said["canonical"].partition("?")[0] == f"{server.address}/{name}"
    assert sorted(httpx.URL(said["canonical"]).params.multi_items()) == chosen
    asked, choices = request_of(chosen)
    held = registry.contents(name or registry.FIRST, asked, choices)
    assert folded(held.answer).startswith(said["description"].rstrip("…"))
    plain_form = f"/read/{name or registry.FIRST}{page.query_of(asked, choices)}"
    assert said["alternate"] == plain_form
    (without,) = re.findall("<noscript>(.*?)</noscript>", answer.text, re.DOTALL)
    outline = Outline(without)
    assert outline.open == []
    assert outline.links == [plain_form]
    assert folded(held.question) in "".join(outline.words)
    assert ask(server, plain_form).status_code == 200


@pytest.mark.parametrize("accept", ["text/html", "*/*", ""])
def test_programs_that_say_little_of_themselves_get_the_same_page(server: Server, accept: str) -> None:
    path = "/themes?topic=Cyber+resilience"
    answer = ask(server, path, accept)
    assert "<title>Cyber resilience · Digital Trends</title>" in answer.text
    unpacked = {"Accept": accept, "Accept-Encoding": "identity"}
    answer = get(server.address + path, headers=unpacked)
    without_body = head(server.address + path, headers=unpacked)
    assert without_body.status_code == 200
    assert without_body.headers["content-length"] == answer.headers["content-length"] == str(len(answer.content))


def test_what_no_page_needs_is_not_in_its_address(server: Server) -> None:
    said = tags(ask(server, "/concerns?utm_source=mail&country=NZL&topic=ai&country=Atlantis").text)
    assert said["canonical"] == f"{server.address}/concerns?country=New+Zealand"


def test_a_title_names_what_is_chosen_once_and_stays_short(shipped_request: Request) -> None:
    def title(name: str, **chosen: tuple[str, ...]) -> str:
        return page.title(name, Request(shipped_request.version, Filters(**chosen)), {})

    names = shipped_request.vocabulary.names
    theme, of_theme = next(iter(names["theme"].items()))
    assert title("themes", theme=(theme,)) == f"{of_theme} · Digital Trends"
    other, of_other = list(names["theme"].items())[1]
    assert title("themes", theme=(theme, other)) == f"{of_theme} · {of_other} · Digital Trends"
    assert title("concerns", year=("2021", "2022", "2023")) == "Concerns · 2021–2023 · Digital Trends"
    countries = tuple(names["country"])[:20]
    assert f"{names['country'][countries[0]]}, " in title("concerns", country=countries)
    assert "18 more" in title("concerns", country=countries)
    assert len(title("concerns", country=countries)) < 120


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
@pytest.mark.parametrize(
    "path",
    [
        "/nonsense", "/nonsense/", "/concerns/deeper", "/read/nonsense", "/read/deeper/than/that", "/nonsense.html",
        "/static/nothing.js", "/_stcore/nonsense", "/index.html", "/Concerns",
        "/card/nonsense", "/shapes/nonsense", "/names/nonsense", "/assets/deeper/nonsense",
    ],
)  # fmt: skip
def test_where_nothing_is_the_answer_says_so(server: Server, path: str, accept: str) -> None:
    answer = ask(server, path, accept)
    assert answer.status_code == 404
    assert head(server.address + path, follow_redirects=True).status_code == 404
    outline = Outline(answer.text)
    assert outline.open == []
    assert "There is no such page" in "".join(outline.words)
    assert "/read/concerns" in outline.links
    for name, value in policy.ALWAYS.items():
        assert answer.headers[name] == value


@pytest.mark.parametrize("path", ["/api", "/api/nonsense", "/api/v1/nonsense", "/api/v1/nothing.csv"])
def test_data_that_are_not_there_are_told_in_json(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["legal"]


def test_files_and_the_first_page_are_where_they_were(server: Server) -> None:
    shell = ask(server, "/").text
    files = re.findall(r'(?:src|href)="\./([^"]+\.(?:js|css|png|woff2))"', shell)
    assert len(files) > 3
    for file in files:
        answer = get(f"{server.address}/{file}", headers={"Accept": "*/*"})
        assert answer.status_code == 200
        assert not answer.headers["content-type"].startswith("text/html")
        # What a browser has already is not sent again.
        known = {"If-None-Match": answer.headers["etag"]}
        assert get(f"{server.address}/{file}", headers=known).status_code == 304
    first = ask(server, f"/{registry.FIRST}?country=Norway")
    assert (first.status_code, urlsplit(str(first.url))[2:4]) == (200, ("/", "country=Norway"))


def test_a_dashboard_below_a_path_says_so_in_every_address(store: Store, store_cache: Path, tmp_path: Path) -> None:
    assert store.fingerprint
    arguments = ("--server.baseUrlPath", "trends/read")
    cache = str(store_cache)
    with running(tmp_path, *arguments, health="/trends/read/_stcore/health", DIGITAL_TRENDS_CACHE=cache) as below:
        base = f"{below.address}/trends/read"
        said = tags(ask(below, "/trends/read/concerns?country=NZL").text)
        assert said["canonical"] == f"{base}/concerns?country=New+Zealand"
        assert said["alternate"] == "/trends/read/read/concerns?country=New+Zealand"
        plain_page = ask(below, said["alternate"])
        assert plain_page.status_code == 200
        links = Outline(plain_page.text).links
        assert f"{base}/concerns?country=New+Zealand" in links
        assert [link for link in links if link.startswith("/") and not link.startswith("/trends/read/")] == []
        assert ask(below, "/trends/read/nonsense").status_code == 404
        assert f"Sitemap: {base}/sitemap.xml" in ask(below, "/trends/read/robots.txt").text
        assert f"<loc>{base}/concerns</loc>" in ask(below, "/trends/read/sitemap.xml").text


LURES = (*HOSTILE, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>", "</noscript><b>")


def test_what_an_address_says_never_becomes_markup(server: Server) -> None:
    own = re.sub("<(script|style)[^>]*>.*?</\\1>", "", ask(server, "/concerns").text, flags=re.DOTALL)
    tags_before = re.findall("<(?!meta|link)[a-z]+", own)
    for word in LURES:
        query = urlencode({"country": word, "question": word, "find": word, word: word})
        text = re.sub("<(script|style)[^>]*>.*?</\\1>", "", ask(server, f"/concerns?{query}").text, flags=re.DOTALL)
        assert re.findall("<(?!meta|link)[a-z]+", text) == tags_before
        for path in (f"/read/sources?{urlencode({'find': word})}", f"/read/themes?{query}", f"/read/{word}"):
            outline = Outline(ask(server, path).text)
            assert outline.open == []
            assert not {"script", "img", "b", "i", "u"} & set(outline.tags)
            assert [link for link in outline.links if "127.0.0.1:9/" in link and "?" not in link] == []
