"""``python -m trends serve``: serves the dashboard from one process, or from several that share a port.

Several use more than one core; see :mod:`trends.serve.workers` for how they are one server to their readers.
"""

import os
import secrets
import socket
import sys
import tempfile
from argparse import ArgumentParser

import uvicorn
from uvicorn.supervisors import Multiprocess

from trends.evidence.faults import EvidenceError
from trends.paths import ROOT
from trends.serve import addresses, assets, metrics, policy, sessions, sign_in
from trends.serve.patience import Patient
from trends.serve.workers import END_SECONDS, SOCKETS
from trends.store.published.place import SECONDS, seconds_between_looks
from trends.store.versions import VERSIONS, current

WORKERS = "TRENDS_WORKERS"
MOST_WORKERS = 64
PORT = 8501
# A process that says nothing for so long is ended and another takes its place.
HUNG_SECONDS = 60


def main(arguments: list[str]) -> int:
    """Serve the dashboard until the process is told to end; return its exit code.

    1 where it could not begin: the port is taken, a setting is not one, or the evidence has faults.
    """
    parser = ArgumentParser(prog="python -m trends serve", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on (default: {PORT})")
    parser.add_argument("--address", default=os.environ.get("STREAMLIT_SERVER_ADDRESS", ""), help="default: all")
    chosen = parser.parse_args(arguments)
    try:
        workers = number_of_workers(os.environ.get(WORKERS, ""))
        policy.is_https_only(os.environ.get(policy.HTTPS_ONLY, ""))
        addresses.most_requests(os.environ.get(addresses.REQUESTS, ""))
        addresses.most_readers(os.environ.get(addresses.READERS, ""))
        metrics.token_of(os.environ.get(metrics.TOKEN, ""))
        sign_in.provider_of_settings()
        sessions.most_sessions(os.environ.get(sessions.SETTING, ""), sessions.raise_limit_of_files())
        listening = listen(chosen.address, chosen.port)
        seconds_between_looks(os.environ.get(SECONDS, ""))
        # Built or fetched, and packed, once, before processes would do it at the same time; the only one serves what is
        # opened here.
        current()
        if workers > 1:
            VERSIONS.close()
        assets.pack()
    except (ValueError, OSError, EvidenceError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    port = str(listening.getsockname()[1])
    several = f" by {workers} processes" if workers > 1 else ""
    sys.stdout.write(f"Digital Trends is served at http://localhost:{port}{several}.\n")
    sys.stdout.flush()
    os.environ["STREAMLIT_SERVER_PORT"] = port
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    config = uvicorn.Config(
        "app:app",
        workers=workers,
        http=Patient,
        ws="websockets-sansio",
        access_log=False,
        timeout_graceful_shutdown=END_SECONDS,
        timeout_worker_healthcheck=HUNG_SECONDS,
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        _serve_by_several(config, listening)
    return 0


def _serve_by_several(config: uvicorn.Config, listening: socket.socket) -> None:
    # A cookie signed by one process is read by another.
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", secrets.token_hex(32))
    with tempfile.TemporaryDirectory(prefix="trends-workers-") as folder:
        os.environ[SOCKETS] = folder
        _Watched(config, sockets=[listening]).run()


class _Watched(Multiprocess):
    """Sees at once that a process has ended, also one that it waits for an answer of."""

    def keep_subprocess_alive(self) -> None:
        """Put another process in the place of each that has ended or says nothing."""
        for process in self.processes:
            # As long as the end of the pipe that the process answers by is open here too, its end is none of the pipe:
            # one killed while it was asked would be waited for until it counts as hung.
            process.child_conn.close()
        super().keep_subprocess_alive()


def number_of_workers(said: str) -> int:
    """Return how many processes serve, of what the setting says; empty is one.

    Raises:
        ValueError: it is no whole number from 1 to :data:`MOST_WORKERS`.
    """
    if not said.strip():
        return 1
    if not said.strip().isdecimal() or not 1 <= int(said) <= MOST_WORKERS:
        raise ValueError(
            f"{WORKERS} is {said!r}; set it to the number of processes that serve, 1 to {MOST_WORKERS}, one a core."
        )
    return int(said)


def listen(address: str, port: int) -> socket.socket:
    """Return a socket that listens on a port, on every address of the machine where none is given.

    Raises:
        OSError: the port is taken or the address is not one of this machine.
    """
    everywhere = not address and socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if everywhere or ":" in address else socket.AF_INET
    try:
        listening = socket.create_server((address, port), family=family, backlog=2048, dualstack_ipv6=everywhere)
    except OSError as error:
        where = f"{address or 'all addresses'}, port {port}"
        raise OSError(f"Nothing can be served on {where}: {error}. Choose another port with PORT=…") from error
    # What it accepts inherits this. Else the end of an answer would wait until its browser has acknowledged the
    # beginning, which is put off for 40 ms and more; asyncio sees to it only for sockets it made itself.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
