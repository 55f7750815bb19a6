"""How many readers are taken at once: the next one is told so and led to plain pages, and those who are here go on."""

import asyncio
import resource
import time
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.connected import Reader
from tests.serving import Server, get
from trends.serve import serve_command, sessions
from trends.serve.sessions import (
    FILES_A_SESSION,
    FILES_FOR_THE_REST,
    SILENT_SECONDS,
    USUAL_MOST,
    Sessions,
    most_sessions,
)


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("drawn")
    while (await socket.receive())["type"] == "websocket.receive":
        pass


def served(most: int, base: str = "", silent: float = SILENT_SECONDS) -> TestClient:
    routes = [
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", lambda _: PlainTextResponse("answered")),
    ]
    application = Starlette(routes=routes, middleware=[Middleware(Sessions, base=base, most=most, silent=silent)])
    return TestClient(application)


def test_one_reader_more_than_there_is_room_for_is_refused_until_another_leaves() -> None:
    client = served(2)
    with client.websocket_connect("/_stcore/stream") as first:
        assert first.receive_text() == "drawn"
        with client.websocket_connect("/_stcore/stream"):
            with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/_stcore/stream"):
                pass
            assert refused.value.code == 1013
            assert client.get("/concerns").status_code == 503
        assert client.get("/concerns").status_code == 200
        with client.websocket_connect("/_stcore/stream") as third:
            assert third.receive_text() == "drawn"
    assert client.get("/concerns").status_code == 200


def test_a_connection_that_asks_for_nothing_gives_its_place_back_and_one_that_has_asked_may_rest() -> None:
    client = served(2, silent=0.2)
    with client.websocket_connect("/_stcore/stream") as reader:
        reader.send_bytes(b"asks")
        with client.websocket_connect("/_stcore/stream") as silent:
            assert silent.receive_text() == "drawn"
            assert reader.receive_text() == "drawn"
            with pytest.raises(WebSocketDisconnect) as ended:
                silent.receive_text()
            assert ended.value.code == 1008
        time.sleep(0.3)
        # There is room for one again; whoever has asked is here still.
        with client.websocket_connect("/_stcore/stream"):
            with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
                pass
            reader.send_bytes(b"asks again")


@pytest.mark.parametrize("base", ["", "/trends"])
@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("/", "/read"),
        ("/concerns", "/read/concerns"),
        ("/bodies/bath", "/read/bodies/bath"),
        ("/accessibility", "/read"),
    ],
)
def test_who_finds_no_room_is_led_to_the_plain_page(base: str, path: str, plain: str) -> None:
    client = served(1, base)
    with client.websocket_connect("/_stcore/stream"):
        answer = client.get(base + path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert f'href="{base}{plain}"' in answer.text
        for other in ("/read/concerns", "/api/v1/findings.csv", "/static/js/a.js", "/assets/chart-0.js", "/robots.txt"):
            assert client.get(base + other).status_code == 200
        assert client.post(base + path).text != answer.text


def test_a_reader_whose_connection_fails_leaves_room() -> None:
    async def fails(_socket: WebSocket) -> None:
        raise RuntimeError("as a proxy that cuts the line")

    application = Starlette(
        routes=[WebSocketRoute("/_stcore/stream", fails)], middleware=[Middleware(Sessions, most=1)]
    )
    client = TestClient(application)
    for _ in range(3):
        with pytest.raises(RuntimeError, match="cuts the line"), client.websocket_connect("/_stcore/stream"):
            pass


def test_the_setting_is_a_number_that_open_files_allow() -> None:
    files = FILES_FOR_THE_REST + 100 * FILES_A_SESSION
    assert most_sessions("", files) == 100
    assert most_sessions("", 10**6) == USUAL_MOST
    assert most_sessions(" 40 ", files) == 40
    assert most_sessions("", 10) == 1
    for wrong in ("0", "-1", "many", "101", "1.5"):
        with pytest.raises(ValueError, match=rf"TRENDS_SESSIONS.*1 to 100.*{files}"):
            most_sessions(wrong, files)


def test_a_setting_that_is_wrong_is_told_and_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(sessions.SETTING, "many")
    monkeypatch.setattr(sessions, "raise_limit_of_files", lambda: 1024)
    assert serve_command.main(["--port", "0", "--address", "127.0.0.1"]) == 1
    assert "TRENDS_SESSIONS is 'many'" in capsys.readouterr().err


def test_the_limit_of_open_files_is_raised_as_far_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    for before, after in (
        ((1024, 4096), 4096),
        ((1024, resource.RLIM_INFINITY), sessions.MOST_FILES),
        ((4096, 4096), 4096),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), sessions.MOST_FILES),
    ):
        now = [before]
        monkeypatch.setattr(resource, "getrlimit", lambda _kind, now=now: now[-1])
        monkeypatch.setattr(resource, "setrlimit", lambda _kind, pair, now=now: now.append(pair))
        assert sessions.raise_limit_of_files() == after
        assert now[-1][0] in {after, resource.RLIM_INFINITY}


def open_files(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process}/fd").iterdir()))


@pytest.mark.evidence
def test_a_session_takes_no_more_files_than_are_counted_with(server: Server) -> None:
    assert get(f"{server.address}/api/v1/health").status_code == 200

    async def taken(readers: int) -> float:
        first = await Reader.on(server, "accessibility")
        before = open_files(server)
        opened = [await Reader.on(server, "accessibility") for _ in range(readers)]
        found = (open_files(server) - before) / readers
        for reader in (first, *opened):
            await reader.leave()
        return found

    assert 0 < asyncio.run(taken(10)) <= FILES_A_SESSION
