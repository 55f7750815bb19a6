"""What is let in: no pages of other sites, no files, no addresses without end; and nobody outside is asked for anything."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import put
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.connected import STREAM, Reader, stream_of
from tests.serving import Server, get, running
from trends.serve.admission import LONGEST_ADDRESS, METRICS, MOST_PARAMETERS, UPLOADS, Admission

# Notes every host outside this machine that a process looks up or connects to.
RECORDER = """
import ipaddress, os, socket

def note(host):
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        if host in (None, "", "localhost", b"localhost"):
            return
    with open(os.environ["ASKED_OUTSIDE"], "a") as noted:
        print(host, file=noted)

looked_up, connected = socket.getaddrinfo, socket.socket.connect

def getaddrinfo(host, *rest, **named):
    note(host)
    return looked_up(host, *rest, **named)

def connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        note(address[0])
    return connected(self, address)

socket.getaddrinfo, socket.socket.connect = getaddrinfo, connect
"""


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("noted") / "asked"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, store_cache: Path, noted: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("admission")
    (folder / "sitecustomize.py").write_text(RECORDER)
    environment = {
        "DIGITAL_TRENDS_CACHE": str(store_cache),
        "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]),
        "ASKED_OUTSIDE": str(noted),
    }
    with running(folder, **environment) as started:
        yield started


def handshake(server: Server, **headers: str) -> int:
    """Return the status a WebSocket is answered with: 101 where it is accepted."""

    async def shake() -> int:
        address = server.address.replace("http", "ws", 1) + STREAM
        try:
            async with connect(address, additional_headers=headers):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    return asyncio.run(shake())


@pytest.mark.parametrize(
    "origin",
    ["https://elsewhere.example", "http://127.0.0.1.elsewhere.example", "null", "http://[", "http://127.0.0.1:1", ""],
)
def test_a_page_of_another_site_gets_no_connection(server: Server, origin: str) -> None:
    assert handshake(server, Origin=origin) == 403
    assert get(server.address).status_code == 200


def test_pages_of_our_own_and_programs_that_are_no_browsers_connect(server: Server) -> None:
    assert handshake(server, Origin=server.address) == 101
    assert handshake(server, Origin=server.address.upper().replace("HTTP", "http")) == 101
    assert handshake(server) == 101


def test_a_proxy_that_does_not_pass_the_name_on_is_told_so_in_the_log(server: Server) -> None:
    assert handshake(server, Origin="https://trends.example") == 403
    said = next(line for line in server.log.read_text().splitlines() if "trends.example" in line)
    assert "Host header" in said
    assert server.address.partition("//")[2] in said


def test_no_session_takes_a_file(server: Server) -> None:
    async def session() -> str:
        reader = await Reader.on(server, "")
        told = reader.session
        await reader.leave()
        return told

    token = get(f"{server.address}/_stcore/health").cookies
    path = f"{server.address}{UPLOADS}/{asyncio.run(session())}/f0"
    sent = put(path, files={"file": ("answers.csv", b"x" * 1_000)}, cookies=token, headers={"X-Xsrftoken": "x"})
    assert sent.status_code == 403
    assert "takes files" in sent.text


@pytest.mark.parametrize(("junk", "code"), [("words", 1003), ("", 1003), (b"\xff" * 200, 1002)])
def test_a_message_no_browser_sends_ends_its_connection_and_leaves_no_trace_in_the_log(
    server: Server, junk: str | bytes, code: int
) -> None:
    async def ended() -> int | None:
        async with stream_of(server) as connection:
            await connection.send(junk)
            await connection.wait_closed()
            return connection.close_code

    async def other() -> None:
        reader = await Reader.on(server, "")
        await reader.leave()

    before = len(server.log.read_text())
    assert asyncio.run(ended()) == code
    asyncio.run(other())
    assert "Traceback" not in server.log.read_text()[before:]


def test_how_many_read_is_told_to_nobody(server: Server) -> None:
    assert get(f"{server.address}{METRICS}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/priorities", "/read/priorities", "/api/v1/findings.json", "/card/cases/x.svg"])
def test_an_address_without_end_is_refused_with_few_words(server: Server, path: str) -> None:
    for query in ("country=" + "x" * LONGEST_ADDRESS, "&".join(f"p{number}=" for number in range(MOST_PARAMETERS + 1))):
        answer = get(f"{server.address}{path}?{query}")
        assert answer.status_code == 414
        assert len(answer.content) < 500
        assert f"{LONGEST_ADDRESS:,}" in answer.text


def test_nobody_outside_is_asked_for_anything(server: Server, noted: Path) -> None:
    handshake(server, Origin="https://elsewhere.example")
    for path in ("/", "/priorities", "/read/priorities", "/api/v1/findings.csv?limit=1", "/robots.txt"):
        get(server.address + path)
    assert not noted.exists() or noted.read_text() == ""
    # What is printed at the start names no address of this machine, which outside hosts would be asked for.
    assert re.search(r"URL: http://localhost:", server.log.read_text())


def test_what_is_asked_outside_would_be_noted(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(RECORDER)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "ASKED_OUTSIDE": str(tmp_path / "asked")}
    asks = "import socket; socket.getaddrinfo('127.0.0.1', 80); socket.getaddrinfo('elsewhere.invalid', 80)"
    subprocess.run([sys.executable, "-c", asks], env=environment, check=False, capture_output=True)
    assert (tmp_path / "asked").read_text().split() == ["elsewhere.invalid"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_site_is_called_only_that_of_the_host_connects(origin: str, host: str) -> None:
    passed: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    async def ask() -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "websocket.connect"}

        headers = [(b"origin", origin.encode("latin-1", "replace")), (b"host", host.encode("latin-1", "replace"))]
        await Admission(app)({"type": "websocket", "headers": headers, "path": STREAM}, receive, send)
        return sent

    sent = asyncio.run(ask())
    assert bool(passed) != bool(sent)
    if passed:
        said = origin.encode("latin-1", "replace").decode("latin-1").casefold()
        assert host.encode("latin-1", "replace").decode("latin-1").casefold() in said
