"""The processes of a running dashboard: which serve, and what they hold and have worked."""

import os
from contextlib import suppress
from pathlib import Path

from tests.serving import Server

# A process that has ended while it was looked at.
_GONE = (FileNotFoundError, ProcessLookupError)


def with_children(process: int) -> list[int]:
    """Return a process and all that it started, and those that these started."""
    children: list[int] = []
    # A process is listed with the thread that started it: those that make files are started by a thread of their own.
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(*_GONE):
            children += [int(each) for each in listed.read_text().split()]
    return [process, *(found for child in children for found in with_children(child))]


def workers_of(server: Server) -> list[int]:
    """Return the processes that serve, the oldest first: those the server started which serve by several."""
    serving = []
    for each in with_children(server.process)[1:]:
        with suppress(*_GONE):
            if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
                serving.append((_began(each), each))
    return [each for _, each in sorted(serving)]


def memory(server: Server) -> float:
    """Return the megabytes a server and the processes it started hold."""
    return sum(memory_of(process) for process in with_children(server.process))


def memory_of(process: int) -> float:
    """Return the megabytes a process holds; 0 for one that has ended."""
    with suppress(*_GONE):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def processor_ms(server: Server) -> float:
    """Return the processor time a server and the processes it started have used so far."""
    return sum(_worked_ms(process) for process in with_children(server.process))


def is_running(process: int) -> bool:
    """Say whether a process runs; one that has ended stays listed until its parent asks for it."""
    status = Path(f"/proc/{process}/status")
    return status.exists() and "\nState:\tZ" not in status.read_text()


def _worked_ms(process: int) -> float:
    with suppress(*_GONE):
        user, system = _told(process)[11:13]
        return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _began(process: int) -> int:
    return int(_told(process)[19])


def _told(process: int) -> list[str]:
    # The name of the process may hold spaces; what follows it does not.
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
