"""Every address that the README and the documents name is asked for, and answers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.reading import reading
from trends.paths import ROOT
from trends.serve import headers
from trends.store.store import Store

TOLD_IN = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ADDRESS = re.compile(
    r"(?<![\w./>…-])/(?:(?:api|read|card|places|shapes|names|embed)/|(?:briefing|feed|robots)\.)"
    r"[^\s`)\"'|,;]*(?:,[^\s`)\"'|;]+)*"
)
# What stands for any name is no address.
PLACEHOLDER = re.compile(r"[<{…]")


def told() -> list[tuple[str, str]]:
    """Return each address with the document that names it."""
    return [
        (path.name, address)
        for path in TOLD_IN
        for address in dict.fromkeys(ADDRESS.findall(path.read_text(encoding="utf-8")))
        if not PLACEHOLDER.search(address)
    ]


@pytest.fixture(scope="module")
def client(store: Store, store_cache: Path) -> Iterator[TestClient]:
    """Everything served over HTTP but the dashboard itself, on the project's own evidence."""
    with reading(store, store_cache), TestClient(Starlette(routes=headers.routes(""))) as opened:
        yield opened


def test_every_address_that_is_told_answers(client: TestClient) -> None:
    found = told()
    assert {name for name, _ in found} >= {"README.md", "api.md", "deploy.md"}
    beginnings = {re.split(r"[/.?]", address.removeprefix("/"))[0] for _, address in found}
    assert beginnings >= {"api", "card", "briefing", "feed", "robots"}
    assert len(found) > 10
    addresses = sorted({address for _, address in found})
    answers = {address: client.get(address, follow_redirects=False).status_code for address in addresses}
    # The address of a place leads on to its page, which the dashboard draws.
    assert {address: status for address, status in answers.items() if status not in {200, 302}} == {}
    assert all(address.startswith("/places/") for address, status in answers.items() if status == 302)
