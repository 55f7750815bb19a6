"""Versions of the evidence: which one is current, and the caches of what was made from each.

A reader's session keeps the version it began with, so that no page mixes two. A version without references closes its
store. Caches are attributes of a version: in a module they would outlive the store they were filled from.

Versions come from the tables of a folder, or from where they are published for several servers (``TRENDS_STORE``).
"""

import functools
import logging
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from trends.evidence import releases
from trends.evidence.faults import EvidenceError
from trends.evidence.releases import Releases
from trends.paths import data_folder
from trends.store import sealing
from trends.store.kept import Kept
from trends.store.opening import mended_store, open_store
from trends.store.published.copies import Copies, Copy
from trends.store.published.place import said_place
from trends.store.published.places import place_of
from trends.store.store import Store

log = logging.getLogger(__name__)

# Cards, facts and vocabulary of one version; some 20,000 short answers of pages, or a few hundred long ones.
KEPT_BYTES = 96_000_000

T = TypeVar("T")


class Version:
    """An open store with its caches and the releases of its tables.

    Hashed by identity, to serve as part of a cache key. Releases are part of a version, so that no page tells of one
    that another does not know yet. ``tables`` is the folder they lie in, ``published`` what the version is called where
    it was published, empty where it was not.
    """

    def __init__(
        self, store: Store, known: Releases = releases.NONE, tables: Path | None = None, published: str = ""
    ) -> None:
        self.store = store
        self.releases = known
        self.tables = tables or data_folder()
        self.published = published
        self.kept = Kept(KEPT_BYTES)
        self._beside: weakref.WeakKeyDictionary[Any, dict[str, Any]] = weakref.WeakKeyDictionary()
        # The store must not be closed while a session that began with it is still asking.
        weakref.finalize(self, store.close)

    @property
    def fingerprint(self) -> str:
        """The digits that name the tables and rules of this version."""
        return self.store.fingerprint

    @functools.cached_property
    def state(self) -> str:
        """Digits that change whenever the evidence does, or what its releases tell of it."""
        return f"{self.fingerprint}-{self.releases.digest()}"

    def beside(self, thing: Any, name: str, make: Callable[[], T]) -> T:
        """Return what was drawn of a card, table or chart, cached by name as long as that object exists.

        So drawings of a reader's own answers are freed after the run of their page.
        """
        drawn = self._beside.setdefault(thing, {})
        if name not in drawn:
            drawn[name] = make()
        return cast("T", drawn[name])

    def forget(self) -> None:
        """Drop what is kept and the kept answers (benchmarks measure the first making)."""
        self.kept.forget()
        self.store.forget()


def opened(data: Path | None = None, cache: Path | None = None) -> Version:
    """Open the tables in ``data`` (or where the evidence lies) with their releases.

    Raises:
        trends.evidence.faults.EvidenceError: the tables break rules; says which rows.
    """
    folder = data or data_folder()
    return Version(open_store(folder, cache), releases.read(folder), folder)


def _opened_copy(copy: Copy, store_of: Callable[[Path, Path], Store] = open_store) -> Version:
    """Open a copy of a published version, which is held as long as the version is."""
    try:
        version = Version(store_of(copy.tables, copy.folder), releases.read(copy.tables), copy.tables, copy.name)
    except BaseException:
        copy.release()
        raise
    weakref.finalize(version, copy.release)
    return version


class Versions:
    """Holds the current version; opens it when it is first asked for."""

    def __init__(self) -> None:
        self._current: Version | None = None
        self._copies: Copies | None = None
        self._refused = ""
        self._read_at = time.monotonic()
        self._lock = threading.Lock()
        self._mending = threading.Lock()

    def current(self) -> Version:
        """Return the version new sessions begin with.

        Raises:
            trends.evidence.faults.EvidenceError: the tables break rules; says which rows.
            trends.store.published.place.PlaceError: it is published, and can neither be fetched nor was before.
        """
        with self._lock:
            if self._current is None:
                copies = self._published()
                self._current = _opened_copy(copies.newest()) if copies else opened()
            return self._current

    def swap(self, data: Path | None = None) -> Version:
        """Open the tables in ``data`` (or where the evidence lies) anew and make them current; return that version.

        Sessions that began with the version before keep it. Where the tables break rules nothing is swapped.

        Raises:
            trends.evidence.faults.EvidenceError: the tables break rules; says which rows.
        """
        found = opened(data)
        with self._lock:
            self._current = found
        return found

    def look(self, ready: Callable[[Version], object]) -> Version | None:
        """Look whether a newer version is published, make it current and return it; None where there is none.

        Copies that no session of any process asks any more are removed. Not to be called by several threads at once.

        Args:
            ready: is given a newer version before readers are.

        Raises:
            trends.store.published.place.PlaceError: the place cannot be read; what is current stays so.
            trends.evidence.faults.EvidenceError: the tables break rules of this code; what is current stays so.
        """
        if (copies := self._published()) is None:
            return None
        before = self.current()
        copies.tidy(before.published)
        copy = copies.newer_than(before.published, self._refused)
        self._read_at = time.monotonic()
        if copy is None:
            return None
        try:
            found = _opened_copy(copy)
        except EvidenceError:
            # Its tables break rules of this code, which to find out again would take as long.
            self._refused = copy.name
            raise
        ready(found)
        with self._lock:
            self._current = found
        return found

    def unread_seconds(self) -> float:
        """Return for how many seconds what is published could not be read; 0 where nothing is read from there."""
        return time.monotonic() - self._read_at if self._copies is not None else 0.0

    def _published(self) -> Copies | None:
        """Return the copies of what is published, None where the evidence is a folder of tables."""
        if self._copies is None and (place := place_of(said_place())) is not None:
            self._copies, self._read_at = Copies(place), time.monotonic()
        return self._copies

    def is_sound(self) -> bool:
        """Say whether the current version answers from a store that lies on disk as it was built.

        Where it does not, a thread builds the store anew from the tables and makes it current, once however many ask.
        """
        with self._lock:
            found = self._current
        if self._mending.locked():
            return False  # the file may be whole again already, and the one that is open is not
        if found is None or not (sealing.is_damaged(found.store.path) or found.store.is_silent()):
            return True
        if self._mending.acquire(blocking=False):
            threading.Thread(target=self._mend, args=(found,), name="mends the store", daemon=True).start()
        return False

    def _mend(self, damaged: Version) -> None:
        try:
            log.error("The store %s is damaged; it is built anew.", damaged.store.path)
            copies = self._published()
            # What is fetched again lies where the damaged one does, so a file of its own is opened of it too.
            mended = (
                _opened_copy(copies.newest(), mended_store)
                if copies
                else Version(mended_store(), releases.read(data_folder()))
            )
            with self._lock:
                # Meanwhile another release may have become current.
                if self._current is damaged:
                    self._current = mended
        except Exception:
            log.exception("The store could not be built anew; the next question for readiness tries again.")
        finally:
            self._mending.release()

    def close(self) -> None:
        """Release the current version; the next call of :meth:`current` opens it anew."""
        with self._lock:
            self._current, self._refused = None, ""
            copies, self._copies = self._copies, None
        if copies is not None:
            copies.place.close()


# The only reference to a version in a module; everything made from the evidence is an attribute of its version.
VERSIONS = Versions()


def current() -> Version:
    """Return the version new sessions begin with."""
    return VERSIONS.current()
