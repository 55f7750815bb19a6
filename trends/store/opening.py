"""Opens the store of the evidence, building it first where no built one fits the tables.

A store is one file, built aside and renamed: a rename is atomic, so no process ever opens a half-written store, and
several processes may read the same one. It is sealed when it is built, and one that no longer fits its seal is built
anew, see :mod:`trends.store.sealing`.
"""

import atexit
import contextlib
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from trends.evidence import build as building
from trends.evidence.build import build
from trends.paths import QUERIES, cache_folder, data_folder
from trends.store import leftovers, sealing
from trends.store.queries import load_queries
from trends.store.store import Store

BUILDING = ".building-"

log = logging.getLogger(__name__)


class UnwrittenStoreError(OSError):
    """No store can be written: neither the cache folder nor the temporary one takes it."""


def open_store(data: Path | None = None, cache: Path | None = None, queries: Path = QUERIES) -> Store:
    """Open the store of the tables in ``data``, building it first where no built one fits them.

    Raises:
        trends.evidence.faults.EvidenceError: the tables break rules; says which rows.
        trends.store.queries.QueryFileError: a file of ``queries`` is not as it should be.
        UnwrittenStoreError: there is no room for a store; says where and how to mend it.
    """
    folder = data or data_folder()
    fingerprint = building.fingerprint(folder)
    target = built_name(cache or cache_folder(), fingerprint)
    loaded = load_queries(queries)
    if sealing.is_whole(target):
        with contextlib.suppress(duckdb.Error):
            return Store(target, fingerprint, loaded)
    return Store(_build_aside(folder, target), fingerprint, loaded)


def mended_store(data: Path | None = None, cache: Path | None = None, queries: Path = QUERIES) -> Store:
    """Build the store of the tables in ``data`` anew while a damaged one is served, and open it.

    A file of its own is opened, beside which the next start finds the one built: at a path that a process has open,
    DuckDB would return what it has open there.

    Raises:
        trends.evidence.faults.EvidenceError, trends.store.queries.QueryFileError, UnwrittenStoreError: as
            :func:`open_store`.
    """
    folder = data or data_folder()
    fingerprint = building.fingerprint(folder)
    built = _build_aside(folder, built_name(cache or cache_folder(), fingerprint))
    own = temporary_folder() / built.name
    shutil.copyfile(built, own)
    shutil.copyfile(sealing.seal_of(built), sealing.seal_of(own))
    return Store(own, fingerprint, load_queries(queries))


def built_name(cache: Path, fingerprint: str) -> Path:
    """Return where a cache folder holds the store of tables and rules with a fingerprint."""
    # DuckDB 1.x cannot open files written by 2.x, and a store built by older code may lack what newer queries read.
    return cache / f"evidence-{fingerprint}-{building.builder()}-duckdb-{duckdb.__version__}.duckdb"


def _build_aside(folder: Path, target: Path) -> Path:
    """Build the store at ``target``, or in a temporary folder where that cannot be written; return where it is."""
    try:
        return _built_at(folder, target)
    except (OSError, duckdb.Error) as error:
        # A cache folder that is full or cannot be written must not keep the dashboard from starting.
        refused = _first_line(error)
    log.warning("%s: no store can be written there, so a temporary folder is used: %s", target.parent, refused)
    try:
        return _built_at(folder, temporary_folder() / target.name)
    except (OSError, duckdb.Error) as error:
        raise UnwrittenStoreError(
            f"The store of the evidence can be written neither to {target.parent} ({refused}) nor to a temporary folder"
            f" ({_first_line(error)}). Make room for some 50 MB, or set DIGITAL_TRENDS_CACHE to a folder that has room"
            " and can be written."
        ) from error


def _built_at(folder: Path, target: Path) -> Path:
    """Build beside ``target`` and rename, so that a half-written store is never opened; return ``target``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with alone(target.parent):
        # Whoever had to wait finds it there.
        return target if sealing.is_whole(target) else _built(folder, target)


def _built(folder: Path, target: Path) -> Path:
    aside = tempfile.mkdtemp(prefix=leftovers.folder_name(BUILDING), dir=target.parent)
    try:
        building = Path(aside) / "store.duckdb"
        build(folder, building)
        # The seal comes first: a store without one would be taken for a damaged one.
        sealing.seal(building).replace(sealing.seal_of(target))
        built = building.replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    leftovers.remove_folders(target.parent, BUILDING)
    sealing.remove_old(target.parent, keep=target)
    return built


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait while another process builds into a folder, and let others wait.

    No two builds of the same tables have the same bytes, so that the seal of one does not fit the other's store.
    """
    held = os.open(folder, os.O_RDONLY)
    try:
        # Where a disk of the network knows no locks, what two build at once is built once more at the next start.
        with contextlib.suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip()


def temporary_folder() -> Path:
    """Make a folder that goes when this process ends; one that was killed leaves it to the next."""
    leftovers.remove_folders(Path(tempfile.gettempdir()), leftovers.TEMPORARY)
    folder = tempfile.mkdtemp(prefix=leftovers.folder_name(leftovers.TEMPORARY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
