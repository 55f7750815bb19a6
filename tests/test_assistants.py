"""What assistants are answered: by the functions, and over HTTP by a client of the protocol."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import uvicorn
from mcp import Client
from starlette.applications import Starlette

from tests.reading import EVIDENCE
from trends.export.briefing import BriefingError
from trends.request.request import Request, request_of
from trends.serve import answers, assistants
from trends.serve.answers import REFUSED, AskedWrongError
from trends.store.store import Store
from trends.subjects import registry
from trends.words.text import plain


@pytest.fixture(autouse=True)
def _evidence(store: Store) -> None:
    assert store.fingerprint


def test_pages_and_cards_are_those_of_the_dashboard() -> None:
    """Each page has its cards, and each reference leads to the card with its sentences, rows and receipt."""
    assert [each["page"] for each in answers.list_pages()["pages"]] == list(registry.PAGES)
    asked, _ = request_of([("country", "NZL")])
    for name in registry.PAGES:
        told = answers.ask_page(name, {"country": ["New Zealand"]})
        held = registry.contents(name, asked)
        assert told["answer"] == plain(held.answer)
        assert [card["title"] for card in told["cards"]] == [plain(card.title) for card in held.cards]
        assert [(said["key"], said["rows_in_all"]) for said in told["listings"]] == [
            (listing.key, len(listing.table)) for listing in held.listings
        ]
        assert all(len(said["table"]["rows"]) <= answers.MOST_LISTED for said in told["listings"])
        for said, card in list(zip(told["cards"], held.cards, strict=True))[:1]:
            found = answers.ask_card(said["reference"])
            assert (found["title"], found["base"]) == (plain(card.title), plain(card.foot))
            assert found["rows_in_all"] == len(card.shown)
            assert len(found["rows"]) == min(len(card.shown), answers.MOST_ROWS)
            assert found["source"]["name"] == card.source.name


def test_rows_are_those_of_the_table_in_its_order(store: Store) -> None:
    given: dict[str, Any] = dict.fromkeys(store.queries["findings"].parameters, [])
    frame = store.ask("findings", **given | {"country": ["NZL"]})
    told = answers.get_rows("findings", {"country": ["NZL"]}, most=3, after=1)
    assert told["rows_in_all"] == len(frame)
    assert [row["item"] for row in told["rows"]] == frame["item"].tolist()[1:4]
    assert told["receipt"]["fingerprint"] == store.fingerprint
    assert told["address"].endswith("findings.csv?country=NZL")


def test_what_pages_refuse_is_refused_in_words() -> None:
    """No average of surveys, no place in what is no ranking, no change where no two editions are comparable."""
    assert "not averaged" in answers.average_of_surveys()[REFUSED]
    # One of each index: what may be told is a matter of the index and of its editions.
    listed = Request().ask("indicator_list", theme=[]).drop_duplicates("series").to_dict("records")
    ranked = pd.read_csv(EVIDENCE / "series.csv").set_index("series")["ranked"]
    places = changes = 0
    for row in listed:
        told = answers.place_in_index("NZL", row["indicator"])
        assert (REFUSED in told) == (not ranked[row["series"]]), row["indicator"]
        places += REFUSED in told
        if REFUSED in told:
            assert "no ranking" in told[REFUSED]
        changes += REFUSED in answers.change_in_index("NZL", row["indicator"])
    assert places
    assert changes


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: answers.ask_page("nowhere"), "There is: overview"),
        (lambda: answers.ask_page("movers", {"country": ["Atlantis"]}), "Atlantis"),
        (lambda: answers.get_rows("secrets"), "There is: findings"),
        (lambda: answers.get_rows("findings", {"country": ["Atlantis"]}), "Atlantis"),
        (lambda: answers.filter_names("colour"), "There is: "),
        (lambda: answers.place_in_index("Atlantis"), "Atlantis"),
        (lambda: answers.place_in_index("NZL", "none"), "There is no indicator none"),
    ],
)
def test_what_is_not_known_is_said(ask: Any, said: str) -> None:
    with pytest.raises(AskedWrongError, match=said):
        ask()
    with pytest.raises(BriefingError, match="has no card"):
        answers.ask_card("movers/none")


def test_off_unless_the_setting_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(assistants.SETTING, raising=False)
    assert assistants.routes() == []
    monkeypatch.setenv(assistants.SETTING, "off")
    assert assistants.routes() == []


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the tools are served, by a server of their own on loopback."""
    monkeypatch.setenv(assistants.SETTING, "on")
    assistants._server.cache_clear()  # noqa: SLF001 - its sessions can be run once only
    app = Starlette(routes=assistants.routes("/trends"), lifespan=lambda _: assistants.answering())
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/trends/mcp"
    server.should_exit = True
    thread.join()
    assistants._server.cache_clear()  # noqa: SLF001


def test_a_client_of_the_protocol_is_answered(address: str) -> None:
    """Tools are listed as reading only, and answer as the functions do; what is wrong is told, not thrown."""

    async def talk() -> tuple[list[Any], Any, Any]:
        async with Client(address) as client:
            tools = await client.list_tools()
            card = await client.call_tool("ask_card", {"reference": "countries/standing?country=New Zealand"})
            wrong = await client.call_tool("ask_page", {"page": "nowhere"})
            return tools.tools, card.structured_content, wrong.structured_content

    tools, card, wrong = asyncio.run(talk())
    assert {tool.name for tool in tools} == {tool.__name__ for tool in assistants.TOOLS}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert card["title"] == answers.ask_card("countries/standing?country=New Zealand")["title"]
    assert card["receipt"]["fingerprint"] == Request().version.fingerprint
    assert "There is no page nowhere" in wrong[REFUSED]
