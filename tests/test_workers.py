"""Several processes serve as one: files of a session whichever is asked, one that ends is replaced, and a clear end."""

import asyncio
import functools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.connected import Reader
from tests.processes import is_running, workers_of
from tests.serving import LOOPBACK, ROOT, Server, get, lines_on_requests, running_with_command, waited_for
from trends.serve.serve_command import HUNG_SECONDS, MOST_WORKERS, WORKERS, number_of_workers
from trends.serve.workers import FILES, SOCKETS, FilesOfAllWorkers

WAIT_SECONDS = HUNG_SECONDS / 2
wait_for = functools.partial(waited_for, seconds=WAIT_SECONDS, pause=0.1)
# A process is asked twice a second how it is.
ASKED_SECONDS = 1.5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, store_cache: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("workers")
    with running_with_command(folder, DIGITAL_TRENDS_CACHE=str(store_cache), TRENDS_WORKERS="2") as started:
        wait_for(lambda: len(workers_of(started)) == 2)
        yield started


def test_a_file_of_a_session_arrives_whichever_process_is_asked(server: Server) -> None:
    async def offered() -> list[bytes]:
        reader = await Reader.on(server, "sources")
        address = await reader.file(next(iter(reader.offered_files())))
        # Each over a connection of its own, which either process may take: one of them has the file.
        answers = [await asyncio.to_thread(get, server.address + address) for _ in range(16)]
        assert [answer.status_code for answer in answers] == [200] * 16
        assert {answer.headers["content-disposition"] for answer in answers} == {
            answers[0].headers["content-disposition"]
        }
        in_part = await asyncio.to_thread(get, server.address + address, headers={"Range": "bytes=0-9"})
        assert in_part.content == answers[0].content[:10]
        await reader.leave()
        return [answer.content for answer in answers]

    found = asyncio.run(offered())
    assert len(set(found)) == 1
    assert len(found[0]) > 1_000


def test_a_file_that_no_process_has_is_not_found(server: Server) -> None:
    assert {get(f"{server.address}/media/{'0' * 56}.csv").status_code for _ in range(8)} == {404}


@pytest.mark.parametrize("name", ["0.csv", "%CC%81", "%20a%0D%0Ab", "%3F.csv"])
def test_whatever_a_file_is_called_the_others_are_asked_for_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As of a process that has ended: nobody answers there.
    (tmp_path / "1.sock").touch()
    monkeypatch.setenv(SOCKETS, str(tmp_path))
    assert TestClient(FilesOfAllWorkers(Starlette())).get(f"/{FILES}{name}").status_code == 404


def test_readers_go_on_and_another_process_takes_the_place_of_one_that_ended(server: Server) -> None:
    before = set(workers_of(server))
    # It is being asked how it is when it ends, which is seen all the same, long before it would count as hung.
    os.kill(min(before), signal.SIGSTOP)
    time.sleep(ASKED_SECONDS)
    os.kill(min(before), signal.SIGKILL)
    wait_for(lambda: len(set(workers_of(server)) - {min(before)}) == 2)
    # Meanwhile the other one answers, and then both do.
    assert {get(f"{server.address}/api/v1/health").status_code for _ in range(8)} == {200}

    async def read() -> bool:
        readers = [await Reader.on(server, "priorities") for _ in range(4)]
        drawn = [(await reader.choose({"country": ["United Kingdom"]}))[1] for reader in readers]
        for reader in readers:
            await reader.leave()
        return all(drawn)

    assert asyncio.run(read())


@contextmanager
def slow_download(port: int) -> Iterator[None]:
    """Hold a download of several megabytes of which the beginning alone is read."""
    with socket.socket() as connection:
        # What the machine takes in for a reader who reads nothing would else be all of it.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(WAIT_SECONDS)
        connection.connect((LOOPBACK, port))
        connection.sendall(b"GET /api/v1/findings.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        yield


@pytest.mark.parametrize("workers", ["1", "2"])
def test_told_to_end_it_ends_though_pages_are_open_and_downloads_run(
    workers: str, tmp_path: Path, store_cache: Path
) -> None:
    environment = {"DIGITAL_TRENDS_CACHE": str(store_cache), WORKERS: workers}
    with running_with_command(tmp_path, **environment) as started:
        assert get(f"{started.address}/read/concerns?country=KEN").status_code == 200
        port = int(started.address.rpartition(":")[2])

        async def end() -> None:
            await Reader.on(started, "")
            os.kill(started.process, signal.SIGTERM)
            await asyncio.to_thread(wait_for, lambda: not is_running(started.process))

        with slow_download(port):
            asyncio.run(end())
        with pytest.raises(OSError, match="refused"), socket.create_connection((LOOPBACK, port)):
            pass
    assert "is served at" in started.log.read_text()
    assert lines_on_requests(started) == []


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "trends", "serve", "--address", LOOPBACK, "--port", port]
        ended = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "DIGITAL_TRENDS_CACHE": str(tmp_path)},
        )
    assert ended.returncode == 1
    assert f"port {port}" in ended.stderr
    assert "PORT=" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("said", "number"), [("", 1), (" ", 1), ("1", 1), ("2", 2), (" 4 ", 4), ("64", 64)])
def test_the_number_of_processes_is_read(said: str, number: int) -> None:
    assert number_of_workers(said) == number


@pytest.mark.parametrize("said", ["0", "-1", "two", "1.5", "65", "1 2", "²"])
def test_what_is_no_number_of_processes_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=f"{WORKERS}.*1 to {MOST_WORKERS}"):
        number_of_workers(said)
