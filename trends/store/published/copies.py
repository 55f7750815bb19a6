"""Copies of published versions on this machine: each is fetched once for all processes, and goes when none needs it.

A process holds a lock on the tables of each version that a session of its may ask. The system lets go of it when the
process ends, however that was, so what nobody holds can be removed by whoever looks next.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from trends.evidence.faults import EvidenceError
from trends.paths import cache_folder
from trends.store import leftovers
from trends.store.opening import alone, temporary_folder
from trends.store.published.place import NAME, TABLES, Place, PlaceError, contents_of

log = logging.getLogger(__name__)

FOLDER = "published"
FETCHING = ".fetching-"
# The file that names the version that was current when it was last known: served where the place is away.
LAST = "last"


@dataclass(frozen=True)
class Copy:
    """A version on this machine, held by this process until it is released: its name, and its folder."""

    name: str
    folder: Path
    held: int

    @property
    def tables(self) -> Path:
        """The folder of its tables."""
        return self.folder / TABLES

    def release(self) -> None:
        """Let others remove it."""
        os.close(self.held)


class Copies:
    """The copies of what is published at a place, in a folder of this machine.

    Args:
        place: where versions are published.
        folder: where copies lie; None = in the cache folder, or a temporary one where that cannot be written.
    """

    def __init__(self, place: Place, folder: Path | None = None) -> None:
        self.place = place
        self._folder = folder

    def newest(self) -> Copy:
        """Return the current version; where its place cannot be read, the one fetched last.

        Raises:
            PlaceError: it cannot be read, and none was fetched before.
        """
        try:
            return self._fetched()
        except PlaceError as error:
            if (kept := self._kept()) is None:
                raise
            log.warning("%s What was published last as far as is known is served: %s.", error, kept.name)
            return kept

    def newer_than(self, *names: str) -> Copy | None:
        """Return the current version where it is none of these names.

        Raises:
            PlaceError: it cannot be read.
        """
        return None if self.place.current() in {*names, ""} else self._fetched()

    def tidy(self, name: str) -> None:
        """Remove what no process holds, but for the version of a name."""
        folder = self.folder()
        with suppress(OSError), alone(folder):
            leftovers.remove_folders(folder, FETCHING)
            for other in folder.iterdir():
                if NAME.fullmatch(other.name) and other.name != name:
                    _remove_unheld(other)

    def folder(self) -> Path:
        """Return where copies lie."""
        if self._folder is None:
            # Of another place another version may be the last.
            place = hashlib.sha256(self.place.shown.encode()).hexdigest()[:12]
            wanted = cache_folder() / FOLDER / place
            with suppress(OSError):
                wanted.mkdir(parents=True, exist_ok=True)
            self._folder = wanted if os.access(wanted, os.W_OK) else temporary_folder()
        return self._folder

    def _fetched(self) -> Copy:
        folder = self.folder()
        try:
            # Whoever had to wait finds it there.
            with alone(folder):
                name = self.place.current()
                if not name or not is_whole(folder / name):
                    name = self._fetch(folder)
                _remember(folder, name)
                return _hold(folder / name)
        except PlaceError:
            raise
        except OSError as error:
            raise PlaceError(
                f"{folder}: the published version cannot be copied there: {error}. Make room for some 100 MB, or set"
                " DIGITAL_TRENDS_CACHE to a folder that has room and can be written."
            ) from error

    def _fetch(self, folder: Path) -> str:
        aside = Path(tempfile.mkdtemp(prefix=leftovers.folder_name(FETCHING), dir=folder))
        try:
            copy = aside / "copy"
            copy.mkdir()
            name = self.place.fetch(copy)
            if not is_whole(copy, name):
                raise PlaceError(f"{self.place.shown}: the tables of version {name} are not those it was named by.")
            if (folder / name).exists():
                # A damaged one; whoever has it open reads on.
                (folder / name).replace(aside / "damaged")
            copy.replace(folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return name

    def _kept(self) -> Copy | None:
        """Return the copy that was current last; None where there is no whole one."""
        folder = self.folder()
        with alone(folder):
            there = [each for each in folder.iterdir() if NAME.fullmatch(each.name)]
            last = _remembered(folder)
            for each in sorted(there, key=lambda path: (path.name == last, path.stat().st_mtime), reverse=True):
                if is_whole(each):
                    return _hold(each)
        return None


def _remember(folder: Path, name: str) -> None:
    """Write down which version was current last: times of files may be of a clock that was set since."""
    os.utime(folder / name)
    if _remembered(folder) == name:
        return
    half = folder / f"{LAST}.half"
    try:
        half.write_text(name, encoding="ascii")
        half.replace(folder / LAST)
    except OSError:
        # A full disk must not keep a version from being served; then times have to do.
        (folder / LAST).unlink(missing_ok=True)


def _remembered(folder: Path) -> str:
    try:
        return (folder / LAST).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def is_whole(copy: Path, name: str = "") -> bool:
    """Say whether the tables of a copy are those its name tells of; of its store its seal tells."""
    try:
        return contents_of(copy / TABLES) == (name or copy.name).split("-")[1]
    except (EvidenceError, IndexError):
        return False


def _hold(folder: Path) -> Copy:
    # That of the tables: of the folder itself, whoever builds a store in it waits to be alone with it.
    held = os.open(folder / TABLES, os.O_RDONLY)
    with suppress(OSError):  # a disk that knows no locks
        fcntl.flock(held, fcntl.LOCK_SH)
    return Copy(folder.name, folder, held)


def _remove_unheld(folder: Path) -> None:
    try:
        held = os.open(folder / TABLES, os.O_RDONLY)
    except OSError:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Renamed first: what is removed in part is no version.
        gone = folder.with_name(f"{leftovers.folder_name(FETCHING)}{folder.name}")
        folder.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
    except OSError:
        pass  # a session of some process may still ask it
    finally:
        os.close(held)
