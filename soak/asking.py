"""Programs that ask over HTTP: tables in all formats, cards as data, files and pictures, plain pages, and the rest."""

import asyncio
import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import httpx2 as httpx

from soak.cards import Oracle
from soak.files import Row, cards_of_html, members, rows_of
from soak.judging import Outcome, differences, is_same
from soak.listings import judge_listing
from soak.run import PAUSE_SECONDS as AGAIN_SECONDS
from soak.run import TRIES, Answer, Run, asked, client, query_of, shared_filters, table_filters
from soak.truth import KEYS, Filters
from tests.damages import PIECES
from trends.export.card_html import FILES
from trends.export.encode import FORMATS
from trends.export.picture import SIZES
from trends.subjects.registry import PAGES

PAUSE_SECONDS = 1.5
# A workbook of more rows takes longer to read than to make.
MOST_ROWS_OF_WORKBOOK = 1_500
# Of so many tables one is asked for as a whole, without filters, and so often everything at once.
WHOLE_TABLE, PARTS_OF_TABLE = 0.06, 0.15
PNG = b"\x89PNG\r\n\x1a\n"
Ask = Callable[[Run, httpx.AsyncClient, random.Random], Awaitable[None]]


async def ask(run: Run, number: int) -> None:
    """Ask for one thing after the other until the run ends."""
    chance = random.Random(f"{run.seed} asks {number}")  # noqa: S311 - spreads programs, guards nothing
    kinds, weights = zip(*_KINDS, strict=True)
    async with client() as asking:
        while run.goes_on:
            (kind,) = chance.choices(kinds, weights)
            try:
                await kind(run, asking, chance)
            except Exception as error:  # noqa: BLE001 - whatever cannot be read is no right answer
                run.ledger.note(kind.__name__, Outcome.UNEXPLAINED, f"could not be judged: {error!r}")
            await run.rest(chance, PAUSE_SECONDS)


def oracle_of(run: Run, what: str, answer: Answer) -> Oracle | None:
    """Return the oracle of the version an answer says it is of; None where that is not known, which is noted."""
    found = run.oracles.get(answer.version)
    if answer.status != HTTPStatus.OK or found is None:
        run.ledger.note(what, Outcome.UNEXPLAINED, f"{answer.path}: {answer.status}, evidence {answer.version!r}")
        return None
    return found


