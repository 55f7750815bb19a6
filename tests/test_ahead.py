"""What is sent ahead of a page is what the page then draws; where it would not be, nothing is sent."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.drawn import given, is_card, is_table
from tests.test_listed_contents import open_page
from trends.serve import ahead
from trends.store.store import Store
from trends.store.versions import current
from trends.subjects import registry

pytestmark = pytest.mark.usefixtures("pages_read_the_evidence")

# Of one country, of what a page holds no list or figure of, of a sector and a year together.
CHOSEN: tuple[Mapping[str, str], ...] = (
    {},
    {"country": "United Kingdom"},
    {"country": "Kenya"},
    {"sector": "Health"},
    {"country": "United States", "year": "2024"},
)
# Pages of their own address alone show one body or one release.
PAGES = [name for name in registry.PAGES if name not in {"body", "releases", "search"}]


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    assert store
    with TestClient(Starlette(routes=ahead.ROUTES)) as made:
        yield made


def address(page: str, chosen: Mapping[str, str], *, width: str = "wide", version: str = "") -> str:
    return f"/ahead/{version or current().fingerprint}/{width}/{page}?{urlencode(chosen)}"


@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_what_is_sent_ahead_is_what_the_page_draws(client: TestClient, page: str, chosen: Mapping[str, str]) -> None:
    drawn = given(open_page(page, chosen, {}, {}))
    told: dict[str, Any] = client.get(address(page, chosen)).json()
    by_anchor = {card["anchor"]: card for card in told["cards"]}
    for card in filter(is_card, drawn):
        ours = by_anchor[card["anchor"]]
        assert card["slot"] in {None, told["cards"].index(ours)}
        assert {name: card[name] for name in ours} == ours
    listed = [table for table in drawn if is_table(table) and table["key"] in told["tables"]]
    # Sources draw one section of those they list.
    assert listed or not told["tables"] or page == "sources"
    for table in listed:
        assert table["table"] == told["tables"][table["key"]]


def test_a_phone_gets_the_narrow_form(client: TestClient) -> None:
    def tables(width: str) -> dict[tuple[str, str], str]:
        told = {page: client.get(address(page, {}, width=width)).json()["cards"] for page in PAGES}
        return {(page, card["anchor"]): card["table"]["head"] for page, cards in told.items() for card in cards}

    wide, narrow = tables("wide"), tables("narrow")
    assert wide.keys() == narrow.keys()
    fewer = [key for key in wide if narrow[key].count("<th") < wide[key].count("<th")]
    assert fewer
    assert not [key for key in wide if narrow[key].count("<th") > wide[key].count("<th")]


@pytest.mark.parametrize(
    ("page", "chosen", "form"),
    [
        ("concerns", {}, {"version": "0" * 12}),
        ("concerns", {}, {"width": "tall"}),
        ("nowhere", {}, {}),
        ("concerns", {"country": "Atlantis"}, {}),
        ("concerns", {"contry": "Norway"}, {}),
        ("countries", {"indicator": "no such index"}, {}),
    ],
)
def test_nothing_is_sent_ahead_of_what_only_the_page_can_say(
    client: TestClient, page: str, chosen: Mapping[str, str], form: Mapping[str, str]
) -> None:
    said = client.get(address(page, chosen, **form))
    assert (said.status_code, said.content) == (204, b"")


def test_what_is_sent_ahead_is_kept_by_browsers_and_packed(client: TestClient) -> None:
    said = client.get(address("concerns", {}), headers={"Accept-Encoding": "gzip"})
    assert said.headers["Content-Encoding"] == "gzip"
    assert "max-age" in said.headers["Cache-Control"]
    assert client.get(address("concerns", {}), headers={"If-None-Match": said.headers["ETag"]}).status_code == 304
