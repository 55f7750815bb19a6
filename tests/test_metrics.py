"""What a process tells whoever runs it: right numbers to the token alone, and lines that name nobody."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from tests.reading import reading_from
from trends.paths import ROOT
from trends.serve import metrics, serve_command, sessions
from trends.serve.metrics import SHORTEST_TOKEN, STEPS, Measured, token_of
from trends.store.versions import current

WORDS = "a token of some length"
NUMBER = re.compile(r"([a-z_]+)(\{[^}]*\})? (\S+)")


@pytest.fixture(autouse=True)
def _evidence(unchanged: Path, tiny_cache: Path) -> Iterator[None]:
    with reading_from(unchanged, tiny_cache):
        yield


async def stream(asked: WebSocket) -> None:
    await asked.accept()
    await asked.send_text("drawn")
    await asked.receive()


async def fails(_request: Request) -> PlainTextResponse:
    raise RuntimeError("as a fault of ours")


def served(**settings: object) -> TestClient:
    routes = [
        WebSocketRoute("/_stcore/stream", stream),
        Route("/api/v1/wrong.csv", lambda _: PlainTextResponse("wrong", 400)),
        Route("/read/fails", fails),
        Route("/{path:path}", lambda _: PlainTextResponse("answered")),
    ]
    application = Starlette(routes=routes, middleware=[Middleware(Measured, **settings)])
    return TestClient(application, raise_server_exceptions=False)


def numbers(client: TestClient, path: str = "/metrics") -> dict[str, float]:
    """Return each number by its name with its labels, and hold that every line has the form Prometheus reads."""
    answer = client.get(path, headers={"Authorization": f"Bearer {WORDS}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.text.endswith("\n")
    found, told = {}, set()
    for line in answer.text.splitlines():
        if line.startswith("# "):
            _, what, name, said = line.split(" ", 3)
            assert what in {"HELP", "TYPE"}
            assert what == "HELP" or said in {"gauge", "counter", "histogram"}
            told.add(name)
        else:
            match = NUMBER.fullmatch(line)
            assert match, line
            assert match[1] in told or re.sub("_(bucket|sum|count)$", "", match[1]) in told
            found[match[1] + (match[2] or "")] = float(match[3])
    return found


def test_what_was_asked_is_counted_by_kind_and_status() -> None:
    client = served(token=WORDS, lines=False)
    for path in ("/", "/concerns?country=KEN", "/read/concerns", "/api/v1/wrong.csv", "/api/v1/findings.csv"):
        client.get(path)
    client.get("/read/fails")
    with client.websocket_connect("/_stcore/stream") as opened:
        assert opened.receive_text() == "drawn"
        found = numbers(client)
        assert found["trends_sessions"] == 1
    asked = {name: value for name, value in found.items() if name.startswith("trends_requests_total")}
    assert asked == {
        'trends_requests_total{kind="page",status="200"}': 2,
        'trends_requests_total{kind="plain",status="200"}': 1,
        'trends_requests_total{kind="plain",status="500"}': 1,
        'trends_requests_total{kind="data",status="200"}': 1,
        'trends_requests_total{kind="data",status="400"}': 1,
    }
    edges = [f"{step:g}" for step in STEPS] + ["+Inf"]
    within = [found[f'trends_request_seconds_bucket{{kind="page",le="{edge}"}}'] for edge in edges]
    assert within == sorted(within)
    assert within[-1] == found['trends_request_seconds_count{kind="page"}'] == 2
    assert found[f'trends_evidence{{version="{current().fingerprint}"}}'] == 1
    assert found["trends_memory_bytes"] > 10_000_000
    assert found["trends_open_files"] > 3
    # Whoever asks for numbers is none of those who are counted.
    assert numbers(client)["trends_sessions"] == 0
    assert {name: value for name, value in numbers(client).items() if name in asked} == asked


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer another", f"Basic {WORDS}", "Bearer é".encode()])
def test_without_the_token_nothing_is_there(given: str | bytes) -> None:
    answer = served(token=WORDS, lines=False).get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 404
    assert "trends_" not in answer.text


def test_without_a_setting_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in (metrics.TOKEN, metrics.LINES):
        monkeypatch.delenv(setting, raising=False)
    client = served()
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).text == "answered"


def test_below_a_path_the_numbers_are_there_too() -> None:
    client = served(token=WORDS, lines=False, base="/trends")
    client.get("/trends/read/concerns")
    assert numbers(client, "/trends/metrics")['trends_requests_total{kind="plain",status="200"}'] == 1
    assert client.get("/metrics").text == "answered"


def test_a_line_says_what_kind_was_asked_and_never_by_whom_or_what(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(metrics.request_log(), "info", said.append)
    client = served(token="", lines=True)
    client.get("/read/concerns?country=KEN", headers={"User-Agent": "Somebody/1.0", "Referer": "https://a.example/"})
    client.request("KEN", "/places/kenya")
    told = [json.loads(line) for line in said]
    assert [each["kind"] for each in told] == ["plain", "page"]
    assert [each["method"] for each in told] == ["GET", "other"]
    assert [each["status"] for each in told] == [200, 405]
    assert {tuple(each) for each in told} == {("time", "kind", "method", "status", "milliseconds", "bytes")}
    for word in ("KEN", "kenya", "concerns", "Somebody", "a.example", "testclient"):
        assert word not in "".join(said)


def test_a_token_that_could_be_guessed_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (token_of(" "), token_of(f" {WORDS} ")) == ("", WORDS)
    monkeypatch.setattr(sessions, "raise_limit_of_files", lambda: 1024)
    monkeypatch.setenv(metrics.TOKEN, "x" * (SHORTEST_TOKEN - 1))
    assert serve_command.main(["--port", "0", "--address", "127.0.0.1"]) == 1
    said = capsys.readouterr().err
    assert f"{metrics.TOKEN} has 15 characters" in said
    assert "xxx" not in said


def test_alarms_ask_for_numbers_there_are() -> None:
    client = served(token=WORDS, lines=False)
    client.get("/")
    told = {name.partition("{")[0] for name in numbers(client)}
    asked = set(re.findall(r"\btrends_\w+", (ROOT / "docs" / "deploy" / "alerts.yaml").read_text(encoding="utf-8")))
    assert len(asked) > 3
    assert asked <= told
