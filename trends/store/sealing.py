"""Tells a store that was damaged from a whole one, and removes stores that nobody built for long.

A store is written once and only read afterwards, so its digest, kept in a file beside it, says whether a byte of it has
changed since. DuckDB checks blocks when it reads them: a damaged one would answer some questions and fail in others.
"""

import hashlib
from pathlib import Path

from trends.store import leftovers

ENDING = ".seal"
STORES = "evidence-*.duckdb"
# Stores of other tables, rules or code that nobody built anew for so long are removed.
OLD_SECONDS = 30 * 24 * 3600


def seal_of(store: Path) -> Path:
    """Return where the seal of a store lies."""
    return store.with_name(store.name + ENDING)


def seal(store: Path) -> Path:
    """Write the seal of a store that has just been built; return where."""
    where = seal_of(store)
    where.write_text(digest_of(store), encoding="ascii")
    return where


def is_whole(store: Path) -> bool:
    """Say whether a store is there as it was sealed; one without a seal is not."""
    try:
        return seal_of(store).read_text(encoding="ascii") == digest_of(store)
    except (OSError, UnicodeDecodeError):
        return False


def is_damaged(store: Path) -> bool:
    """Say whether a store that is served lies there changed; one taken away is served on from its open file."""
    return store.exists() and seal_of(store).exists() and not is_whole(store)


def remove_old(folder: Path, keep: Path) -> None:
    """Remove the stores of a folder that have not been built for a month, but for the one in use."""
    for store in leftovers.older(folder.glob(STORES), OLD_SECONDS):
        if store != keep:
            for each in (store, seal_of(store)):
                each.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """Return the digest by which a file is known to be whole."""
    # Of the digests at hand the quickest that processors have instructions for.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
