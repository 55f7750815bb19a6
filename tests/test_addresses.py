"""How much one address may ask: requests in a minute and readers at once, and nothing where no setting says it."""

import asyncio
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from trends.serve import addresses, serve_command, sessions
from trends.serve.addresses import Addresses, address_of, most_readers, most_requests
from trends.serve.sessions import Sessions


async def stream(asked: WebSocket) -> None:
    await asked.accept()
    await asked.send_text("drawn")
    await asked.receive()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def asking(*middleware: Middleware) -> Callable[[str], TestClient]:
    """Return a function that gives a client of an address; all ask one application."""
    routes = [WebSocketRoute("/stream", stream), Route("/{path:path}", lambda _: PlainTextResponse("answered"))]
    application = Starlette(routes=routes, middleware=middleware)
    return lambda address: TestClient(application, client=(address, 1234))


def test_an_address_that_asks_too_often_is_told_when_to_ask_again_and_others_are_answered() -> None:
    clock = Clock()
    of = asking(Middleware(Addresses, most=6, clock=clock))
    often = of("192.0.2.1")
    assert [often.get("/a").status_code for _ in range(7)] == [200] * 6 + [429]
    refused = often.get("/a")
    assert refused.headers["Retry-After"] == "10"
    assert "more than 6 times in a minute" in refused.text
    with pytest.raises(WebSocketDisconnect) as closed, often.websocket_connect("/stream"):
        pass
    assert closed.value.code == 1013
    assert of("192.0.2.2").get("/a").status_code == 200
    clock.now = 10.0
    assert [often.get("/a").status_code for _ in range(2)] == [200, 429]
    clock.now = 1000.0
    assert [often.get("/a").status_code for _ in range(7)] == [200] * 6 + [429]


def test_without_a_setting_nobody_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(addresses.REQUESTS, raising=False)
    of = asking(Middleware(Addresses))
    assert {of("192.0.2.1").get("/a").status_code for _ in range(1000)} == {200}


def test_whoever_comes_from_many_addresses_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_KNOWN", 10)

    async def nothing(*_given: object) -> None:
        pass

    limited = Addresses(nothing, most=1, clock=Clock())
    for number in range(200):
        asyncio.run(limited({"type": "http", "client": (f"192.0.2.{number}", 1)}, nothing, nothing))
    assert len(limited.left) == 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
    ],
)
def test_a_line_of_ipv6_is_one_address(one: str, other: str, same: bool) -> None:
    told = [address_of({"type": "http", "client": (each, 1)}) for each in (one, other)]
    assert (told[0] == told[1]) is same
    assert all(told)


def test_who_comes_by_no_address_is_not_counted() -> None:
    # The processes of one server ask each other over a file.
    assert address_of({"type": "http", "client": None}) == ""


def test_readers_of_one_address_leave_room_for_others() -> None:
    of = asking(Middleware(Sessions, most=10, each=1))
    with of("192.0.2.1").websocket_connect("/stream") as first:
        assert first.receive_text() == "drawn"
        with pytest.raises(WebSocketDisconnect), of("192.0.2.1").websocket_connect("/stream"):
            pass
        assert of("192.0.2.1").get("/concerns").status_code == 503
        assert of("192.0.2.2").get("/concerns").status_code == 200
        with of("192.0.2.2").websocket_connect("/stream") as second:
            assert second.receive_text() == "drawn"
    with of("192.0.2.1").websocket_connect("/stream") as again:
        assert again.receive_text() == "drawn"


def test_the_settings_are_numbers_or_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (most_requests(" "), most_requests("600"), most_readers(" 50 ")) == (None, 600, 50)
    monkeypatch.setattr(sessions, "raise_limit_of_files", lambda: 1024)
    for setting in (addresses.REQUESTS, addresses.READERS):
        with monkeypatch.context() as changed:
            changed.setenv(setting, "0")
            assert serve_command.main(["--port", "0", "--address", "127.0.0.1"]) == 1
        assert f"{setting} is '0'" in capsys.readouterr().err
