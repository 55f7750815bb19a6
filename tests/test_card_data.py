"""Cards over the API: what they say is what the page says, and their rows are those of their files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.reading import reading_from
from trends.export.page import own_choices
from trends.export.text import card_data, contents_text
from trends.request.filters import SHARED_FIELDS
from trends.request.request import request_of
from trends.serve import headers
from trends.subjects import registry
from trends.words.text import plain


@pytest.fixture(scope="module")
def client(unchanged: Path, tiny_cache: Path) -> Iterator[TestClient]:
    """Everything served over HTTP but the dashboard itself, on the small evidence."""
    with reading_from(unchanged, tiny_cache), TestClient(Starlette(routes=headers.routes(""))) as opened:
        yield opened


def test_pages_are_listed_with_addresses_that_answer(client: TestClient) -> None:
    listed = client.get("/api/v1/pages").json()
    assert [page["name"] for page in listed] == list(registry.PAGES)
    for page in listed:
        for address in (page["plain"], page["cards"]):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("name", registry.PAGES)
def test_a_card_says_as_data_what_it_says_on_its_page(client: TestClient, name: str) -> None:
    address = "?country=Norway"
    told = client.get(f"/api/v1/cards/{name}{address}").json()
    asked, choices = request_of([("country", "Norway")])
    contents = registry.contents(name, asked, own_choices(name, choices))
    assert (told["answer"], told["filters"]) == (plain(contents.answer), {"country": ["Norway"]})
    # What a page notes beside its cards is told to programs and in plain text as well.
    assert told["notes"] == [plain(note) for note in contents.notes]
    assert all(note in contents_text(contents) for note in told["notes"])
    assert [card["key"] for card in told["cards"]] == [card.key for card in contents.cards]
    for said, card in zip(told["cards"], contents.cards, strict=True):
        expected = json.loads(json.dumps(card_data(card)))
        assert {part: said[part] for part in expected} == expected
        assert said["base"] == plain(card.foot)
        assert plain(card.title) in said["sentences"]
        assert said["rows"] == client.get(said["addresses"]["json"]).json()
        assert all(said["columns"].values())
        assert all(client.get(path).status_code == 200 for path in said["addresses"].values())
        alone = client.get(f"/api/v1/cards/{name}/{card.key}{address}").json()
        assert alone["cards"] == [said]


@pytest.mark.parametrize(
    ("path", "status", "nearest", "legal"),
    [
        ("cards/prioritys", 404, ["priorities"], "concerns"),
        ("cards/priorities/lst", 404, ["list"], "list"),
        ("cards/priorities?contry=Norway", 400, ["country"], "question"),
        ("cards/priorities?country=Norwy", 400, ["NOR"], "GBR"),
        ("cards/themes?topic=no-such-theme", 400, None, None),
    ],
)
def test_a_card_there_is_not_is_refused(
    client: TestClient, path: str, status: int, nearest: list[str] | None, legal: str | None
) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    (problem,) = answer.json()["errors"]
    if nearest:
        assert problem["nearest"] == nearest
    if legal:
        assert legal in problem["legal"]


def test_choices_of_a_page_are_taken(client: TestClient) -> None:
    listed: list[dict[str, Any]] = client.get("/api/v1/pages").json()
    assert {page["name"]: tuple(page["choices"]) for page in listed} == {
        page.name: page.choices for page in registry.PAGES.values()
    }
    assert not any(set(page["choices"]) & set(SHARED_FIELDS) for page in listed)
    told = client.get("/api/v1/cards/cases?map=true").json()
    assert told["choices"] == {"map": ["true"]}
