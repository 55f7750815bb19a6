"""Cards over the API: what they say is what the page says, and their rows are those of their files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

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


@pytest.mark.parametrize("address", ["", "?country=Norway", "?sector=Health"])
@pytest.mark.parametrize("name", registry.PAGES)
def test_tables_that_are_no_findings_are_told_with_the_way_to_all_their_rows(
    client: TestClient, name: str, address: str
) -> None:
    told = client.get(f"/api/v1/cards/{name}{address}").json()
    asked, choices = request_of(parse_qsl(address.lstrip("?")))
    listings = registry.contents(name, asked, own_choices(name, choices)).listings
    assert [(said["key"], said["title"]) for said in told["listings"]] == [
        (listing.key, plain(listing.title)) for listing in listings
    ]
    for said, listing in zip(told["listings"], listings, strict=True):
        assert said["table"]["rows"] == [[plain(cell) for cell in row.values()] for row in listing.table.rows()]
        assert set(said["notes"]) | {plain(listing.title)} <= set(
            contents_text(registry.contents(name, asked, own_choices(name, choices))).split("\n")
        )
        behind = [client.get(path).json() for path in said["addresses"].values()]
        assert len(behind) == (listing.behind is not None)
        # All that can be read in the table's first column stands in the rows behind it.
        values = {str(value) for row in (behind[0] if behind else []) for value in row.values()}
        if said["key"] in {"cases", "bodies_list", "every_country"}:
            named = {row[said["table"]["columns"].index(column)] for row in said["table"]["rows"]
                     for column in said["table"]["columns"] if column["heading"] in {"Case", "Body", "Country"}}  # fmt: skip
            assert named
            assert named <= values


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
