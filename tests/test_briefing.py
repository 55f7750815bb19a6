"""A briefing asks the same cards as the pages, by references that stand in a link."""

import html
import io
import re
import zipfile
from datetime import date
from urllib.parse import parse_qsl

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from trends.export.briefing import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_FINDINGS,
    BriefingError,
    briefing_of,
    finding_of,
)
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.export.page import own_choices
from trends.request.request import Request, request_of
from trends.serve import briefings
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain

DAY = date(2026, 1, 2)


def test_reference_names_the_card_of_the_page(store: Store) -> None:
    """The card of a reference is the one the page has, and its own reference leads to it again."""
    assert store
    request = Request()
    for name in registry.PAGES:
        for card in registry.contents(name, request).cards[:1]:
            found = finding_of(f"{name}/{card.key}")
            assert (plain(found.card.title), found.reference) == (plain(card.title), f"{name}/{card.key}")


def test_filters_of_a_reference_are_those_of_the_card(store: Store) -> None:
    """A filter by its code is told by its name, in the reference and in words."""
    assert store
    card = registry.contents("countries", Request()).cards[0]
    found = finding_of(f"countries/{card.key}?country=NZL", "To the board")
    assert found.reference == f"countries/{card.key}?country=New+Zealand"
    assert (found.filters, found.note) == ("New Zealand", "To the board")
    assert (
        found.address("https://a.example/d")
        == f"https://a.example/d/countries?country=New+Zealand#countries-{card.key}"
    )


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nowhere/card", "Pages: overview"),
        ("countries/none", "It has: "),
        ("countries/standing?country=Atlantis", "Atlantis"),
    ],
)
def test_what_is_not_there_is_said(store: Store, reference: str, said: str) -> None:
    """The message says what is not known and what there is; a briefing leaves it out and says so."""
    assert store
    with pytest.raises(BriefingError, match=said):
        finding_of(reference)
    made = briefing_of("Mine", [(reference, "")], DAY)
    assert not made.findings
    assert said in made.left_out[0]


def test_briefing_tells_sources_words_and_what_is_too_much(store: Store) -> None:
    """Sources stand once however many findings have them; more findings than there is room for are counted."""
    assert store
    card = registry.contents("countries", Request()).cards[0]
    codes = Request().vocabulary.names["country"]
    named = [(f"countries/{card.key}?country={code}", "") for code in [*codes][: MOST_FINDINGS + 2]]
    made = briefing_of("Mine", named, DAY)
    there = [each for each, _ in named[:MOST_FINDINGS] if _is_there(each)]
    assert len(made.findings) == len(there) > 1
    assert "the last 2 of those" in " ".join(made.left_out)
    assert card.source.name in made.sources()
    assert len(made.sources()) < len(made.findings)
    assert made.fingerprint == Request().version.fingerprint
    assert all(term and meaning for term, meaning in made.words(5))


def _is_there(reference: str) -> bool:
    try:
        return bool(finding_of(reference))
    except BriefingError:
        return False


def test_a_finding_under_two_of_its_names_is_one_with_both_notes(store: Store) -> None:
    assert store
    names = ["countries/standing?country=NZL", "movers/shares", "countries/standing?country=New+Zealand"]
    made = briefing_of("Mine", [*zip(names, ["first", "", "second"], strict=True)], DAY)
    title = plain(made.findings[0].card.title)
    assert [(finding.reference, finding.note) for finding in made.findings] == [
        ("countries/standing?country=New+Zealand", "first\nsecond"),
        ("movers/shares", ""),
    ]
    assert made.left_out == [f"“{title}” was chosen twice; it stands here once."]
    # Two pages tell the same of the same figures.
    twice = briefing_of("Mine", [("overview/shares", ""), ("movers/shares", "")], DAY)
    one, other = (finding_of(name).card for name in ("overview/shares", "movers/shares"))
    assert len(twice.findings) == 2 - (plain(one.title) == plain(other.title))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("finding=movers/shares&contry=NZL", "contry"),
        ("finding=movers/shares%3Fcontry%3DNZL", "contry"),
        ("finding=movers/shares&finding=movers/counts%3Ffrom%3D2024", "from"),
        ("finding=movers/shares&country=NZL", "country"),
        ("ready=moved&ctry=NZL", "ctry"),
        ("ready=moved&country=Atlantis", "country"),
    ],
)
def test_a_filter_that_would_be_passed_over_is_refused_in_every_kind_of_file(
    store: Store, query: str, parameter: str
) -> None:
    assert store
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        for ending in BRIEFING_FORMATS:
            answer = client.get(f"/briefing.{ending}?{query}")
            assert answer.status_code == 400
            assert answer.headers["content-type"] == "application/problem+json"
            assert [problem["parameter"] for problem in answer.json()["errors"]] == [parameter]
        # Marks of a mailing are none, and a ready-made one is asked under the filters of its address.
        assert client.get("/briefing.html?finding=movers/shares&utm_source=x").status_code == 200
        assert "New Zealand" in client.get("/briefing.html?ready=country&country=NZL").text


@pytest.mark.parametrize("query", ["page=countries&country=NZL&trend=true", "page=movers"])
def test_everything_on_a_page_is_a_file_of_its_findings(store: Store, query: str) -> None:
    assert store
    request, choices = request_of(parse_qsl(query))
    name = dict(parse_qsl(query))["page"]
    cards = registry.contents(name, request, own_choices(name, choices)).cards
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        made = client.get(f"/briefing.html?{query}")
        assert made.status_code == 200
        titles = re.findall(r'<article id="finding-.*?<h2>(.*?)</h2>', made.text, re.DOTALL)
        told = [html.unescape(re.sub("<[^>]*>", "", title)) for title in titles]
        assert told == [plain(card.title) for card in cards]
        with zipfile.ZipFile(io.BytesIO(client.get(f"/briefing.zip?{query}").content)) as packed:
            names = packed.namelist()
        assert sum(each.endswith(".csv") for each in names) == len(cards)
        assert client.get("/briefing.zip?page=nowhere").status_code == 404
        assert client.get("/briefing.zip?page=movers&ctry=NZL").status_code == 400


def test_what_a_file_cannot_hold_is_said_in_it(store: Store) -> None:
    assert store
    long_note, long_title = "word " * 400, "title " * 60
    given = {"finding": ["movers/shares", "movers/none"], "note": f"1:{long_note}", "title": long_title}
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        said = client.get("/briefing.html", params=given).text
    assert f"has {len(long_note.strip()):,} letters and is cut: a note holds {LONGEST_NOTE:,}" in said
    assert f"has {len(long_title.strip()):,} letters and is cut: a title holds {LONGEST_TITLE}" in said
    assert "1 finding, each with" in said
    assert "no card “none”" in said


def test_files_by_address_hold_the_briefing(store: Store) -> None:
    """Each kind of file is answered with its type and name; what there is not, is said."""
    assert store
    with TestClient(Starlette(routes=briefings.ROUTES)) as client:
        for ending, kind in BRIEFING_FORMATS.items():
            answer = client.get(f"/briefing.{ending}", params={"finding": "movers/shares", "title": "For Monday"})
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind.media_type.partition(";")[0])
            assert f"digital-trends-briefing-for-monday.{ending}" in answer.headers["content-disposition"]
            assert len(answer.content) > 10_000
        assert client.get("/briefing.exe", params={"finding": "movers/shares"}).status_code == 404
        nothing = client.get("/briefing.pdf", params={"finding": "movers/none"})
        assert (nothing.status_code, "has no card" in nothing.text) == (404, True)