async def table(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for a table under filters, as one of the formats, and sometimes for some columns or part after part."""
    name, format_name = chance.choice([*KEYS]), chance.choice([*FORMATS])
    filters = {} if chance.random() < WHOLE_TABLE else table_filters(run.first, name, chance)
    many = len(await asyncio.to_thread(run.first.truth.chosen, name, filters)) > MOST_ROWS_OF_WORKBOOK
    format_name = "csv" if format_name == "xlsx" and many else format_name
    what, query = f"table as {format_name}", query_of(run.first, filters, chance)
    if not many and chance.random() < PARTS_OF_TABLE:
        await _in_parts(run, asking, name, filters, query, chance)
        return
    answer = await asked(run, asking, what, f"/api/v1/{name}.{format_name}?{query}")
    if answer is None or (oracle := oracle_of(run, what, answer)) is None:
        return
    if changed := await asyncio.to_thread(changed_parts, run, answer, format_name):
        run.ledger.note(what, Outcome.WRONG, f"{answer.path}: another file than before in {', '.join(changed)}")
    await judge_table(run, oracle, what, answer, (name, format_name, filters))


def changed_parts(run: Run, answer: Answer, format_name: str) -> list[str]:
    """Return what of a file is not what it was when it was first asked for: the parts of a workbook, else its bytes."""
    parts = members(answer.body, "") if format_name == "xlsx" else {"its bytes": answer.body}
    changed = run.others((answer.path, answer.version), [*parts.values()])
    return [[*parts][at] if at >= 0 else "how many parts there are" for at in changed]


async def judge_table(run: Run, oracle: Oracle, what: str, answer: Answer, of: tuple[str, str, Filters]) -> None:
    """Hold a file against the rows of the tables under the same filters."""
    name, format_name, filters = of

    def judge() -> tuple[int, list[str]]:
        return differences(rows_of(answer.body, format_name), oracle.truth.chosen(name, filters), KEYS[name])

    cells, wrong = await asyncio.to_thread(judge)
    run.ledger.judged(what, cells, [f"{answer.path}: {each}" for each in wrong])


async def _in_parts(
    run: Run, asking: httpx.AsyncClient, name: str, filters: Filters, query: str, chance: random.Random
) -> None:
    """Ask for rows part after part, as the header Link leads; together they are all rows."""
    what, limit = "table in parts", chance.choice((100, 300, 700))
    path: str = f"/api/v1/{name}.json?{query}&limit={limit}"
    rows: list[Row] = []
    oracles = set()
    while path:
        answer = await asked(run, asking, what, path)
        if answer is None or (found := oracle_of(run, what, answer)) is None:
            return
        oracles.add(found)
        rows += await asyncio.to_thread(rows_of, answer.body, "json")
        link = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        path = link[1] if link else ""
    if len(oracles) > 1:
        # Another version became current between two parts.
        return
    (oracle,) = oracles
    known = await asyncio.to_thread(oracle.truth.chosen, name, filters)
    cells, wrong = await asyncio.to_thread(differences, rows, known, KEYS[name])
    run.ledger.judged(what, cells, [f"{name} {query}: {each}" for each in wrong])


async def columns(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for some columns of some rows."""
    name, what = chance.choice([*KEYS]), "columns of a table"
    filters = table_filters(run.first, name, chance)
    known = [column for column in next(iter(run.first.truth.rows[name].values())) if column in _COLUMNS]
    wanted = [*KEYS[name], *(column for column in known if column not in KEYS[name])]
    path = f"/api/v1/{name}.csv?{query_of(run.first, filters, chance)}&columns={','.join(wanted)}&bom=0"
    answer = await asked(run, asking, what, path)
    if answer is not None and (oracle := oracle_of(run, what, answer)) is not None:
        rows = await asyncio.to_thread(rows_of, answer.body, "csv")
        known_rows = await asyncio.to_thread(oracle.truth.chosen, name, filters)
        cells, wrong = await asyncio.to_thread(differences, rows, known_rows, KEYS[name], wanted)
        run.ledger.judged(what, cells, [f"{path}: {each}" for each in wrong])


_COLUMNS = {"value", "year", "country", "theme", "title", "answer", "score", "base_n", "low", "high", "unit", "status"}


async def everything(run: Run, asking: httpx.AsyncClient, _chance: random.Random) -> None:
    """Ask for all tables in one file, and hold each of the four in it, in both formats, against the tables."""
    what = "everything.zip"
    answer = await asked(run, asking, what, "/api/v1/everything.zip")
    if answer is None or (oracle := oracle_of(run, what, answer)) is None:
        return
    # Read once for each version: the same bytes are as right as before.
    if run.is_again((what, answer.version), answer.body) and (what + answer.version) in run.judged:
        run.ledger.note(what, Outcome.RIGHT)
        return
    for format_name in ("csv", "parquet"):
        for name, body in (await asyncio.to_thread(members, answer.body, f".{format_name}")).items():
            if name in KEYS:
                part = Answer(answer.status, answer.headers, body, f"{name}.{format_name} in everything.zip")
                await judge_table(run, oracle, what, part, (name, format_name, {}))
    run.judged.add(what + answer.version)


async def card_data(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for a page as data and judge its typed rows; then for a file, a picture and the words of one of its cards."""
    page, what = chance.choice([*PAGES]), "cards as data"
    filters = shared_filters(run.first, chance)
    query = query_of(run.first, filters, chance)
    answer = await asked(run, asking, what, f"/api/v1/cards/{page}?{query}")
    if answer is None or (oracle := oracle_of(run, what, answer)) is None:
        return
    told = await asyncio.to_thread(json.loads, answer.body)
    for card in told["cards"]:
        judged = await asyncio.to_thread(oracle.rows, page, card, filters)
        run.ledger.judged(what, judged.figures, [f"{answer.path}: {each}" for each in judged.wrong], judged.unjudged)
    for listing in told["listings"]:
        judged = await asyncio.to_thread(judge_listing, oracle, page, listing)
        run.ledger.judged(what, judged.figures, [f"{answer.path}: {each}" for each in judged.wrong], judged.unjudged)
    if not told["cards"]:
        run.ledger.note(what, Outcome.RIGHT)
        return
    card = chance.choice(told["cards"])
    await _card_file(run, asking, chance, card, answer)
    await _picture(run, asking, chance, card, answer)


async def _part(run: Run, asking: httpx.AsyncClient, what: str, path: str, key: str, page: Answer) -> Answer | None:
    """Return a part of a card that its page, asked for before as data, has; None where there is none, which is noted.

    Where another version that has no such card is current meanwhile, it is rightly not found. Until all processes have
    taken a version up, one may have the card and another not: asked for again, it is there.
    """
    missed = False
    for _ in range(TRIES):
        answer = await asked(run, asking, what, path)
        if answer is None or answer.status != HTTPStatus.NOT_FOUND:
            break
        again = await asked(run, asking, what, page.path)
        if again is None:
            return None
        if again.version != page.version and key not in {card["key"] for card in json.loads(again.body)["cards"]}:
            run.ledger.note(what, Outcome.RIGHT)
            return None
        if not run.is_republished():
            break
        missed = True
        await asyncio.sleep(AGAIN_SECONDS)
    if answer is None or oracle_of(run, what, answer) is None:
        return None
    if missed:
        run.ledger.note(what, Outcome.AGAIN, f"{path}: 404 while another version was taken up")
    return answer


async def _card_file(
    run: Run, asking: httpx.AsyncClient, chance: random.Random, card: Mapping[str, Any], page: Answer
) -> None:
    """Ask for the rows of a card as a file: they are those of the card, which were held against the tables."""
    format_name = chance.choice(FILES)
    what, addresses, rows = f"file of a card as {format_name}", card["addresses"], card["rows"]
    answer = await _part(run, asking, what, addresses[format_name], card["key"], page)
    if answer is None or answer.version != page.version:
        return
    given = await asyncio.to_thread(rows_of, answer.body, format_name)
    wrong = [] if len(given) == len(rows) else [f"{answer.path}: {len(given)} rows, and {len(rows)} on the card"]
    for number, (row, known) in enumerate(zip(given, rows, strict=False), 1):
        wrong += [
            f"{answer.path} row {number}: {name} is {cell!r}, and {known[name]!r} on the card"
            for name, cell in row.items()
            if not is_same(cell, known[name], 1e-9)
        ]
    run.ledger.judged(what, sum(len(row) for row in given), wrong)


async def _picture(
    run: Run, asking: httpx.AsyncClient, chance: random.Random, card: Mapping[str, Any], page: Answer
) -> None:
    """Ask for the picture of a card: it can be read, and is the same again."""
    ending, addresses = chance.choice(("svg", "png")), card["addresses"]
    if ending not in addresses:
        return
    address = f"{addresses[ending]}{'&' if '?' in addresses[ending] else '?'}size={chance.choice([*SIZES])}"
    what = f"picture as {ending}"
    answer = await _part(run, asking, what, address, card["key"], page)
    if answer is None:
        return
    fine = answer.body.startswith(PNG) if ending == "png" else ET.fromstring(answer.body).tag.endswith("svg")  # noqa: S314 - our own
    if not fine:
        run.ledger.note(what, Outcome.UNEXPLAINED, f"{address}: no picture")
    elif not run.is_again((address, answer.version), answer.body):
        run.ledger.note(what, Outcome.WRONG, f"{address}: another picture than before")
    else:
        run.ledger.note(what, Outcome.RIGHT)


async def plain_page(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for a plain page and judge the figures in its tables."""
    page, what = chance.choice([*PAGES]), "plain page"
    query = query_of(run.first, shared_filters(run.first, chance), chance)
    answer = await asked(run, asking, what, f"/read/{page}?{query}")
    if answer is None or (oracle := oracle_of(run, what, answer)) is None:
        return
    cards = await asyncio.to_thread(cards_of_html, answer.body.decode())
    for card in cards:
        judged = await asyncio.to_thread(oracle.words, page, card)
        run.ledger.judged(what, judged.figures, [f"{answer.path}: {each}" for each in judged.wrong], judged.unjudged)
    if not run.is_again((answer.path, answer.version), answer.body):
        run.ledger.note(what, Outcome.WRONG, f"{answer.path}: another page than before")
    elif not cards:
        run.ledger.note(what, Outcome.RIGHT)


async def counts(run: Run, asking: httpx.AsyncClient, _chance: random.Random) -> None:
    """Ask for the rows of the main tables."""
    what = "health"
    answer = await asked(run, asking, what, "/api/v1/health")
    if answer is None:
        return
    told = json.loads(answer.body)
    oracle = run.oracles.get(told["fingerprint"])
    if oracle is None:
        run.ledger.note(what, Outcome.UNEXPLAINED, f"evidence {told['fingerprint']!r}")
        return
    wrong = [
        f"{name} is {told['counts'][name]}, and {len(rows)} in the tables"
        for name, rows in oracle.truth.rows.items()
        if name in told["counts"] and told["counts"][name] != len(rows)
    ]
    run.ledger.judged(what, len(told["counts"]), wrong)


async def search(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Seek a country by its name: it is among what is found."""
    what, sought = "search", chance.choice([*run.first.truth.names["country"].values()])
    answer = await asked(run, asking, what, f"/api/v1/search?{urlencode({'q': sought})}")
    if answer is None or (oracle := oracle_of(run, what, answer)) is None:
        return
    measured = {row["country_name"] for row in oracle.truth.rows["indicators"].values()}
    names = [each["name"] for group in json.loads(answer.body)["groups"] for each in group["results"]]
    wrong = [f"{sought!r} was not found"] if sought in measured and sought not in names else []
    run.ledger.judged(what, 1, wrong)


async def others(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for an address of another kind, which is answered."""
    body = chance.choice(run.first.truth.table("bodies"))["name"]
    briefing = chance.choice(("html", "zip"))
    paths = (
        *(
            "/",
            "/api/v1/",
            "/api/v1/openapi.json",
            "/api/v1/vocabulary",
            "/api/v1/pages",
            "/api/v1/ready",
            "/feed.atom",
        ),
        *("/read", "/read/protection", "/robots.txt", "/sitemap.xml", "/_stcore/health", "/embed/concerns/list"),
        *("/names/countries.json", "/shapes/countries.geojson", f"/read/search?{urlencode({'q': body})}"),
        *(
            f"/briefing.{briefing}?finding=concerns/list",
            "/api/v1/findings.csv-metadata.json",
            "/card/concerns/list.bib",
        ),
    )
    path, what = chance.choice(paths), "other addresses"
    answer = await asked(run, asking, what, path)
    if answer is None:
        return
    if answer.status == HTTPStatus.OK and answer.body:
        run.ledger.note(what, Outcome.RIGHT)
    else:
        run.ledger.note(what, Outcome.UNEXPLAINED, f"{path}: {answer.status}")


async def junk(run: Run, asking: httpx.AsyncClient, chance: random.Random) -> None:
    """Ask for an address that nobody should: it is refused in words, or answered."""
    page, what = chance.choice([*PAGES]), "junk addresses"
    piece = quote(chance.choice(PIECES)[:200] or "x", safe="")
    pairs = [(chance.choice(("country", "year", "q", "limit", "columns", "after", "x", "size")), chance.choice(PIECES))]
    path = chance.choice(
        (
            *(f"/api/v1/findings.{piece}", f"/read/{page}/{piece}.csv", f"/card/{page}/{piece}.svg", f"/api/{piece}"),
            *(f"/read/{page}", "/api/v1/findings.csv", "/api/v1/cases.json", f"/bodies/{piece}", f"/places/{piece}"),
            *(f"/api/v1/cards/{page}", f"/media/{piece}", f"/read/{piece}", "/api/v1/search", f"/{piece}"),
        )
    )
    answer = await asked(run, asking, what, f"{path}?{urlencode(pairs)}")
    if answer is not None:
        run.ledger.note(what, Outcome.RIGHT)


_KINDS: Sequence[tuple[Ask, int]] = (
    *((table, 30), (columns, 8), (card_data, 25), (plain_page, 18), (counts, 3), (search, 4), (others, 6), (junk, 8)),
    (everything, 1),
)
