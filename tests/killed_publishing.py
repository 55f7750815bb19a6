"""Publishes a version many times and is killed at one step after the other: ``python -m tests.killed_publishing``.

A step of a shared folder is a call of the system that names a file in it, one of a lake a statement of SQL. Each time a
process of its own is forked, which kills itself (``SIGKILL``) before that step, and another one that reads what is there
then. Prints a line of JSON for each: the step, and the name of the version that a server would fetch.
"""

import itertools
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import duckdb

from trends.store.published.copies import Copies
from trends.store.published.lake import Lake
from trends.store.published.place import Edition
from trends.store.published.places import place_of

# What statements of a lake begin with before which a process is killed, in their order; last, none.
LAKE_STEPS = (
    'create or replace table "lake"."evidence"."findings"',
    "commit",
    "select snapshot_id",
    "call ducklake_expire_snapshots",
    "",
)


class Stepwise:
    """A connection of a process that is killed before a statement that begins with some words."""

    def __init__(self, con: duckdb.DuckDBPyConnection, words: str) -> None:
        self._con = con
        self._words = words

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    def execute(self, sql: str, *given: Any) -> Any:
        """Run a statement, or end."""
        if self._words and sql.startswith(self._words):
            os.kill(os.getpid(), signal.SIGKILL)
        return self._con.execute(sql, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)


def publish(said: str, edition: Edition, step: int | str) -> None:
    """Publish until a step, before which this process is killed."""
    place = place_of(said)
    assert place is not None
    if isinstance(place, Lake):
        attached = place._attached  # noqa: SLF001 - what is under test is where its statements end
        place._attached = lambda *, writes: Stepwise(attached(writes=writes), str(step))  # type: ignore[method-assign,assignment,return-value]  # noqa: SLF001
    else:
        left = [None] * int(step)

        def heard(_event: str, given: tuple[Any, ...]) -> None:
            if any(isinstance(each, (str, Path)) and str(each).startswith(said) for each in given):
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)
                left.pop()

        sys.addaudithook(heard)
    place.publish(edition, 1)


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


def say_what_is_there(said: str, step: int | str) -> None:
    """Fetch what is published, as a server that starts does, and print its name."""
    place = place_of(said)
    assert place is not None
    with TemporaryDirectory() as name:
        copy = Copies(place, Path(name)).newest()
        stores = len(list(copy.folder.glob("evidence-*.duckdb")))
    print(json.dumps([step, copy.name, stores]), flush=True)


if __name__ == "__main__":
    SAID, FOLDER, STORE, FINGERPRINT = sys.argv[1:]
    EDITION = Edition(Path(FOLDER), Path(STORE), FINGERPRINT)
    for AT in LAKE_STEPS if isinstance(place_of(SAID), Lake) else itertools.count():
        ended = forked(lambda: publish(SAID, EDITION, AT))  # noqa: B023 - it is called at once
        forked(lambda: say_what_is_there(SAID, AT))  # noqa: B023
        if not ended:
            break
