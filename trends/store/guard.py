"""What a question may cost and what it may read: limits and permissions, enforced inside ``Store.ask``.

Queries are ours, parameters are the reader's: an unforeseen combination, or a query that scales badly with the
evidence, must end with an error message instead of occupying a processor. The relations a query reads are compared with
those the store publishes; permissions by survey or licence belong here too.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from trends.store.reads import NotReadableError, relations_read


class GuardError(RuntimeError):
    """A question was stopped; the message says which, why, and how to mend it.

    The message is for who runs the dashboard; ``to_readers`` says what a reader can do about it, and is empty where
    that is nothing. ``passes`` says whether the same choice may be answered later, ``is_logged`` whether the log gets
    its trace and readers the reference to it.
    """

    to_readers = ""
    passes = False
    is_logged = True


class TooSlowError(GuardError):
    """A question took longer than it may."""

    to_readers = "This took too long and was stopped, so that others are answered. Choose more in the filters."
    passes = True


class TooMuchMemoryError(GuardError):
    """A question needed more memory than the store may use."""

    to_readers = "This needs more memory than is free now. Choose more in the filters, or try again in a minute."
    passes = True


class TooManyRowsError(GuardError):
    """A question has more rows than an answer may."""

    to_readers = "This has more rows than one answer may have. Choose more in the filters."


class NotPublishedError(GuardError):
    """A question reads something that the store does not publish."""


@dataclass(frozen=True)
class Limits:
    """What a question may cost: seconds, rows of its answer, and the memory of all questions together."""

    seconds: float = 20.0
    rows: int = 250_000
    memory: str = "1GB"


class Guard:
    """Holds the limits of a store and the names of the relations it publishes."""

    def __init__(self, limits: Limits, published: Collection[str]) -> None:
        self.limits = limits
        self._published = frozenset(published)
        self._permitted: set[str] = set()

    def permit(self, name: str, sql: str, filtered: Collection[str], cursor: duckdb.DuckDBPyConnection) -> None:
        """Raise unless the store publishes every relation the question reads, however it reads it.

        It is parsed once; which filters are chosen changes nothing of what it reads. Functions that give tables are not
        looked for: the settings of the store close files, and what the database tells of itself is published.

        Args:
            name: of the question.
            sql: the question as it is written.
            filtered: the names under which it reads relations through filters.
            cursor: parses it.

        Raises:
            NotPublishedError: the question reads something else, or does something else than to ask.
        """
        if sql in self._permitted:
            return
        try:
            read = relations_read(sql, cursor)
        except NotReadableError as error:
            raise NotPublishedError(
                f"What queries/{name}.sql says is no question: {error} Let it be one select."
            ) from error
        if foreign := sorted(read - self._published - set(filtered)):
            raise NotPublishedError(
                f"The question {name} reads {', '.join(foreign)}, which the store does not publish. In "
                f"queries/{name}.sql, read one of {', '.join(sorted(self._published))}."
            )
        self._permitted.add(sql)

    @contextmanager
    def watched(self, name: str, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Interrupt the cursor after the time limit, and translate errors of the database.

        Raises:
            TooSlowError: the time was over.
            TooMuchMemoryError: the memory was used up.
        """
        watch = WATCHER.begin(cursor.interrupt, self.limits.seconds)
        try:
            yield
        except duckdb.InterruptException as error:
            if not watch.over:
                raise
            raise TooSlowError(
                f"The question {name} was stopped after {self.limits.seconds:g} s, so that others are answered. "
                f"Choose more in the filters, or let queries/{name}.sql read fewer rows."
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise TooMuchMemoryError(
                f"The question {name} needed more than the {self.limits.memory} of memory that all questions share. "
                f"Choose more in the filters, ask again when fewer read, or let queries/{name}.sql keep fewer rows."
            ) from error
        finally:
            WATCHER.end(watch)

    def count(self, name: str, rows: int) -> None:
        """Raise if an answer has more rows than it may; asked while they are fetched, so that no more are than needed.

        Raises:
            TooManyRowsError: it has.
        """
        if rows > self.limits.rows:
            raise TooManyRowsError(
                f"The question {name} has more than the {self.limits.rows:,} rows an answer may have. "
                f"Choose more in the filters, or give queries/{name}.sql a limit."
            )


class Watch:
    """A call with a deadline; ``over`` says that it was stopped."""

    __slots__ = ("_stop", "ends", "over")

    def __init__(self, stop: Callable[[], None], ends: float) -> None:
        self.ends = ends
        self.over = False
        self._stop = stop

    def stop(self) -> None:
        """Stop it."""
        self.over = True
        self._stop()


class Watcher:
    """One thread that stops overdue calls; a timer thread per question would cost more than most questions."""

    def __init__(self, every: float = 0.1) -> None:
        self._every = every
        self._watched: set[Watch] = set()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, stop: Callable[[], None], seconds: float) -> Watch:
        """Have ``stop`` called by the watcher's thread once the seconds are over, to a tenth of a second."""
        watch = Watch(stop, time.monotonic() + seconds)
        with self._lock:
            self._watched.add(watch)
            if self._thread is None or not self._thread.is_alive():  # as after a fork
                self._thread = threading.Thread(target=self._run, name="time limits", daemon=True)
                self._thread.start()
        if not self._wake.is_set():
            self._wake.set()
        return watch

    def end(self, watch: Watch) -> None:
        """Stop watching: ``stop`` is not called afterwards, so that the cursor can be closed."""
        with self._lock:
            self._watched.discard(watch)

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(self._every)
            now = time.monotonic()
            with self._lock:
                for watch in self._watched:
                    if watch.ends <= now and not watch.over:
                        watch.stop()
                if not self._watched:
                    self._wake.clear()


WATCHER = Watcher()
