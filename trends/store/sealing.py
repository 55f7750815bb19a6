"""Tells a store that was damaged from a whole one, and keeps the folder of stores tidy.

A store is written once and only read afterwards, so its digest, kept in a file beside it, says whether a byte of it has
changed since. DuckDB checks blocks when it reads them: a damaged one would answer some questions and fail in others.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

ENDING = ".seal"
STORES = "evidence-*.duckdb"
# Stores of other tables, rules or code that nobody built anew for so long are removed, and what builds left behind.
OLD_SECONDS = 30 * 24 * 3600
LEFT_SECONDS = 3600
_PIECE = 1 << 22


def seal_of(store: Path) -> Path:
    """Return where the seal of a store lies."""
    return store.with_name(store.name + ENDING)


def seal(store: Path) -> Path:
    """Write the seal of a store that has just been built; return where."""
    where = seal_of(store)
    where.write_text(_digest(store), encoding="ascii")
    return where


def is_whole(store: Path) -> bool:
    """Say whether a store is there as it was sealed; one without a seal is not."""
    try:
        return seal_of(store).read_text(encoding="ascii") == _digest(store)
    except (OSError, UnicodeDecodeError):
        return False


def is_damaged(store: Path) -> bool:
    """Say whether a store that is served lies there changed; one taken away is served on from its open file."""
    return store.exists() and seal_of(store).exists() and not is_whole(store)


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def folder_name(beginning: str) -> str:
    """Return what a folder of this process begins with, by which others see whether it still runs."""
    return f"{beginning}{os.getpid()}-"


def tidy(folder: Path, beginning: str, keep: Path | None = None) -> None:
    """Remove folders that ended processes left in a folder, and stores that have not been built for a month.

    Args:
        folder: where they lie.
        beginning: what names of such folders begin with, before the number of their process.
        keep: the store in use.
    """
    now = time.time()
    for left in _older(folder.glob(f"{beginning}*"), now - LEFT_SECONDS):
        number = left.name.removeprefix(beginning).partition("-")[0]
        # A process of another container may have that number too, so the age counts as well.
        if left.is_dir() and not (number.isdecimal() and _runs(int(number))):
            shutil.rmtree(left, ignore_errors=True)
    for store in _older(folder.glob(STORES), now - OLD_SECONDS) if keep else ():
        if store != keep:
            for each in (store, seal_of(store)):
                each.unlink(missing_ok=True)


def _older(paths: Iterator[Path], moment: float) -> list[Path]:
    found = []
    for path in paths:
        try:
            if path.stat().st_mtime < moment:
                found.append(path)
        except OSError:
            continue  # another process tidies too
    return found


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
