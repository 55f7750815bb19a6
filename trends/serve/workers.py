"""Several processes that serve as one, so that readers use more than one core.

A reader's session is one WebSocket, which stays with the process that took it. Only files that a session made for its
reader are fetched over connections of their own, which another process may take: it fetches them from the one that has
them. A cookie that names the process of each connection was considered and dropped: proxies mix readers in one.
"""

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trends.serve.hosts import normal_base

# Where the processes of one server find each other: a folder with a socket a process. Set for them by the command.
SOCKETS = "TRENDS_WORKER_SOCKETS"
# What a session made for its reader: Streamlit serves it here, from the memory of the session's process.
FILES = "media/"
# Tells a process that another one asks, which has looked at its own files already.
_ASKED_BY_ANOTHER = b"x-asked-by-worker"
# How long those who read slowly, and open pages, have when the server is told to end.
END_SECONDS = 8
_CHUNK = 1 << 16
_FETCH_SECONDS = 60


@contextmanager
def reachable_by_others(app: ASGIApp) -> Iterator[None]:
    """Let the other processes of the server fetch files from this one while the block lasts."""
    folder = os.environ.get(SOCKETS)
    if not folder:
        yield
        return
    path = Path(folder) / f"{os.getpid()}.sock"
    # On a thread and loop of its own, since the server of the process holds the signals of the main thread.
    server = uvicorn.Server(uvicorn.Config(app, uds=str(path), lifespan="off", log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, name="files for other workers", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(END_SECONDS)
        path.unlink(missing_ok=True)


class FilesOfAllWorkers:
    """Answers with a file of a session that another process of the same server holds, where this one has it not."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.folder = os.environ.get(SOCKETS)
        self.below = f"{normal_base(base)}/{FILES}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; ask the other processes where it is for a file that is not here."""
        if (
            self.folder is None
            or scope["type"] != "http"
            or not scope["path"].startswith(self.below)
            or any(name == _ASKED_BY_ANOTHER for name, _ in scope["headers"])
        ):
            await self.app(scope, receive, send)
            return
        missing: list[Message] = []

        async def send_unless_missing(message: Message) -> None:
            if missing or (message["type"] == "http.response.start" and message["status"] == http.HTTPStatus.NOT_FOUND):
                missing.append(message)
            else:
                await send(message)

        await self.app(scope, receive, send_unless_missing)
        if not missing:
            return
        found = await to_thread.run_sync(self._fetched, Request(scope))
        if found is None:
            for message in missing:
                await send(message)
        else:
            await StreamingResponse(_parts(found), found.status, _headers(found))(scope, receive, send)

    def _fetched(self, request: Request) -> http.client.HTTPResponse | None:
        """Return the answer of the first process that has the file, its body unread; None where none has."""
        # The other one asks as well whether the reader is signed in.
        passed = {"range", "accept-encoding", "cookie", "authorization"}
        asked = {name: value for name, value in request.headers.items() if name in passed}
        asked[_ASKED_BY_ANOTHER.decode()] = "1"
        own = f"{os.getpid()}.sock"
        for path in sorted(Path(self.folder or "").glob("*.sock")):
            if path.name == own:
                continue
            connection = _Connection(path)
            try:
                # As it was sent: what is asked for holds the path with its marks and letters read.
                connection.request(request.method, quote(request.scope["path"]), headers=asked)
                answer = connection.getresponse()
            except OSError:
                # It has ended; its sessions and their files are gone with it.
                connection.close()
                continue
            if answer.status != http.HTTPStatus.NOT_FOUND:
                return answer
            connection.close()
        return None


class _Connection(http.client.HTTPConnection):
    """An HTTP connection to a socket of this machine that is a file."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_FETCH_SECONDS)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock: Any = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def _parts(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    with answer:
        while part := answer.read(_CHUNK):
            yield part


def _headers(answer: http.client.HTTPResponse) -> dict[str, str]:
    return {name: value for name, value in answer.getheaders() if name.lower() not in {"date", "server", "connection"}}
