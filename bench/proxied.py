"""nginx in front of servers of this machine, with the settings that are shipped, and what is asked of it by HTTP."""

import http.client
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.serving import LOOPBACK, ROOT, Server, free_port

CONF = ROOT / "docs" / "deploy" / "nginx.conf"
# Who holds one answer: nginx says so in a header.
KEPT = "X-Kept"


@dataclass(frozen=True)
class Fetched:
    """An answer to a request: how long it took, and what it was."""

    milliseconds: float
    status: int
    headers: dict[str, str]
    body: bytes


def is_there() -> bool:
    """Say whether the machine has nginx."""
    return shutil.which("nginx") is not None


@contextmanager
def nginx(servers: Sequence[Server], folder: Path) -> Iterator[Server]:
    """Run nginx before two servers until the block ends; its files lie in a folder."""
    port = free_port()
    (folder / "kept").mkdir(parents=True)
    text = CONF.read_text(encoding="utf-8")
    for name, server in zip(("app:8501", "another:8501"), servers, strict=True):
        text = text.replace(f"server {name};", f"server {server.address.removeprefix('http://')};")
    text = text.replace("listen 80;", f"listen {LOOPBACK}:{port};").replace("/var/log/nginx", str(folder))
    text = re.sub(r"/var/cache/nginx\b", str(folder / "kept"), text)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    said = f"daemon off; pid {folder}/pid; {'user root;' if os.getuid() == 0 else ''}"
    command = [
        "nginx",
        "-p",
        str(folder),
        "-e",
        str(folder / "error.log"),
        "-c",
        str(folder / "nginx.conf"),
        "-g",
        said,
    ]
    with subprocess.Popen(command) as process:
        front = Server(f"http://{LOOPBACK}:{port}", process.pid, folder / "error.log")
        try:
            _wait(front)
            yield front
        finally:
            process.terminate()
            process.wait()


def fetched(server: Server, path: str, source: str = LOOPBACK, host: str = "", tag: str = "") -> Fetched:
    """Ask for a path from an address of this machine.

    Args:
        server: who is asked.
        path: what for.
        source: from which address.
        host: the name asked for, where it is not the server's own.
        tag: of an answer that is there already, which is not sent again where it is still right.

    Raises:
        OSError, http.client.HTTPException: there was no answer.
    """
    address = server.address.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=60, source_address=(source, 0))
    try:
        began = time.perf_counter()
        said = {"Host": host or address, "Accept-Encoding": "identity"} | ({"If-None-Match": tag} if tag else {})
        connection.request("GET", path, headers=said)
        answer = connection.getresponse()
        body = answer.read()
        return Fetched((time.perf_counter() - began) * 1000, answer.status, dict(answer.getheaders()), body)
    finally:
        connection.close()


def _wait(front: Server) -> None:
    ends = time.monotonic() + 10
    while True:
        try:
            fetched(front, "/api/v1/health")
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return
