"""Publishes a version many times and is killed at one step after the other: ``python -m tests.killed_publishing``.

A step of a shared folder is a call of the system that names a file in it, one of a lake a statement of SQL. Each time a
process of its own is forked, which kills itself (``SIGKILL``) before that step, and another one that reads what is there
then. Prints a line of JSON for each: the step, and the name of the version that a server would fetch.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import duckdb

from trends.store.published.copies import Copies
from trends.store.published.lake import Lake
from trends.store.published.place import Edition
from trends.store.published.places import place_of


class Steps:
    """Counts steps, and kills this process before one of them."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Stepwise:
    """A connection whose statements are steps."""

    def __init__(self, con: duckdb.DuckDBPyConnection, step: Callable[[], None]) -> None:
        self._con = con
        self._step = step

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def __getattr__(self, name: str) -> Any:
        if name in {"execute", "executemany"}:
            self._step()
        return getattr(self._con, name)


def publish(said: str, edition: Edition, last: int) -> None:
    """Publish until a step, before which this process is killed."""
    step, place = Steps(last), place_of(said)
    assert place is not None
    if isinstance(place, Lake):
        attached = place._attached  # noqa: SLF001 - what is under test is where its statements end
        place._attached = lambda *, writes: Stepwise(attached(writes=writes), step)  # type: ignore[method-assign,assignment,return-value]  # noqa: SLF001
    else:

        def heard(_event: str, given: tuple[Any, ...]) -> None:
            if any(isinstance(each, (str, Path)) and str(each).startswith(said) for each in given):
                step()

        sys.addaudithook(heard)
    place.publish(edition, 2)


def forked(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return the signal that ended it, 0 where it came to its end."""
    process = os.fork()
    if process == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - it must not go on as the process it was forked from
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def say_what_is_there(said: str, step: int) -> None:
    """Fetch what is published, as a server that starts does, and print its name."""
    place = place_of(said)
    assert place is not None
    with TemporaryDirectory() as name:
        copy = Copies(place, Path(name)).newest()
        stores = len(list(copy.folder.glob("evidence-*.duckdb")))
    print(json.dumps([step, copy.name, stores]), flush=True)


def steps(every: int) -> Iterator[int]:
    """Yield after how many steps to end: each of them, or one of so many."""
    step = 0
    while True:
        yield step
        step += every


if __name__ == "__main__":
    SAID, FOLDER, STORE, FINGERPRINT, EVERY = sys.argv[1:]
    EDITION = Edition(Path(FOLDER), Path(STORE), FINGERPRINT)
    for AT in steps(int(EVERY)):
        ended = forked(lambda: publish(SAID, EDITION, AT))  # noqa: B023 - it is called at once
        forked(lambda: say_what_is_there(SAID, AT))  # noqa: B023
        if not ended:
            break
