"""Two servers behind nginx that read from DuckLake: one is killed, and another version published, under load.

Readers come from addresses of their own, so that nginx spreads them and keeps each on one server. Every page that is
drawn for them, and every picture, plain page and table that is fetched, is held against what a server that reads the
tables of that version draws: anything else is a wrong figure. A reader whose connection breaks opens the address of
their page again. Without PostgreSQL a shared folder takes the place of DuckLake.
"""

import asyncio
import hashlib
import http.client
import os
import random
import signal
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from websockets.exceptions import WebSocketException

from bench import proxied
from bench.proxied import KEPT, Fetched, fetched
from bench.report import Line, median_ms
from tests import grown_evidence, postgres
from tests.connected import Reader, digest
from tests.serving import LOOPBACK, ROOT, Server, free_port, running_with_command, served
from trends.paths import data_folder
from trends.store.opening import open_store
from trends.store.publish_command import publish
from trends.store.published.copies import Copies
from trends.store.published.folder import Folder
from trends.store.published.lake import DATA, Lake
from trends.store.published.place import SECONDS, SETTING, Place
from trends.store.published.places import place_of

PAGES = ("priorities", "concerns", "countries", "bodies", "sources")
CHOICES: tuple[str, ...] = ("United Kingdom", "United States", "Japan", "New Zealand")
COUNTRIES = (
    *("AUS", "AUT", "BEL", "BRA", "CAN", "CHE", "CHL", "DEU", "DNK", "ESP", "FIN", "FRA", "IND", "IRL", "ITA"),
    *("KEN", "NLD", "NOR", "SWE", "ZAF"),
)
PATHS = (
    "/card/countries/standing.png?country=New+Zealand",
    "/card/concerns/list.svg",
    "/read/priorities?country=GBR",
    "/read/countries?country=NZL",
    "/api/v1/findings.json?country=GBR",
    "/api/v1/indicators.csv?indicator=egdi&year=2024",
)
PAUSE_SECONDS = 2.0
# Of so many clicks one is the last of its session: the reader leaves, and comes again.
CLICKS = 12
LOOK_SECONDS = 2.0
# From the beginning of the load: when a server is killed, started again, and another version published.
KILL_AT, START_AT, PUBLISH_AT = 15.0, 25.0, 35.0
_BROKEN = (OSError, WebSocketException, TimeoutError, RuntimeError, http.client.HTTPException)
# What a server draws and sends: by version (its fingerprint), then by page and choice or by path.
Truth = Mapping[str, Mapping[tuple[str, ...], str]]


@dataclass
class Seen:
    """What readers and programs saw."""

    clicks: list[float] = field(default_factory=list)
    lost: int = 0
    away: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    strange: int = 0


def measure(readers: int = 40, seconds: float = 75.0) -> list[Line]:
    """Return errors, wrong figures, how long readers were away, and what nginx keeps; nothing without nginx."""
    if not proxied.is_there():
        print("nginx is not on this machine, so nothing was measured of several servers.")
        return []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        grown = folder / "grown"
        grown_evidence.write(grown)
        place, environment = stack.enter_context(_place(folder))
        began = time.perf_counter()
        publish(data_folder(), place, 3)
        published = (time.perf_counter() - began) * 1000
        servers = [_Replica(folder, number, environment) for number in range(2)]
        for server in servers:
            server.start()
            stack.callback(server.end)
        front = stack.enter_context(proxied.nginx([server.server for server in servers], folder / "nginx"))
        truth = _truth(folder, grown, front)
        first, second = truth
        kept = [*_kept(front, servers[0].server), *_copied(folder, place)]
        seen, taken = asyncio.run(_load(front, servers, place, grown, truth, readers, seconds))
    clicks = sorted(seen.clicks)
    total = sum(seen.answers.values())
    return [
        Line("publish: check, build and write a version", published, "ms"),
        Line(f"{readers} readers, {len(clicks)} clicks: median", statistics.median(clicks), "ms"),
        Line("95th percentile", clicks[int(0.95 * len(clicks))], "ms"),
        Line("pages drawn that are those of no version, or of another than their session began with",
             len(seen.wrong), "", None, "", "0"),
        Line("pages not drawn, and answers that failed", len(seen.failed), "", None, "", "0"),
        Line("readers whose server was killed, all drawn again as their link says", seen.lost, ""),
        Line("the longest of them was away", max(seen.away, default=0.0), "ms"),
        Line(f"{total} answers over HTTP: those that are of no version", seen.strange, "", None, "", "0"),
        Line("of them kept by nginx", 100 * seen.answers["HIT"] / total, "%"),
        Line("of them of the second version", 100 * seen.of[second] / total, "%"),
        Line("both servers have what is published after", taken, "ms", LOOK_SECONDS * 1000, "between two looks"),
        Line("sessions begun with the first version", seen.versions[first], ""),
        Line("sessions begun with the second", seen.versions[second], ""),
        *kept,
    ]  # fmt: skip


