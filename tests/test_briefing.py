"""A briefing asks the same cards as the pages, by references that stand in a link."""

from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from trends.export.briefing import MOST_FINDINGS, BriefingError, briefing_of, finding_of
from trends.export.briefing_files import BRIEFING_FORMATS
from trends.request.request import Request
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
    made = briefing_of("Mine", [(f"countries/{card.key}", "")] * (MOST_FINDINGS + 2), DAY)
    assert len(made.findings) == MOST_FINDINGS
    assert "the last 2 of those" in made.left_out[0]
    assert list(made.sources()) == [card.source.name]
    assert made.fingerprint == Request().version.fingerprint
    assert all(term and meaning for term, meaning in made.words(5))


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
