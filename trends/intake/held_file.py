"""A file that is in memory alone, for libraries that read files by their path."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_NAME = 100


def is_possible() -> bool:
    """Say whether this system has files in memory."""
    return hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir()


@contextmanager
def held(name: str, content: bytes) -> Iterator[Path]:
    """Hold content in memory under a path as long as the block lasts.

    What is on disk meanwhile is a link with that name, which leads to nothing when the process ends.

    Args:
        name: of the file, whose ending tells what it is; a path in front of it is left out.
        content: its bytes.

    Raises:
        OSError: the system has no files in memory, or no room.
    """
    file = os.memfd_create("held")
    try:
        with os.fdopen(os.dup(file), "wb") as written:
            written.write(content)
        with tempfile.TemporaryDirectory() as folder:
            link = Path(folder) / (_plain(name) or "export")
            link.symlink_to(f"/proc/self/fd/{file}")
            yield link
    finally:
        os.close(file)


def _plain(name: str) -> str:
    """Return the last part of a path of any system, without signs that no file name has, and not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = "".join(sign for sign in last if sign.isprintable()).strip(". ").rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else ending[:LONGEST_NAME]
