"""A time of day that is set forward and back by a day: nobody who is there is refused, and nothing kept is lost or old.

Clocks of servers are set: by hand, by the network after a start without it, with a copy of a machine that slept.
"""

import asyncio
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import pytest
from itsdangerous import TimestampSigner
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests import clock, tiny_evidence
from tests.connected import Reader, shown, stream_of
from tests.serving import LOOPBACK, ROOT, Server, free_port, served, waited_for
from trends.serve import roles
from trends.serve.made_files import MadeFiles
from trends.serve.roles import Role, Settings
from trends.statistics import ages
from trends.store import leftovers

DAY = 24 * 3600
REQUESTS = 120
# An address of this machine that asks as often as it likes.
GREEDY = "127.0.0.2"
FILE, WHOLE, PAGE = "/api/v1/findings.csv?bom=0", "/api/v1/everything.zip", "/read/concerns"
OLD = f"{ages.OLD + 1} years old"
SETTINGS = Settings(
    metadata=f"http://{LOOPBACK}:9/.well-known/openid-configuration",
    client="trends",
    secret="a secret of this dashboard alone",  # noqa: S106 - of the test
    address="https://trends.example.org",
    owners=("olga@example.org",),
    readers=("@example.org",),
)


@dataclass
class Clocked:
    """A running dashboard whose time of day is set, and where it keeps what it makes."""

    server: Server
    by: Path
    noon: float
    cache: Path

    def set(self, seconds: float) -> None:
        """Set its time to so many seconds after noon of the last day of the year."""
        half = self.by.with_suffix(".half")
        half.write_text(str(self.noon + seconds - time.time()), encoding="ascii")
        half.replace(self.by)

    def now(self) -> float:
        """Return the second of the epoch that it takes this moment for."""
        return time.time() + float(self.by.read_text(encoding="ascii"))

    def cookie(self, ago: float = 0, role: Role = Role.READER) -> str:
        """Return the cookie of somebody who signed in so many seconds ago by its clock."""
        signed = self.now() - ago
        with pytest.MonkeyPatch.context() as then:
            then.setattr(TimestampSigner, "get_timestamp", lambda _: int(signed))
            return f"{roles.COOKIE}={roles.signed(role, SETTINGS)}"

    def get(self, path: str, cookie: str, **headers: str) -> httpx.Response:
        """Return the answer to a program that is signed in."""
        return httpx.get(self.server.address + path, headers={"Cookie": cookie, **headers}, timeout=60)

    def files(self) -> dict[str, int]:
        """Return the files that are kept, each with its number on the disk, which is another where it is made anew."""
        return {path.name: path.stat().st_ino for path in (self.cache / "files").iterdir() if not path.suffix}


@pytest.fixture(scope="module")
def clocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clocked]:
    """A dashboard of small evidence for readers who are signed in, at noon of the last day of a year."""
    folder = tmp_path_factory.mktemp("clock")
    by, cache = folder / "moved", folder / "cache"
    # The newest list of concerns is of 2024: on the next day it is so old that the page says so.
    noon = datetime(2024 + ages.OLD, 12, 31, 12, tzinfo=UTC).timestamp()
    by.write_text(str(noon - time.time()), encoding="ascii")
    port = free_port()
    environment = {
        "DIGITAL_TRENDS_DATA": str(tiny_evidence.write(folder / "data")),
        "DIGITAL_TRENDS_CACHE": str(cache),
        "TRENDS_ADDRESS_REQUESTS": str(REQUESTS),
        "TZ": "UTC",
        clock.SETTING: str(by),
        clock.FEW_ROWS: "1",
        roles.METADATA: SETTINGS.metadata,
        roles.CLIENT: SETTINGS.client,
        roles.SECRET: SETTINGS.secret,
        roles.ADDRESS: SETTINGS.address,
        roles.OWNERS: " ".join(SETTINGS.owners),
        roles.READERS: " ".join(SETTINGS.readers),
    }
    command = ["tests.clock", "serve", "--address", LOOPBACK, "--port", str(port)]
    with served(command, port, folder, ROOT, environment) as server:
        yield Clocked(server, by, noon, cache)


@pytest.fixture(autouse=True)
def _noon(request: pytest.FixtureRequest) -> None:
    if "clocked" in request.fixturenames:
        request.getfixturevalue("clocked").set(0)


def test_readers_stay_and_nothing_kept_is_lost_or_old(clocked: Clocked) -> None:
    asyncio.run(_over_days(clocked))
    assert "Traceback" not in clocked.server.log.read_text()


async def _over_days(clocked: Clocked) -> None:
    then = clocked.cookie()
    reader = await Reader.on(clocked.server, "concerns", cookie=then)
    file, whole, page = (clocked.get(path, then) for path in (FILE, WHOLE, PAGE))
    assert [answer.status_code for answer in (file, whole, page)] == [200, 200, 200]
    assert OLD not in page.text
    kept = clocked.files()
    assert len(kept) == 2
    for days in (1, 0, -1, 0, 1):
        clocked.set(days * DAY)
        # Who is there reads on, whatever the time is.
        for country in ("United Kingdom", "Norway"):
            assert (await reader.choose({"country": [country]}))[1]
            assert country in "".join(shown(reader))
        now = clocked.cookie()
        newcomer = await Reader.on(clocked.server, "concerns", cookie=now)
        await newcomer.leave()
        # What is the same on every day is not made anew; what says its day is made for each.
        assert clocked.get(WHOLE, now).content == whole.content
        assert clocked.get(FILE, now).content == file.content
        again = clocked.files()
        assert {name: again.get(name) for name in kept} == kept
        told = clocked.get(FILE, now, **{"If-None-Match": file.headers["ETag"]}).status_code
        assert told == (304 if days == 0 else 200)
        # A page says how old a figure is, in the year it is asked for.
        assert (OLD in clocked.get(PAGE, now).text) == (days == 1)
    assert len(clocked.files()) == 4
    await reader.leave()


