"""A dashboard with a survey of one reader's own, for their session alone.

The guarded figures are put into a copy of the tables, a store is built of it and opened, and both files are removed: as
long as the store is open it can be read, and nobody else can find it. Where the system has a folder in memory, neither
is on a disk even until then.
"""

import shutil
import tempfile
import threading
import weakref
from pathlib import Path

from trends.evidence import build as building
from trends.evidence import releases
from trends.intake import publishing, table_files
from trends.intake.publishing import Added, Prepared
from trends.intake.taking import Taken
from trends.paths import QUERIES, data_folder
from trends.store.queries import load_queries
from trends.store.store import Store
from trends.store.versions import Version

MOST_AT_ONCE = 4
"""How many own dashboards a process holds at once: each has a store and caches of its own."""

WAIT_SECONDS = 30

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder with a name nobody can guess is made in it)


class TooManyError(RuntimeError):
    """As many readers as may be have a dashboard of their own at the moment."""


def prepared(taken: Taken, secret: bytes) -> Prepared:
    """Return what would be published of a survey; nothing of it is kept.

    Args:
        taken: the export taken in.
        secret: what record keys are made from.

    Raises:
        IntakeError, DisclosureError: as :func:`trends.intake.publishing.prepare`.
    """
    tables = table_files.read_tables(data_folder(), dict.fromkeys((*table_files.ORDER, *publishing.READ)))
    return publishing.prepare(taken, secret, tables)


class Trials:
    """Makes dashboards with surveys of readers, no more at once than may be; each goes with its session."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self.most = most
        self._held: weakref.WeakSet[Version] = weakref.WeakSet()
        self._making = threading.Lock()

    def version(self, taken: Taken, secret: bytes) -> tuple[Version, Added]:
        """Return a version of the evidence with a survey in it, and what was added.

        Raises:
            TooManyError: there are as many as may be.
            IntakeError, DisclosureError, EvidenceError: as :func:`trends.intake.publishing.add`.
        """
        # A lock that is not to be had in time leaves the thread of the session free.
        if not self._making.acquire(timeout=WAIT_SECONDS):
            raise TooManyError
        try:
            if len(self._held) >= self.most:
                raise TooManyError
            found, done = _made(taken, secret)
            self._held.add(found)
        finally:
            self._making.release()
        return found, done


def _made(taken: Taken, secret: bytes) -> tuple[Version, Added]:
    place = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        folder, target = Path(name) / "data", Path(name) / "store.duckdb"
        shutil.copytree(data_folder(), folder, ignore=_not_tables)
        tables = table_files.read_tables(folder, dict.fromkeys((*table_files.ORDER, *publishing.READ)))
        prepared = publishing.prepare(taken, secret, tables)
        done = publishing.add(prepared, taken, tables, folder, instead=True)
        building.build(folder, target)
        store = Store(target, building.fingerprint(folder), load_queries(QUERIES))
    return Version(store, releases.read(data_folder())), done


def _not_tables(_: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".csv")]
