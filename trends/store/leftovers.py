"""Folders and files that a process names after itself, so that others can remove what it left when it was killed."""

import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

# Beginning of folders in the machine's temporary folder.
TEMPORARY = "digital-trends-"
# So long after it was written, what an ended process left is removed.
LEFT_SECONDS = 3600
# So far clocks of one disk may be apart.
AHEAD_SECONDS = 60


def folder_name(beginning: str) -> str:
    """Return what a folder of this process begins with, by which others see whether it still runs."""
    return f"{beginning}{os.getpid()}-"


def remove_folders(folder: Path, beginning: str) -> None:
    """Remove folders that ended processes left.

    Args:
        folder: where they lie.
        beginning: what their names begin with, before the number of their process.
    """
    for left in older(folder.glob(f"{beginning}*"), LEFT_SECONDS):
        number = left.name.removeprefix(beginning).partition("-")[0]
        # A process of another container may have that number too, so the age counts as well.
        if left.is_dir() and not (number.isdecimal() and runs(int(number))):
            shutil.rmtree(left, ignore_errors=True)


def older(paths: Iterable[Path], seconds: float) -> list[Path]:
    """Return the paths that were written longer ago."""
    moment, found = time.time() - seconds, []
    for path in paths:
        try:
            if path.stat().st_mtime < moment:
                found.append(path)
        except OSError:
            continue  # another process tidies too
    return found


def touched(path: Path) -> float:
    """Return the second of the epoch at which a file was last written or used.

    One that is still to come is of a clock that was set back since, so it is longer ago than all that are not: 0.

    Raises:
        OSError: there is no such file.
    """
    moment = path.stat().st_mtime
    return moment if moment <= time.time() + AHEAD_SECONDS else 0.0


def runs(process: int) -> bool:
    """Say whether a process of a number runs, be it another user's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
