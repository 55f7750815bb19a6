"""Connections on which no whole request comes, or whose answer is not read, are closed; others are left alone."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from tests.serving import LOOPBACK, free_port
from trends.serve.patience import Patient

# How long a test waits for what must come; longer than any machine takes.
LONG = 30.0
LARGE = 64_000_000
SHORT = 1.0


class Impatient(Patient):
    whole_seconds = SHORT
    taken_seconds = SHORT


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def large(_request: Request) -> StreamingResponse:
    async def parts() -> object:
        for _ in range(LARGE // 1_000_000):
            yield b"0" * 1_000_000

    return StreamingResponse(parts())


async def stream(asked: WebSocket) -> None:
    await asked.accept()
    await asked.send_text(await asked.receive_text())
    await asked.close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    methods = ["GET", "POST"]
    routes = [Route("/", answer, methods=methods), Route("/large", large), WebSocketRoute("/stream", stream)]
    chosen = free_port()
    config = uvicorn.Config(
        Starlette(routes=routes), host=LOOPBACK, port=chosen, http=Impatient, ws="websockets-sansio", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    ends = time.monotonic() + LONG
    while not server.started and time.monotonic() < ends:
        time.sleep(0.02)
    yield chosen
    server.should_exit = True
    thread.join(LONG)


def read_to_its_end(connection: socket.socket) -> bytes:
    """Return all that comes until the server closes the connection."""
    connection.settimeout(LONG)
    # Not joined each time, which would keep the server, a thread beside this one, from answering.
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


HALF_SENT = [
    (b"", b"408"),
    (b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ", b"408"),
    # The application waits for the rest, so that nobody is left to answer.
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf", b""),
    # The second begins with the last packet of the first.
    (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf", b"0 bytes"),
]


def test_a_request_that_does_not_come_whole_is_waited_for_no_longer(port: int) -> None:
    with ExitStack() as opened:
        connections = []
        for sent, said in HALF_SENT:
            connections.append((opened.enter_context(socket.create_connection((LOOPBACK, port))), said))
            connections[-1][0].sendall(sent)
        for connection, said in connections:
            assert said in read_to_its_end(connection)


def test_a_request_that_comes_byte_by_byte_has_no_longer_than_another(port: int) -> None:
    with closing(socket.create_connection((LOOPBACK, port))) as connection:
        connection.settimeout(SHORT / 6)
        ends, closed = time.monotonic() + LONG, False
        while not closed and time.monotonic() < ends:
            try:
                connection.sendall(b"G")
                closed = b"408" in connection.recv(1000)
            except TimeoutError:
                continue
            except ConnectionError:
                closed = True
        assert closed


def test_an_answer_that_is_not_read_is_not_kept_for_long(port: int) -> None:
    with closing(socket.create_connection((LOOPBACK, port))) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(2.5 * SHORT)
        try:
            got = len(read_to_its_end(connection))
        except ConnectionError:
            got = 0
        assert got < LARGE


def test_who_reads_slowly_gets_all_of_it(port: int) -> None:
    with closing(socket.create_connection((LOOPBACK, port))) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        slowly = []
        connection.settimeout(LONG)
        for _ in range(6):
            time.sleep(SHORT / 4)
            slowly.append(connection.recv(1 << 22))
        got = b"".join([*slowly, read_to_its_end(connection)])
        assert got.count(b"0") >= LARGE


def test_who_opens_a_page_or_asks_again_and_again_is_not_hurried(port: int) -> None:
    with connect(f"ws://{LOOPBACK}:{port}/stream") as reader, ExitStack() as opened:
        connection = opened.enter_context(socket.create_connection((LOOPBACK, port)))
        connection.settimeout(LONG)
        for _ in range(6):
            time.sleep(SHORT / 4)
            connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nfour")
            told = b""
            # Its head and its body may come apart.
            while b"4 bytes" not in told:
                part = connection.recv(10_000)
                assert part
                told += part
        reader.send("still here")
        assert reader.recv(timeout=LONG) == "still here"
