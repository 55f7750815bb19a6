"""A dashboard with a survey of one reader's own, for their session alone.

The guarded figures are put into a copy of the tables, a store is built of it and opened, and both files are removed: as
long as the store is open it can be read, and nobody else can find it. Where the system has a folder in memory, neither
is on a disk even until then.
"""

import tempfile
import threading
from pathlib import Path

from trends.evidence import build as building
from trends.evidence import releases
from trends.intake import preparing, publishing, table_files
from trends.intake.preparing import Prepared
from trends.intake.publishing import Added
from trends.intake.taking import Taken
from trends.paths import QUERIES, data_folder
from trends.store import leftovers
from trends.store.queries import load_queries
from trends.store.store import Store
from trends.store.versions import Version

WAIT_SECONDS = 30
_MAKING = threading.Lock()

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder with a name nobody can guess is made in it)


class TooManyError(RuntimeError):
    """Others are having dashboards of their own made, and one at a time is."""


def prepared(taken: Taken, secret: bytes, tables: Path | None = None) -> Prepared:
    """Return what would be published of a survey; nothing of it is kept.

    Args:
        taken: the export taken in.
        secret: what record keys are made from.
        tables: the folder of the tables it would be beside; None = where the evidence lies.

    Raises:
        IntakeError, DisclosureError: as :func:`trends.intake.preparing.prepare`.
    """
    return preparing.prepare(taken, secret, preparing.tables_for(tables or data_folder()))


def version_with(taken: Taken, shown: Prepared, tables: Path | None = None) -> tuple[Version, Added]:
    """Return a version of the evidence with a survey in it, and what was added.

    Args:
        taken: the export taken in.
        shown: what :func:`prepared` made of it.
        tables: the folder of the tables that it is put into a copy of; None = where the evidence lies.

    Raises:
        TooManyError: others have theirs made.
        IntakeError, EvidenceError: as :func:`trends.intake.publishing.add`.
    """
    if not _MAKING.acquire(timeout=WAIT_SECONDS):
        raise TooManyError
    try:
        return _made(taken, shown, tables or data_folder())
    finally:
        _MAKING.release()


def _made(taken: Taken, shown: Prepared, tables: Path) -> tuple[Version, Added]:
    place = _IN_MEMORY if _IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    leftovers.remove_folders(place, leftovers.TEMPORARY)
    with tempfile.TemporaryDirectory(dir=place, prefix=leftovers.folder_name(leftovers.TEMPORARY)) as name:
        folder, target = Path(name) / "data", Path(name) / "store.duckdb"
        table_files.copy_tables(tables, folder)
        done = publishing.add(shown, taken, preparing.tables_for(folder), folder, instead=True, checked=False)
        # Checks the rules; nobody else sees the folder before.
        building.build(folder, target)
        store = Store(target, building.fingerprint(folder), load_queries(QUERIES))
    return Version(store, releases.read(tables), tables), done
