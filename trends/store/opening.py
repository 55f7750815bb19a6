"""Opens the store of the evidence, building it first where no built one fits the tables.

A store is one file, built aside and renamed: a rename is atomic, so no process ever opens a half-written store, and
several processes may read the same one.
"""

import atexit
import contextlib
import shutil
import tempfile
from pathlib import Path

import duckdb

from trends.evidence import build as building
from trends.evidence.build import build
from trends.paths import QUERIES, cache_folder, data_folder
from trends.store.queries import load_queries
from trends.store.store import Store


def open_store(data: Path | None = None, cache: Path | None = None, queries: Path = QUERIES) -> Store:
    """Open the store of the tables in ``data``, building it first where no built one fits them.

    Raises:
        trends.evidence.faults.EvidenceError: the tables break rules; says which rows.
        trends.store.queries.QueryFileError: a file of ``queries`` is not as it should be.
    """
    folder = data or data_folder()
    fingerprint = building.fingerprint(folder)
    target = built_name(cache or cache_folder(), fingerprint)
    loaded = load_queries(queries)
    if target.exists():
        with contextlib.suppress(duckdb.Error):
            return Store(target, fingerprint, loaded)
    return Store(_build_aside(folder, target), fingerprint, loaded)


def built_name(cache: Path, fingerprint: str) -> Path:
    """Return where a cache folder holds the store of tables and rules with a fingerprint."""
    # DuckDB 1.x cannot open files written by 2.x, and a store built by older code may lack what newer queries read.
    return cache / f"evidence-{fingerprint}-{building.builder()}-duckdb-{duckdb.__version__}.duckdb"


def _build_aside(folder: Path, target: Path) -> Path:
    """Build beside ``target`` and rename, so that a half-written store is never opened; return where it is."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = tempfile.mkdtemp(prefix=".building-", dir=target.parent)
    except OSError:
        # A cache folder that cannot be written must not keep the dashboard from starting.
        fallback = tempfile.mkdtemp(prefix="digital-trends-")
        atexit.register(shutil.rmtree, fallback, ignore_errors=True)
        target = Path(fallback) / target.name
        aside = tempfile.mkdtemp(prefix=".building-", dir=fallback)
    try:
        building = Path(aside) / "store.duckdb"
        build(folder, building)
        return building.replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
