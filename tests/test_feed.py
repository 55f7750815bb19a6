"""Feeds: valid Atom whose identifiers and days come from the evidence, and in which no name is markup."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import tiny_evidence
from tests.hostile_words import HOSTILE
from tests.reading import reading_from
from trends.evidence import releases
from trends.evidence.releases import Flip, Release
from trends.request.request import request_of
from trends.serve import headers
from trends.store.versions import VERSIONS
from trends.subjects.movers import facts
from trends.subjects.movers import view as movers

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z")
DAY = date(2026, 3, 4)
RELEASE = Release("2026-03-04", DAY, "0" * 12, "1" * 12, "a folder")


@pytest.fixture
def evidence(tiny: Path, tiny_cache: Path) -> Iterator[Path]:
    """The small evidence with two releases, and a share that rose beyond chance: from 50 % to 90 % of 150."""
    tiny_evidence.change(tiny, "findings", "barriers-24-gbr-budget", "value", "90")
    hostile = [Flip("movers", "shares", "headline", word, word, word) for word in HOSTILE]
    releases.write(tiny, replace(RELEASE, flips=hostile, turned=len(hostile), asked=1))
    releases.write(tiny, replace(RELEASE, name="2026-05-06", day=date(2026, 5, 6), fingerprint="2" * 12))
    with reading_from(tiny, tiny_cache):
        yield tiny


@pytest.fixture
def client(evidence: Path) -> Iterator[TestClient]:
    assert evidence
    with TestClient(Starlette(routes=headers.routes(""))) as client:
        yield client


def read(text: str) -> ET.Element:
    """Return a feed after checking what RFC 4287 asks of one: each part once, whole addresses, unlike identifiers."""
    root = ET.fromstring(text)  # noqa: S314 - of our own
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for each in (root, *entries):
        for part in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{part}")) == 1, part
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id") or "")
        assert INSTANT.fullmatch(each.findtext(f"{ATOM}updated") or "")
        for link in each.findall(f"{ATOM}link"):
            assert link.get("rel") in {"self", "alternate"}
            assert (link.get("href") or "").startswith("http://testserver/")
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Digital Trends"
    identifiers = [each.findtext(f"{ATOM}id") for each in (root, *entries)]
    assert len(set(identifiers)) == len(identifiers)
    days = [each.findtext(f"{ATOM}updated") or "" for each in entries]
    assert days == sorted(days, reverse=True)
    assert not days or root.findtext(f"{ATOM}updated") == days[0]
    return root


def titles(root: ET.Element) -> list[str]:
    return [each.findtext(f"{ATOM}title") or "" for each in root.findall(f"{ATOM}entry")]


def test_releases_are_entries_of_their_day(client: TestClient) -> None:
    answer = client.get("/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = read(answer.text)
    assert titles(root) == ["Release 2026-05-06 of the evidence", "Release 2026-03-04 of the evidence"]
    assert [each.findtext(f"{ATOM}updated") for each in root.findall(f"{ATOM}entry")] == [
        "2026-05-06T00:00:00Z",
        "2026-03-04T00:00:00Z",
    ]
    links = [link.get("href") or "" for each in root.findall(f"{ATOM}entry") for link in each.findall(f"{ATOM}link")]
    assert all(client.get(link.replace("testserver/", "testserver/read/")).status_code == 200 for link in links)


def test_under_filters_what_moved_is_told(client: TestClient) -> None:
    """Each change beyond chance that the page Movers finds, of whole countries and of parts, and no other."""
    root = read(client.get("/feed.atom?country=GBR").text)
    assert "Tight budgets rose from 50% in 2023 to 90% in 2024" in titles(root)
    found = [movers.movement_of(request_of([("country", "GBR")])[0], parts=parts) for parts in (False, True)]
    expected = sum(
        len(facts.moved(each.counts)) + len(each.firm) + len(facts.moved(each.places)) for each in found if each
    )
    assert len(titles(root)) == expected
    nothing = read(client.get("/feed.atom?country=Kenya").text)
    assert titles(nothing) == []


def test_a_feed_is_the_same_from_day_to_day_and_host_to_host(client: TestClient) -> None:
    """Identifiers hold neither the host nor the evidence as it is now, so no entry is told as new twice."""
    first = [each.text for each in read(client.get("/feed.atom?country=GBR").text).iter(f"{ATOM}id")]
    VERSIONS.swap()
    elsewhere = client.get("/feed.atom?country=United+Kingdom", headers={"host": "other.example"}).text
    assert [each.text for each in ET.fromstring(elsewhere).iter(f"{ATOM}id")] == first  # noqa: S314 - of our own
    answer = client.get("/feed.atom")
    again = client.get("/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_words_that_look_like_markup_are_words(client: TestClient, evidence: Path) -> None:
    said = read(client.get("/feed.atom").text)
    summary = said.findall(f"{ATOM}entry")[1].find(f"{ATOM}summary")
    assert summary is not None
    assert list(summary) == []
    assert summary.get("type") is None  # plain text, of which a reader makes neither links nor pictures
    assert HOSTILE[0] in (summary.text or "")
    item = '<img src="x" onerror="alert(1)">&lt;b&gt;'
    for table in ("findings", "item_stages", "item_points", "same_matter"):
        rows = [
            [item if cell == "Tight budgets" else cell for cell in row]
            for row in tiny_evidence.read_rows(evidence, table)
        ]
        tiny_evidence.write_rows(evidence, table, rows)
    VERSIONS.swap()
    assert f"{item} rose from 50% in 2023 to 90% in 2024" in titles(read(client.get("/feed.atom?country=GBR").text))


@pytest.mark.parametrize("query", ["country=Atlantis", "contry=GBR"])
def test_a_slip_is_said_and_makes_no_other_feed(client: TestClient, query: str) -> None:
    answer = client.get(f"/feed.atom?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_pages_lead_to_their_feeds(client: TestClient) -> None:
    links = re.findall(r'type="application/atom\+xml" href="([^"]*)"', client.get("/read/movers?country=GBR").text)
    assert links == ["/feed.atom", "/feed.atom?country=United+Kingdom"]
    assert all(client.get(link).status_code == 200 for link in links)
    assert '"/feed.atom"' in client.get("/read/releases").text
