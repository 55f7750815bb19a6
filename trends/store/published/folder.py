"""Published versions in a shared folder: a sealed archive for each version, and a file that says which is current.

The folder may be a disk of the network. Servers copy a version from it and never read it for their readers, so that
it may be away while they serve.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from trends.store import leftovers, sealing
from trends.store.opening import alone
from trends.store.published.place import NAME, TABLES, Edition, PlaceError

POINTER = "current.json"
PUBLISHING = ".publishing-"
ARCHIVES = "evidence-*.zip"
# A store takes a quarter of its bytes at the quickest level, and hardly fewer at others.
_LEVEL = 1
_CHUNK = 1 << 20


class Folder:
    """A shared folder of published versions.

    Its file ``current.json`` lists them, the current one first, each with its archive and the digest of it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown = str(path)

    def current(self) -> str:
        """Return the name of the current version, see :meth:`Place.current`."""
        listed = self._listed()
        return str(listed[0]["name"]) if listed else ""

    def fetch(self, into: Path) -> str:
        """Write the current version into a folder, see :meth:`Place.fetch`."""
        listed = self._listed()
        if not listed:
            raise PlaceError(f"{self.path}: nothing was published there yet. Run `python -m trends publish`.")
        archive, copy = self._archive(listed[0]), into / "version.zip"
        try:
            # What is checked is what is unpacked: the copy, whatever becomes of the shared file meanwhile.
            is_whole = _copied(archive, copy) == listed[0]["sha256"]
            if is_whole:
                with zipfile.ZipFile(copy) as packed:
                    packed.extractall(into)
            copy.unlink()
        except (OSError, zipfile.BadZipFile) as error:
            raise PlaceError(f"{archive}: it cannot be copied to {into.parent}: {error}") from error
        if not is_whole:
            raise PlaceError(f"{archive}: the file is not as it was published. {_ANEW}")
        return str(listed[0]["name"])

    def publish(self, edition: Edition, keep: int) -> bool:
        """Make a version current, see :meth:`Place.publish`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with alone(self.path):
                return self._publish(edition, keep)
        except PlaceError:
            raise
        except OSError as error:
            raise PlaceError(f"{self.path}: nothing can be published there: {error}") from error

    def close(self) -> None:
        """Nothing is held open."""

    def _publish(self, edition: Edition, keep: int) -> bool:
        try:
            listed = list(self._listed())
        except PlaceError:
            listed = []  # a damaged list is written anew
        name = edition.name
        known = next((each for each in listed if each["name"] == name and self._is_whole(each)), None)
        if known is not None and known is listed[0]:
            return False
        first = known or self._written(edition)
        kept = [first, *(each for each in listed if each["name"] != name)][:keep]
        self._replace(self.path / POINTER, json.dumps({"versions": kept}, indent=1).encode())
        self._remove_others(kept)
        return True

    def _listed(self) -> Sequence[Mapping[str, Any]]:
        """Return the versions there are, the current one first."""
        path = self.path / POINTER
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            if self.path.is_dir():
                return []
            raise PlaceError(f"{self.path}: there is no such folder, or its disk is away.") from None
        except OSError as error:
            raise PlaceError(f"{path}: it cannot be read: {error.strerror or error}.") from error
        try:
            listed: Sequence[Mapping[str, Any]] = json.loads(text)["versions"]
            if all(NAME.fullmatch(each["name"]) and set(each) >= {"file", "sha256"} for each in listed):
                return listed
        except (ValueError, KeyError, TypeError):
            pass
        raise PlaceError(f"{path}: it does not say which versions there are; it is damaged. {_ANEW}")

    def _archive(self, listed: Mapping[str, Any]) -> Path:
        # Of the name alone, whatever folders it names.
        return self.path / Path(str(listed["file"])).name

    def _is_whole(self, listed: Mapping[str, Any]) -> bool:
        try:
            return sealing.digest_of(self._archive(listed)) == str(listed["sha256"])
        except OSError:
            return False

    def _written(self, edition: Edition) -> Mapping[str, Any]:
        """Write the archive of a version; return what is said of it."""
        aside = Path(tempfile.mkdtemp(prefix=leftovers.folder_name(PUBLISHING), dir=self.path))
        try:
            packed = aside / "half.zip"
            _pack(edition, packed)
            digest = sealing.digest_of(packed)
            with packed.open("rb") as file:
                os.fsync(file.fileno())
            # No two builds have the same bytes, so an archive is called by its own: none is ever replaced by another.
            name = f"evidence-{edition.name}-{digest[:12]}.zip"
            packed.replace(self.path / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        said = datetime.now(UTC).isoformat(timespec="seconds")
        return {
            "name": edition.name,
            "fingerprint": edition.fingerprint,
            "file": name,
            "sha256": digest,
            "published": said,
        }

    def _replace(self, path: Path, content: bytes) -> None:
        """Write a file anew in one step, after all that was written before it."""
        aside = Path(tempfile.mkdtemp(prefix=leftovers.folder_name(PUBLISHING), dir=self.path))
        try:
            half = aside / path.name
            with half.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remove_others(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """Remove the archives of older versions, and what publishing that was killed left; who copies one reads on."""
        names = {each["file"] for each in kept}
        for path in self.path.glob(ARCHIVES):
            if path.name not in names:
                path.unlink(missing_ok=True)
        leftovers.remove_folders(self.path, PUBLISHING)


_ANEW = "Publish the tables anew: `python -m trends publish`."


def _pack(edition: Edition, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for path in sorted(edition.tables.rglob("*")):
            if path.is_file():
                packed.write(path, f"{TABLES}/{path.relative_to(edition.tables)}")
        for path in (edition.store, sealing.seal_of(edition.store)):
            packed.write(path, path.name)


def _copied(source: Path, target: Path) -> str:
    """Copy a file and return the digest of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as file, target.open("wb") as copy:
        while part := file.read(_CHUNK):
            digest.update(part)
            copy.write(part)
    return digest.hexdigest()