@contextmanager
def _place(folder: Path) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield where versions are published, and the settings by which servers find it."""
    with ExitStack() as stack:
        said, settings = str(folder / "shared"), {}
        if postgres.programs() is not None:
            database = stack.enter_context(postgres.running())
            said = f"ducklake:postgres:{database.address}"
            settings = {"PGPASSWORD": postgres.PASSWORD, DATA: str(folder / "parquet")}
            os.environ.update(settings)
            stack.callback(lambda: [os.environ.pop(name) for name in settings])
        place = place_of(said)
        assert place is not None
        stack.callback(place.close)
        yield place, {**settings, SETTING: said, SECONDS: str(LOOK_SECONDS)}


class _Replica:
    """A server as on a machine of its own: without tables, with a cache that nobody else has."""

    def __init__(self, folder: Path, number: int, environment: Mapping[str, str]) -> None:
        self._folder = folder / f"server{number}"
        self._folder.mkdir()
        cache = str(self._folder / "cache")
        self._environment = {**environment, "DIGITAL_TRENDS_CACHE": cache, "DIGITAL_TRENDS_DATA": str(folder / "none")}
        self._port = free_port()
        self._running = ExitStack()

    def start(self) -> None:
        command = ["trends", "serve", "--address", LOOPBACK, "--port", str(self._port)]
        self.server = self._running.enter_context(served(command, self._port, self._folder, ROOT, self._environment))

    def kill(self) -> None:
        os.kill(self.server.process, signal.SIGKILL)

    def end(self) -> None:
        self._running.close()


def _truth(folder: Path, grown: Path, front: Server) -> Truth:
    """Return what servers draw that read the tables of each version themselves."""
    found = {}
    for number, tables in enumerate((data_folder(), grown)):
        aside = folder / f"truth{number}"
        aside.mkdir()
        with running_with_command(aside, DIGITAL_TRENDS_DATA=str(tables), DIGITAL_TRENDS_CACHE=str(aside)) as server:
            drawn = asyncio.run(_drawn_by(server))
            host = front.address.removeprefix("http://")
            answers = {path: fetched(server, path, host=host) for path in PATHS}
        drawn |= {(path,): hashlib.sha256(answer.body).hexdigest() for path, answer in answers.items()}
        found[answers[PATHS[0]].headers["x-evidence"]] = drawn
    first, second = found.values()
    same = [key for key in first if first[key] == second[key]]
    print(f"{len(first)} pages and answers tell the two versions apart" + (f", but for {same}." if same else "."))
    return found


async def _drawn_by(server: Server) -> dict[tuple[str, ...], str]:
    drawn: dict[tuple[str, ...], str] = {}
    for page in PAGES:
        for choice in CHOICES:
            reader = await Reader.on(server, page, _query(choice))
            drawn[page, choice] = digest(reader)
            await reader.leave()
    return drawn


def _query(choice: str) -> str:
    return urlencode({"country": choice})


async def _load(
    front: Server,
    servers: list[_Replica],
    place: Place,
    grown: Path,
    truth: Truth,
    readers: int,
    seconds: float,
) -> tuple[Seen, float]:
    """Return what readers and programs saw, and how many milliseconds after publishing both servers had it."""
    seen, ends = Seen(), time.monotonic() + seconds
    began = time.monotonic()

    async def disturbed() -> float:
        await asyncio.sleep(KILL_AT)
        servers[0].kill()
        await asyncio.sleep(START_AT - KILL_AT)
        await asyncio.to_thread(servers[0].start)
        await asyncio.sleep(max(PUBLISH_AT - (time.monotonic() - began), 0))
        await asyncio.to_thread(publish, grown, place, 3)
        is_current = time.perf_counter()
        newest = place.current().partition("-")[0]
        for each in servers:
            while newest.encode() not in await asyncio.to_thread(each.server.get, "/api/v1/health"):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return (time.perf_counter() - is_current) * 1000

    reading = [_read(front, number, truth, seen, ends) for number in range(readers)]
    # Past nginx too, which keeps answers for five minutes: one of the servers is never killed.
    asked = (front, front, servers[1].server, servers[1].server)
    asking = [_ask(each, front, number, truth, seen, ends) for number, each in enumerate(asked)]
    disturbing = asyncio.create_task(disturbed())
    await asyncio.gather(*reading, *asking)
    return seen, await disturbing


async def _read(front: Server, number: int, truth: Truth, seen: Seen, ends: float) -> None:
    """Click through a page, and open it again at once where the connection breaks."""
    chance = random.Random(number)  # noqa: S311 - spreads readers, guards nothing
    page, choice = PAGES[number % len(PAGES)], chance.choice(CHOICES)
    reader, version = None, ""
    await asyncio.sleep(chance.uniform(0, PAUSE_SECONDS))
    while time.monotonic() < ends:
        broke = time.perf_counter()
        try:
            if reader is None:
                reader = await Reader.on(front, page, _query(choice), _address(number))
                # Whichever version the session begins with it keeps.
                version = next((name for name in truth if truth[name][page, choice] == digest(reader)), "")
                seen.versions[version] += 1
            await asyncio.sleep(chance.uniform(0.7, 1.3) * PAUSE_SECONDS)
            choice = chance.choice(CHOICES)
            took, drawn = await reader.choose({"country": [choice]})
            seen.clicks.append(took)
            if not drawn:
                seen.failed.append(f"{page} {choice}")
            if not version or truth[version][page, choice] != digest(reader):
                seen.wrong.append(f"{page} {choice}")
            if chance.randrange(CLICKS) == 0:
                await reader.leave()
                reader = None
        except _BROKEN as error:
            reader = await _again(front, number, page, choice, error, seen)
            seen.away.append((time.perf_counter() - broke) * 1000)
            version = next((name for name in truth if truth[name][page, choice] == digest(reader)), "")
            seen.versions[version] += 1
    if reader is not None:
        await reader.leave()


async def _again(front: Server, number: int, page: str, choice: str, error: Exception, seen: Seen) -> Reader:
    """Open the address of a page again until it is drawn, as a browser does whose connection broke."""
    seen.lost += 1
    for _ in range(30):
        try:
            return await Reader.on(front, page, _query(choice), _address(number))
        except _BROKEN as again:
            error = again
            await asyncio.sleep(0.2)
    raise error


async def _ask(asked: Server, front: Server, number: int, truth: Truth, seen: Seen, ends: float) -> None:
    """Fetch pictures, plain pages and tables, each held against what it says it is of."""
    host = front.address.removeprefix("http://")
    while time.monotonic() < ends:
        for path in PATHS:
            try:
                answer = await asyncio.to_thread(fetched, asked, path, _address(200 + number), host)
            except _BROKEN as error:
                seen.failed.append(f"{path}: {error}")
                continue
            seen.answers[answer.headers.get(KEPT, "")] += 1
            says = answer.headers.get("x-evidence", "")
            seen.of[says] += 1
            of = truth.get(says, {})
            if answer.status != http.HTTPStatus.OK:
                seen.failed.append(f"{path}: {answer.status}")
            elif of.get((path,)) != hashlib.sha256(answer.body).hexdigest():
                seen.strange += 1
            await asyncio.sleep(0.2)


def _address(number: int) -> str:
    """Return an address of loopback, which nginx tells apart from others by its first three numbers."""
    return f"127.0.{number + 1}.1"


def _kept(front: Server, server: Server) -> list[Line]:
    """Return how long pictures, plain pages and tables take that a server makes, and that nginx keeps."""
    lines = []
    for path in ("/card/countries/standing.png", "/read/countries", "/api/v1/indicators.json"):
        first: list[Fetched] = []
        again: list[Fetched] = []
        for country in COUNTRIES:
            first.append(fetched(front, f"{path}?country={country}", _address(230)))
            again += [fetched(front, f"{path}?country={country}", _address(230)) for _ in range(3)]
        assert {(answer.status, answer.headers.get(KEPT)) for answer in first} == {(200, "MISS")}
        assert {(answer.status, answer.headers.get(KEPT)) for answer in again} == {(200, "HIT")}
        known = [
            fetched(
                server,
                f"{path}?country={country}",
                host=front.address.removeprefix("http://"),
                tag=answer.headers["etag"],
            )
            for country, answer in zip(COUNTRIES, first, strict=True)
        ]
        assert {answer.status for answer in known} == {304}
        made, kept, still = (
            statistics.median(each.milliseconds for each in answers) for answers in (first, again, known)
        )
        lines += [
            Line(f"{path} kept by nginx", kept, "ms", made, "made by a server"),
            Line(f"{path} told by another server to be as it was (304)", still, "ms", made, "made by a server"),
        ]
    return lines


def _copied(folder: Path, lake: Place) -> list[Line]:
    """Return how long a server takes to look for a newer version and to copy it, from each kind of place."""
    shared = Folder(folder / "beside")
    publish(data_folder(), shared, 1)
    tables = folder / "built"
    built = median_ms(lambda: open_store(data_folder(), tables / str(time.monotonic_ns())).close(), 3)
    lines = []
    for kind, place in (("a shared folder", shared), *((("DuckLake", lake),) if isinstance(lake, Lake) else ())):

        def copy(place: Place = place) -> None:
            into = Path(tempfile.mkdtemp(dir=folder))
            Copies(place, into).newest().release()

        lines += [
            Line(f"a look for a newer version in {kind}", median_ms(place.current, 20), "ms"),
            Line(f"copying a version from {kind}", median_ms(copy, 3), "ms", built, "building it"),
        ]
    return lines
