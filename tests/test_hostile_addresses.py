"""Addresses written by chance: each gets a right answer or a clear refusal, never a fault of ours."""

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.damages import PIECES
from tests.reading import reading_from
from trends.request.cut import OPTIONS
from trends.request.filters import FIELD_NAMES
from trends.request.request import Request, vocabulary_of
from trends.request.tables import TABLES
from trends.serve import headers
from trends.store.versions import current
from trends.subjects.registry import PAGES, contents

# `make fuzz` asks for many more.
ADDRESSES = int(os.environ.get("HOSTILE_ADDRESSES", "400"))
# A refusal says what is wrong and what is legal, however much is wrong.
LONGEST_REFUSAL = 60_000
# Values that some parameter takes for a number, a choice or a part of another address, and others do not.
WORDS = (
    *("1", "0", "-1", "10", "99999999999999999999", "1e9", "²", "١", "2024", "2024-2023", "all", "true", "sector"),
    *("movers/shares?country=KEN", "../x", "a" * 200, *PIECES),
)
PARAMETERS = sorted(
    {choice for page in PAGES.values() for choice in page.choices}
    | {*FIELD_NAMES, *OPTIONS, "my_country", "my_sector", "my_size", "q", "finding", "title", "note", "width"}
)


@pytest.fixture(scope="module")
def client(unchanged: Path, tiny_cache: Path) -> Iterator[TestClient]:
    with reading_from(unchanged, tiny_cache):
        # Whatever is not answered is raised, and fails the test with its trace.
        yield TestClient(Starlette(routes=headers.routes("")), follow_redirects=False)


@pytest.fixture(scope="module")
def cards(client: TestClient) -> Sequence[str]:
    assert client.get("/api/v1/health").status_code == 200
    return [f"{page}/{quote(card.key)}" for page in PAGES for card in contents(page, Request(current())).cards]


def path(chance: random.Random, cards: Sequence[str]) -> str:
    page, card = chance.choice(list(PAGES)), chance.choice(cards)
    table, slug = chance.choice(list(TABLES)), quote(chance.choice(PIECES)[:60] or "x", safe="")
    ending = chance.choice(("csv", "json", "svg", "md", "txt", "exe"))
    return chance.choice(
        (
            *(f"/read/{page}", f"/read/{page}", f"/read/{card}.{ending}", f"/card/{card}.{ending}", f"/embed/{card}"),
            *(f"/read/{page}/{slug}.csv", f"/read/bodies/{slug}", f"/places/{slug}", "/read/search", "/feed.atom"),
            *(f"/api/v1/{table}.{ending}", f"/api/v1/cards/{card}", "/api/v1/search", "/briefing.html", f"/api/{slug}"),
        )
    )


def value(chance: random.Random, parameter: str) -> str:
    """Return a legal value of a parameter, one of another, or one that none takes."""
    names = vocabulary_of(current()).names
    field = parameter if names.get(parameter) and chance.random() < 0.7 else chance.choice([*filter(names.get, names)])
    return chance.choice([*names[field], *names[field].values()] if chance.random() < 0.6 else WORDS)


def test_every_address_is_answered_or_refused_in_words(client: TestClient, cards: Sequence[str]) -> None:
    statuses: Counter[int] = Counter()
    for number in range(ADDRESSES):
        chance = random.Random(number)  # noqa: S311 - the same each time
        chosen = [chance.choice(PARAMETERS) for _ in range(chance.choice((0, 1, 1, 2, 3, 5)))]
        address = f"{path(chance, cards)}?{urlencode([(each, value(chance, each)) for each in chosen])}"
        answer = client.get(address)
        statuses[int(answer.status_code)] += 1
        assert answer.status_code < 500, address
        assert answer.status_code < 400 or 0 < len(answer.content) < LONGEST_REFUSAL, address
    # Neither all right nor all wrong, or little would have been tried.
    assert min(statuses[200], statuses[400], statuses[404]) > ADDRESSES / 20