def test_a_sign_in_lasts_its_hours_by_the_clock_that_is_set(clocked: Clocked) -> None:
    """Other days are none of its hours: who asks for a further page signs in anew."""
    then = clocked.cookie()
    status = {}
    for days in (0, 1, 0, -1, 0):
        clocked.set(days * DAY)
        status[days] = clocked.get(PAGE, then).status_code
    assert status == {0: 200, 1: 401, -1: 401}


@pytest.mark.parametrize(("ahead", "status"), [(60, 200), (roles.APART_SECONDS + 60, 401)])
def test_a_server_whose_clock_is_a_little_ahead_signs_for_others(clocked: Clocked, ahead: float, status: int) -> None:
    assert clocked.get(PAGE, clocked.cookie(ago=-ahead)).status_code == status


@pytest.mark.parametrize("days", [-1, 1])
def test_an_open_page_ends_when_its_sign_in_would_have(clocked: Clocked, days: int) -> None:
    """Neither at once nor a day later: seconds that pass are counted, not those that the time of day says."""

    left = 5

    async def opened() -> int | None:
        began = time.monotonic()
        async with stream_of(clocked.server, cookie=clocked.cookie(ago=SETTINGS.seconds - left)) as connection:
            clocked.set(days * DAY)
            # Of each message it is asked how long the next one may take.
            await connection.send(BackMsg(rerun_script=ClientState(query_string="")).SerializeToString())
            with pytest.raises(ConnectionClosed) as ended:
                await asyncio.wait_for(_hear(connection), 30)
            # A cookie tells whole seconds.
            assert time.monotonic() - began > left - 1.5
            return ended.value.rcvd and ended.value.rcvd.code

    assert asyncio.run(opened()) == 1008


async def _hear(connection: ClientConnection) -> None:
    while True:
        await connection.recv()


def test_what_an_address_may_ask_is_counted_by_seconds_that_pass(clocked: Clocked) -> None:
    transport = httpx.HTTPTransport(local_address=GREEDY)
    with httpx.Client(transport=transport, timeout=60) as client, ThreadPoolExecutor(8) as many:
        address = f"{clocked.server.address}/api/v1/health"

        def passed(times: int) -> int:
            return [answer.status_code for answer in many.map(client.get, [address] * times)].count(200)

        passed(2 * REQUESTS)
        began = time.monotonic()
        for days in (1, 0, -1):
            clocked.set(days * DAY)
            # A day has not passed, so no more is let through than the seconds that have, and as much as these.
            passed(10)
            answer = client.get(address)
            assert answer.status_code == 200 or 1 <= int(answer.headers["Retry-After"]) <= 60
        clocked.set(-DAY)
        let_through = passed(REQUESTS)
        assert let_through <= (time.monotonic() - began) * REQUESTS / 60 + 2
        waited_for(lambda: passed(1) == 1, seconds=10, pause=0.5)


def test_no_duration_is_taken_of_the_time_of_day() -> None:
    """It is asked where a moment is written down, for another process or another day; all else counts seconds."""
    asking = {
        str(path.relative_to(ROOT / "trends"))
        for path in (ROOT / "trends").rglob("*.py")
        if re.search(r"\btime\.time\b|\bfrom time import", path.read_text(encoding="utf-8"))
    }
    assert asking == {"serve/roles.py", "store/leftovers.py"}


# What stands on the disk ----------------------------------------------------------------------------------------------


def test_files_used_before_the_clock_was_set_back_go_before_those_used_since(tmp_path: Path) -> None:
    files = MadeFiles(tmp_path, most_bytes=250)
    for name, moment in (("tomorrow", time.time() + DAY), ("now", time.time()), ("before", time.time() - DAY)):
        (tmp_path / name).write_bytes(bytes(100))
        os.utime(tmp_path / name, (moment, moment))
    files._make_room(tmp_path, 10)  # noqa: SLF001 - what making a file begins with
    assert sorted(path.name for path in tmp_path.iterdir()) == ["before", "now"]
    files._make_room(tmp_path, 60)  # noqa: SLF001
    assert [path.name for path in tmp_path.iterdir()] == ["now"]


def test_what_a_running_process_holds_stays_however_the_clock_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / leftovers.folder_name(".building-")
    mine.mkdir()
    left = tmp_path / f".building-{2**22 + 1}-x"  # no process has this number
    left.mkdir()
    told = time.time
    for days, there in ((-400, [mine, left]), (400, [mine])):
        monkeypatch.setattr(time, "time", lambda days=days: told() + days * DAY)
        leftovers.remove_folders(tmp_path, ".building-")
        assert sorted(tmp_path.iterdir()) == sorted(there)
