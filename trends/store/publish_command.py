"""``python -m trends publish``: puts the tables where several servers find them, see ``docs/deploy.md``."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from trends.evidence import releases
from trends.evidence.faults import EvidenceError
from trends.paths import data_folder
from trends.store import leftovers
from trends.store.opening import UnwrittenStoreError, open_store
from trends.store.published.place import (
    KEEP,
    SETTING,
    TABLES,
    Edition,
    Place,
    PlaceError,
    copy_tables,
    number_of_versions,
    said_place,
)
from trends.store.published.places import LEGAL, place_of
from trends.store.queries import QueryFileError


def main(arguments: list[str]) -> int:
    """Run the command; return 0 when the tables are published, 1 where they are not, 2 for a wrong call."""
    parser = argparse.ArgumentParser(prog="python -m trends publish", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="folder of the tables (default: the project's data)")
    parser.add_argument("--to", default=said_place(), help=f"where to publish: {LEGAL} (default: {SETTING})")
    chosen = parser.parse_args(arguments)
    folder = chosen.data or data_folder()
    try:
        place = place_of(chosen.to)
        keep = number_of_versions(os.environ.get(KEEP, ""))
        if place is None:
            raise ValueError(f"Nothing says where to publish. Give --to or set {SETTING}: {LEGAL}.")  # noqa: TRY301
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        sys.stdout.write(f"{publish(folder, place, keep)}\n")
    except (EvidenceError, PlaceError, QueryFileError, UnwrittenStoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        place.close()
    return 0


def publish(folder: Path, place: Place, keep: int) -> str:
    """Check the tables of a folder, build their store and make both current at a place; return what was done, in words.

    Args:
        folder: of the tables.
        place: where to.
        keep: how many versions stay there.

    Raises:
        EvidenceError: tables or files of releases have faults; names all.
        PlaceError: the place cannot be written.
        UnwrittenStoreError: there is no room for the store while it is built.
        QueryFileError: a file of ``queries`` is not as it should be.
    """
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=leftovers.folder_name(leftovers.TEMPORARY)) as name:
        edition = edition_of(folder, Path(name))
        called = edition.name
        done = place.publish(edition, keep)
    took = time.perf_counter() - began
    if done:
        return f"Version {called} is current at {place.shown} ({took:.1f} s)."
    return f"Version {called} is current at {place.shown} already; nothing was changed."


def edition_of(folder: Path, into: Path) -> Edition:
    """Copy the tables of a folder into another, check them there and build their store beside them.

    What is checked is what is published, whatever becomes of the first folder meanwhile.

    Raises:
        EvidenceError, UnwrittenStoreError, QueryFileError: as :func:`publish`.
    """
    copy_tables(folder, into / TABLES)
    found = releases.faults(into / TABLES)
    try:
        store = open_store(into / TABLES, into)
    except EvidenceError as error:
        raise EvidenceError([*error.faults, *found]) from None
    store.close()
    if found:
        raise EvidenceError(found)
    return Edition(into, store.path, store.fingerprint)
