"""Large files for readers: each made once, by one process at a time, kept on disk within a bound, sent piece by piece.

Made in memory when asked for, forty workbooks of all answers would take tens of gigabytes, and their readers all
threads. Here equal requests wait for one file, different ones in a queue of bounded length, and who comes when that is
full is told when to ask again.
"""

import asyncio
import contextlib
import hashlib
import json
import os
import pickle
import queue
import subprocess
import tempfile
import threading
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from trends.paths import ROOT, cache_folder
from trends.request.filters import FilterError
from trends.serve.file_worker import EVERYTHING, Job, command
from trends.serve.kept_answers import code
from trends.store import guard, leftovers

# Files on disk, the least recently asked for goes first.
MOST_BYTES = 500_000_000
# Different files that wait while one is made.
MOST_WAITING = 8
# What takes longer is stopped, so that others get theirs.
SECONDS = 300.0
# What a stopped process left half written.
_HALF = ".half"


class BusyError(guard.GuardError):
    """So many files are waited for that no more are taken on."""

    to_readers = "Many large files are being made just now. Ask again in half a minute, or choose more in the filters."
    passes = True
    # Who is refused for want of room makes no room in the log either.
    is_logged = False


class UnwrittenError(guard.GuardError):
    """A file could not be written to the disk."""

    to_readers = "This file cannot be made just now, since the server has no room for it. Choose more in the filters."
    passes = True


@dataclass(frozen=True)
class Made:
    """A file on disk, and the key of its last row where a limit left rows after it."""

    path: Path
    following: str = ""


