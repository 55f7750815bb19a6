"""Readers, each a browser's connection of its own: they go over all pages and hold what they see against the tables."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from urllib.parse import urlencode

import httpx2 as httpx
from websockets.exceptions import WebSocketException

from soak.cards import shown_in
from soak.files import Shown, cards_of_messages, fingerprint_of
from soak.judging import Outcome
from soak.listings import judge_listing
from soak.run import PAUSE_SECONDS as AGAIN_SECONDS
from soak.run import SHARED, TRIES, Run, asked, client, names_of, query_of, shared_filters
from soak.truth import Filters
from tests.connected import Reader, shown
from trends.store.guard import GuardError
from trends.subjects.registry import FIRST, PAGES

PAUSE_SECONDS = 5.0
# Pages without cards are opened too.
OTHERS = ("accessibility", "protection", "search", "your_survey", "briefing")
MOST_CLICKS = 6
# A page opened while processes start anew.
BROKEN = (OSError, WebSocketException, TimeoutError)
WHAT = "page over a WebSocket"
# What a page says of a question that was stopped, where others or the disk leave it no room.
_STOPPED = [each.to_readers for each in GuardError.__subclasses__() if each.to_readers]


async def read(run: Run, number: int) -> None:
    """Open one page after the other, with some clicks on each, until the run ends."""
    chance = random.Random(f"{run.seed} reads {number}")  # noqa: S311 - spreads readers, guards nothing
    await run.rest(chance, chance.uniform(0, PAUSE_SECONDS))
    async with client() as asking:
        while run.goes_on:
            try:
                await _visit(run, asking, chance)
            except Exception as error:  # noqa: BLE001 - whatever cannot be read is no right page
                run.ledger.note(WHAT, Outcome.UNEXPLAINED, f"could not be judged: {error!r}")


async def _visit(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    page = chance.choice([*PAGES, *OTHERS])
    filters = shared_filters(run.first, chance)
    began = time.monotonic()
    reader = await _opened(run, page, query_of(run.first, filters, chance))
    if reader is None:
        return
    await _judge(run, asking, reader, page, filters)
    for _ in range(chance.randrange(MOST_CLICKS)):
        await run.rest(chance, PAUSE_SECONDS)
        if not run.goes_on:
            break
        filters = shared_filters(run.first, chance)
        chosen: dict[str, list[str]] = {field: [] for field in SHARED} | names_of(run.first, filters)
        try:
            _, drawn = await reader.choose(chosen)
        except BROKEN as error:
            if not run.is_disturbed(began):
                run.ledger.note(WHAT, Outcome.UNEXPLAINED, f"{page} {filters}: {error!r}")
                return
            began = time.monotonic()
            # As a browser does whose connection broke: the address of the page is opened again.
            reader = await _opened(run, page, query_of(run.first, filters, chance))
            if reader is None:
                return
            run.ledger.note(WHAT, Outcome.AGAIN, f"{page} {filters}: {error!r}")
            drawn = True
        if drawn:
            await _judge(run, asking, reader, page, filters)
        else:
            run.ledger.note(WHAT, Outcome.UNEXPLAINED, f"{page} {filters}: was not drawn")
    await run.rest(chance, PAUSE_SECONDS)
    await reader.leave()


async def _opened(run: Run, page: str, query: str) -> Reader | None:
    """Return a reader of a page, opened again while processes start anew; None where it was not drawn, as is noted."""
    path = "" if page == FIRST else page
    error: Exception | None = None
    for _ in range(TRIES):
        try:
            return await Reader.on(run.server, path, query)
        except BROKEN as broken:
            error = broken
            if not run.is_disturbed():
                break
            await asyncio.sleep(AGAIN_SECONDS)
        except RuntimeError as failed:
            error = failed
            break
    run.ledger.note(WHAT, Outcome.UNEXPLAINED, f"{page}?{query}: {error!r}")
    return None


async def _judge(run: Run, asking: httpx.AsyncClient, reader: Reader, page: str, filters: Filters) -> None:
    """Judge the figures in the tables of a drawn page, and that its cards are those that programs get of it."""
    if page not in PAGES:
        run.ledger.note(WHAT, Outcome.RIGHT)
        return
    version = fingerprint_of(reader.messages)
    oracle = run.oracles.get(version)
    said = f"{page} {dict(filters)}"
    if oracle is None:
        run.ledger.note(WHAT, Outcome.UNEXPLAINED, f"{said}: evidence {version!r}")
        return
    cards = await asyncio.to_thread(cards_of_messages, page, reader.messages)
    for card in cards:
        judged = await asyncio.to_thread(oracle.words, page, card)
        wrong = [f"{said}: {each}" for each in judged.wrong]
        run.ledger.judged("figures of a page over a WebSocket", judged.figures, wrong, judged.unjudged)
    # The same choices show the same, in whichever process and session.
    parts = await asyncio.to_thread(shown, reader)
    key = (WHAT, page, version, json.dumps(filters, sort_keys=True))
    if stopped := [words for words in _STOPPED if any(words in part for part in parts)]:
        run.ledger.note(WHAT, Outcome.REFUSED, f"{said}: {stopped[0]}")
        return
    if changed := run.others(key, [part.encode() for part in parts]):
        others = [parts[at][:200] for at in changed[:3]]
        run.ledger.note(WHAT, Outcome.WRONG, f"{said}: another page than before under the same choices: {others}")
        return
    await _judge_data(run, asking, page, filters, version, cards)


async def _judge_data(
    run: Run, asking: httpx.AsyncClient, page: str, filters: Filters, version: str, cards: Sequence[Shown]
) -> None:
    """Judge what programs get of a page, and that the cards drawn are those; another version is another page."""
    said, oracle = f"{page} {dict(filters)}", run.oracles[version]
    query = urlencode([(field, code) for field, codes in filters.items() for code in codes])
    answer = await asked(run, asking, "cards of a page, as data", f"/api/v1/cards/{page}?{query}")
    if answer is None or answer.version != version:
        run.ledger.note(WHAT, Outcome.RIGHT)
        return
    data = await asyncio.to_thread(json.loads, answer.body)
    for listing in data["listings"]:
        judged = await asyncio.to_thread(judge_listing, oracle, page, listing)
        wrong = [f"{answer.path}: {each}" for each in judged.wrong]
        run.ledger.judged("cards of a page, as data", judged.figures, wrong, judged.unjudged)
    told = {card["key"]: card for card in data["cards"]}
    for key, given in told.items():
        judged = await asyncio.to_thread(oracle.rows, page, given, filters)
        wrong = [f"{answer.path}: {each}" for each in judged.wrong]
        run.ledger.judged("cards of a page, as data", judged.figures, wrong, judged.unjudged)
        drawn = next((card for card in cards if card.key == key), None)
        if drawn is not None and drawn.headings:
            found = shown_in(drawn, given["table"])
            run.ledger.judged(WHAT, found.figures, [f"{said}: {each}" for each in found.wrong])
    if not any(card.key in told and card.headings for card in cards):
        run.ledger.note(WHAT, Outcome.RIGHT)
