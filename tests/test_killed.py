"""Builds that are killed or run at once: whoever comes next finds a whole store, and nothing half-written is opened."""

import fcntl
import functools
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests import tiny_evidence
from tests.serving import waited_for
from trends.paths import ROOT
from trends.store import sealing
from trends.store.opening import BUILDING, open_store

WAIT_SECONDS = 60
wait_for = functools.partial(waited_for, seconds=WAIT_SECONDS, pause=0.001)
TRIES = 8


def building(data: Path, cache: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "trends", "build", "--data", str(data), "--cache", str(cache)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def stores(cache: Path) -> list[Path]:
    return sorted(cache.glob(sealing.STORES))


def findings(data: Path, cache: Path) -> int:
    opened = open_store(data, cache)
    found = int(opened.row("store_counts")["findings"])
    opened.close()
    return found


def test_a_build_that_is_killed_leaves_no_store_and_the_next_one_is_whole(tiny: Path, tmp_path: Path) -> None:
    # A busy machine may see to the build before it sees to who kills it: then it is tried once more.
    for at in range(TRIES):
        cache = tmp_path / f"cache{at}"
        with building(tiny, cache) as process:
            wait_for(lambda cache=cache: bool(list(cache.glob(f"{BUILDING}*"))) or process.poll() is not None)
            process.send_signal(signal.SIGKILL)
        if process.returncode == -signal.SIGKILL and not stores(cache):
            break
    assert process.returncode == -signal.SIGKILL
    assert list(cache.glob(f"{BUILDING}*"))
    assert stores(cache) == []
    assert findings(tiny, cache) == len(tiny_evidence.read_rows(tiny, "findings")) - 1
    (store,) = stores(cache)
    assert sealing.is_whole(store)


def test_of_two_builds_at_once_the_second_waits_and_takes_what_is_there(tiny: Path, tmp_path: Path) -> None:
    """The bytes of two builds differ, so the seal of one would tell that the other's store is damaged."""
    cache, elsewhere = tmp_path / "cache", tmp_path / "elsewhere"
    cache.mkdir()
    open_store(tiny, elsewhere).close()
    held = os.open(cache, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with building(tiny, cache) as process:
        wait_for(lambda: str(cache) in open_paths(process.pid))
        assert list(cache.iterdir()) == []
        for path in elsewhere.iterdir():
            path.rename(cache / path.name)
        (store,) = stores(cache)
        before = store.stat().st_ino
        os.close(held)
    assert process.returncode == 0
    assert [each.stat().st_ino for each in stores(cache)] == [before]
    assert sealing.is_whole(store)


def open_paths(process: int) -> set[str]:
    """Return the files and folders that a process has open."""
    found = set()
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            found.add(str(each.readlink()))
    return found
