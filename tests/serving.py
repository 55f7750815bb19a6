"""Starts the dashboard as a process of its own on a free port of loopback, and talks to it through the agent API."""

import functools
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pandas as pd

from tests.drawn import is_card, is_table, table_of
from tests.sheet import COMPONENT

ROOT = Path(__file__).resolve().parent.parent
# Many times what a start takes: a busy machine is slow, not wrong, and a server that ends is told of at once.
STARTING_SECONDS = 180
LOOPBACK = "127.0.0.1"
HEALTH = "/_stcore/health"

# Loopback is not encrypted, and a context of its own for each request would load all certificates of the machine, which
# takes longer than most answers. A busy machine is slow, not wrong.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
get = functools.partial(httpx.get, timeout=60, verify=_NO_CERTIFICATES)
head = functools.partial(httpx.head, timeout=60, verify=_NO_CERTIFICATES)


@dataclass
class Server:
    """A running dashboard: its address, its process id, and where it writes its log."""

    address: str
    process: int
    log: Path

    def get(self, path: str) -> bytes:
        """Return the body of a page or file."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:  # noqa: S310 - loopback only
            body: bytes = answer.read()
        return body


@dataclass
class Visitor:
    """A reader without a browser: opens pages, sets widgets, and sees the page as a tree."""

    server: Server
    session: str = ""
    tree: dict[str, Any] = field(default_factory=dict)
    status: str = ""

    def open(self, page: str = "", parameters: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
        """Open a page by deep link in a new session."""
        body: dict[str, Any] = {}
        if page:
            body["page"] = page
        if parameters:
            body["query_params"] = dict(parameters)
        return self._send(body)

    def set(self, **widgets: Any) -> dict[str, Any]:
        """Set widgets by key and return the page that follows."""
        return self._send({"session_id": self.session, "widget_state": widgets})

    def press(self, key: str) -> dict[str, Any]:
        """Press a button by key and return the page that follows."""
        return self._send({"session_id": self.session, "trigger": {"key": key}})

    def elements(self, kind: str) -> list[dict[str, Any]]:
        """Return the elements of a kind in the order of the page."""
        return [element for element in _walk(self.tree) if element.get("type") == kind]

    def charts(self) -> list[dict[str, Any]]:
        """Return what each chart of the page is drawn from."""
        return [card for card in self._cards() if card["drawings"]]

    def tables(self) -> list[pd.DataFrame]:
        """Return the table of each card of the page."""
        return [table_of(card) for card in self._cards()]

    def tables_alone(self) -> list[pd.DataFrame]:
        """Return the tables of the page that are not parts of a card."""
        return [table_of(given) for given in self._given() if is_table(given)]

    def _cards(self) -> list[dict[str, Any]]:
        return [given for given in self._given() if is_card(given)]

    def _given(self) -> list[dict[str, Any]]:
        return [element["props"]["data"] for element in self.elements("components.v2.component")]

    def sheet(self) -> dict[str, Any]:
        """Return what the sheet of filters is drawn from."""
        drawn: list[dict[str, Any]] = [element["props"] for element in self.elements("components.v2.component")]
        (given,) = [props["data"] for props in drawn if props["component_name"] == COMPONENT]
        return dict(given)

    def texts(self) -> list[str]:
        """Return every text the page shows."""
        return [str(value) for element in _walk(self.tree) for value in element.get("props", {}).values()]

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - loopback only
            self.server.address + "/_stcore/agent/interact",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 - loopback only
                answered: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as error:
            message = error.read().decode()
            raise RuntimeError(f"The agent API answered {error.code}: {message}") from error
        self.session = answered.get("session_id", self.session)
        self.tree = answered.get("tree", {})
        self.status = answered.get("status", "")
        return answered


def waited_for(condition: Callable[[], bool], seconds: float, pause: float) -> None:
    """Wait until something is so, looking every ``pause`` seconds; fail after so many seconds."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "It did not become so in time."
        time.sleep(pause)


@contextmanager
def running(
    folder: Path,
    *arguments: str,
    app: str = "app.py",
    root: Path = ROOT,
    health: str = HEALTH,
    **environment: str,
) -> Iterator[Server]:
    """Run ``streamlit run app.py`` in ``root`` until the block ends; its log goes into ``folder``."""
    port = free_port()
    command = [
        "streamlit",
        "run",
        app,
        "--server.port",
        str(port),
        "--server.address",
        LOOPBACK,
        "--server.enableAgentApi",
        "true",
        # A session stays for a quarter of an hour, and a test module opens one per address.
        "--server.agentMaxSessions",
        "1000",
        *arguments,
    ]
    with served(command, port, folder, root, environment, health) as server:
        yield server


@contextmanager
def _running_by(command: Sequence[str], folder: Path, *, root: Path = ROOT, **environment: str) -> Iterator[Server]:
    """Run a command that takes ``--port`` in ``root`` until the block ends; its log goes into ``folder``."""
    port = free_port()
    with served([*command, "--port", str(port)], port, folder, root, environment) as server:
        yield server


running_with_uvicorn = functools.partial(_running_by, ("uvicorn", "app:app", "--host", LOOPBACK))
# As ``make run`` does.
running_with_command = functools.partial(_running_by, ("trends", "serve", "--address", LOOPBACK))


def copy_of_the_dashboard(target: Path) -> Path:
    """Copy the code, not the evidence, into a new folder in which a test may change it; return the folder."""
    for part in ("trends", "pages", "queries", ".streamlit"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", target)
    # The rules are the product's own, wherever the tables lie.
    (target / "data").mkdir()
    for rules in (ROOT / "data").glob("*.sql"):
        shutil.copy(rules, target / "data")
    shutil.copytree(ROOT / "data" / "shapes", target / "data" / "shapes")
    return target


@contextmanager
def served(
    command: list[str], port: int, folder: Path, root: Path, environment: Mapping[str, str], health: str = HEALTH
) -> Iterator[Server]:
    """Run a module of Python that serves on ``port``, in ``root``, until the block ends; its log goes into ``folder``."""
    log = folder / f"server-{port}.log"
    with log.open("w") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=root,
            stdout=lines,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
        )
        server = Server(f"http://{LOOPBACK}:{port}", process.pid, log)
        try:
            _wait_until_ready(server, process, health)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def lines_on_requests(server: Server) -> list[str]:
    """Return the lines of a server's log that say what was asked for, or who asked."""
    lines = server.log.read_text().replace(server.address, "").splitlines()
    telling = ("GET", "HEAD", "POST", "HTTP/1.1", "WebSocket", "country=", f"{LOOPBACK}:")
    return [line for line in lines if any(word in line for word in telling)]


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        port: int = listening.getsockname()[1]
    return port


def _wait_until_ready(server: Server, process: "subprocess.Popen[bytes]", health: str) -> None:
    ends = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once:\n{server.log.read_text()}")
        try:
            server.get(health)
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The server did not answer in {STARTING_SECONDS} s:\n{server.log.read_text()}")


def _walk(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield element
    for child in element.get("children", []):
        yield from _walk(child)