class MadeFiles:
    """Makes files in processes of their own, one after the other, and keeps them in a folder. Thread-safe.

    Args:
        folder: where they are kept; a folder of the cache if not given.
        most_bytes: of all files together.
        most_waiting: different files that wait.
        seconds: that one may take.
    """

    def __init__(
        self,
        folder: Path | None = None,
        most_bytes: int = MOST_BYTES,
        most_waiting: int = MOST_WAITING,
        seconds: float = SECONDS,
    ) -> None:
        self._given = folder
        self._fallback: tempfile.TemporaryDirectory[str] | None = None
        self.most_bytes = most_bytes
        self.seconds = seconds
        self.waiting: queue.Queue[tuple[str, Job, Future[Made]]] = queue.Queue(most_waiting)
        self._promised: dict[str, Future[Made]] = {}
        self._lock = threading.Lock()
        self._maker: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    async def of(self, job: Job) -> Made:
        """Return the file of a job; whoever asks for the same while it is made waits for it.

        Raises:
            BusyError: too many different files are waited for.
            UnwrittenError: the disk is full or cannot be written to.
            FilterError, trends.store.guard.GuardError: what making it raised.
        """
        if known := await asyncio.to_thread(self.known, job):
            return known
        return await asyncio.shield(asyncio.wrap_future(self._promise(job)))

    def known(self, job: Job) -> Made | None:
        """Return the file of a job if it is there already."""
        path = self.folder() / key_of(job)
        try:
            following = json.loads(path.with_suffix(".told").read_text(encoding="utf-8"))
            # What was asked for last is kept longest.
            os.utime(path)
        except (OSError, ValueError):
            return None
        return Made(path, following)

    def close(self) -> None:
        """Stop what is being made, and refuse what waits; files that are there stay."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.kill()
            waiting = list(self._promised.values())
        for promise in waiting:
            promise.cancel()

    def _promise(self, job: Job) -> "Future[Made]":
        key = key_of(job)
        with self._lock:
            if (promised := self._promised.get(key)) is not None:
                return promised
            promise: Future[Made] = Future()
            try:
                self.waiting.put_nowait((key, job, promise))
            except queue.Full:
                raise BusyError(
                    f"{self.waiting.maxsize} files wait to be made besides the one that is; {job.table} as "
                    f"{job.format_name} was refused."
                ) from None
            self._promised[key] = promise
            self._closed = False
            if self._maker is None or not self._maker.is_alive():
                # A daemon: the end of the server does not wait for a file.
                self._maker = threading.Thread(target=self._work, name="files", daemon=True)
                self._maker.start()
        return promise

    def _work(self) -> None:
        while True:
            key, job, promise = self.waiting.get()
            try:
                # Those who wait share it; none of them can take it back.
                made = self._made(job) if promise.set_running_or_notify_cancel() else None
            except Exception as error:  # noqa: BLE001 - told to those who asked
                self._ended(key)
                promise.set_exception(error)
            else:
                self._ended(key)
                if made is not None:
                    promise.set_result(made)

    def _ended(self, key: str) -> None:
        with self._lock:
            self._promised.pop(key, None)

    def _made(self, job: Job) -> Made:
        # Another process of the server may have made it meanwhile.
        if known := self.known(job):
            return known
        folder = self.folder()
        path = folder / key_of(job)
        half = folder / f"{path.name}.{os.getpid()}{_HALF}"
        try:
            told = self._asked_of_child(job, half)
            following = _following(told)
            self._make_room(folder, half.stat().st_size)
            path.with_suffix(".told").write_text(json.dumps(following), encoding="utf-8")
            half.replace(path)
        except OSError as error:
            raise UnwrittenError(f"{folder}: a file could not be written: {error}. Make room there.") from error
        finally:
            half.unlink(missing_ok=True)
        return Made(path, following)

    def _asked_of_child(self, job: Job, target: Path) -> dict[str, Any]:
        with self._lock:
            if self._closed:
                raise BusyError("The server is ending.")
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                command(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        try:
            said, trace = self._child.communicate(pickle.dumps((job, target)), self.seconds)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.communicate()
            raise guard.TooSlowError(
                f"{job.table} as {job.format_name} was stopped after {self.seconds:g} s of being made."
            ) from None
        finally:
            status, self._child = self._child.returncode, None
        if status and self._closed:
            raise BusyError("The server is ending.")
        if status:
            raise RuntimeError(f"The process that makes files ended with {status}.\n{trace.decode(errors='replace')}")
        told: dict[str, Any] = json.loads(said)
        return told

    def folder(self) -> Path:
        """Return where files are kept: a temporary folder where the cache cannot be written to."""
        folder = self._given or cache_folder() / "files"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
        if self._fallback is None:
            # Named after this process: what one that was killed left is removed, and no folder that is in use.
            prefix = leftovers.folder_name(leftovers.TEMPORARY)
            self._fallback = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
        return Path(self._fallback.name)

    def _make_room(self, folder: Path, needed: int) -> None:
        """Remove what was asked for longest ago until there is room, and what ended processes left half written."""
        held = []
        for path in folder.iterdir():
            with contextlib.suppress(OSError, ValueError):
                if path.suffix == _HALF and not leftovers.runs(int(path.stem.rpartition(".")[2])):
                    path.unlink(missing_ok=True)
                elif path.suffix == "":
                    held.append((leftovers.touched(path), path.stat().st_size, path))
        room = self.most_bytes - needed - sum(size for _, size, _ in held)
        for _, size, path in sorted(held):
            if room >= 0:
                break
            # Who is reading it reads on: a file is gone from the disk when it is closed.
            path.unlink(missing_ok=True)
            path.with_suffix(".told").unlink(missing_ok=True)
            room += size


def key_of(job: Job) -> str:
    """Return the name of a job's file: the same evidence, code, choice and, since tables say it, day."""
    today = "" if job.format_name == EVERYTHING else date.today().isoformat()  # noqa: DTZ011 - the day that files say
    # The folder of the store has no part in what is in the file.
    made_of = replace(job, store=Path(job.store.name))
    return hashlib.sha256(f"{made_of}\n{code()}\n{today}".encode()).hexdigest()[:32]


def _following(told: dict[str, Any]) -> str:
    """Return what the process said follows, or raise what it said went wrong."""
    if "problems" in told:
        raise FilterError(told["problems"])
    if "stopped" in told:
        raise getattr(guard, told["stopped"])(told["said"])
    if "unwritten" in told:
        raise OSError(told["unwritten"])
    return str(told["following"])


FILES = MadeFiles()
