"""Where published versions of the evidence lie, and what is put there: a version's tables, and the store built of them.

A version is never changed once it is published. What says which one is current is replaced in one step, so that whoever
reads it finds a whole version, whenever a publishing is killed.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from trends.evidence import build as building
from trends.evidence import releases
from trends.evidence.build import digits_of, tables_of

SETTING = "TRENDS_STORE"
KEEP = "TRENDS_STORE_KEEP"
SECONDS = "TRENDS_STORE_SECONDS"
KEPT_VERSIONS, MOST_VERSIONS = 3, 1000
LOOK_SECONDS = 10.0
# Where a version lies: the tables with their releases, and beside them the built store.
TABLES = "tables"
# A version is called by what it holds; the name is also one of a folder.
NAME = re.compile(r"[0-9a-f]{12}-[\w.-]{1,100}")


class PlaceError(OSError):
    """A place cannot be reached, or nothing whole lies there; says where, why, and how to mend it."""


@dataclass(frozen=True)
class Edition:
    """A version of the evidence in a folder of its own: its tables with their releases, and the store built of them."""

    folder: Path
    store: Path
    fingerprint: str

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.folder / TABLES

    @property
    def contents(self) -> str:
        """Digits that change whenever a table or a release does."""
        return contents_of(self.tables)

    @property
    def name(self) -> str:
        """What the version is called: by its tables and rules, its releases, and what built its store."""
        return f"{self.fingerprint}-{self.contents}-{built_with()}"


class Place(Protocol):
    """A place of published versions. ``shown`` names it without passwords."""

    shown: str

    def current(self) -> str:
        """Return the name of the current version; empty where nothing was published yet.

        Raises:
            PlaceError: that cannot be read.
        """

    def fetch(self, into: Path) -> str:
        """Write the current version into an empty folder, and return its name.

        The tables are those that were published, to the last byte. A store is written beside them where this code would
        build the same, under the name that it would give it.

        Raises:
            PlaceError: it cannot be read, or is not as it was published.
        """

    def publish(self, edition: Edition, keep: int) -> bool:
        """Make a version current, and remove all but the newest ``keep``; return False where it was current already.

        Raises:
            PlaceError: it cannot be written.
        """

    def close(self) -> None:
        """Give back what is held open."""


def built_with() -> str:
    """Return what a store depends on besides tables and rules: the code that builds it, and DuckDB."""
    return f"{building.builder()}-duckdb-{duckdb.__version__}"


def contents_of(tables: Path) -> str:
    """Return 12 hexadecimal digits that change whenever a table of a folder or a release beside them does."""
    return digits_of([*tables_of(tables), *releases_of(tables)])


def releases_of(tables: Path) -> list[Path]:
    """Return the files that tell of releases beside the tables of a folder."""
    return sorted((tables / releases.FOLDER).glob("*.json"))


def copy_tables(source: Path, target: Path) -> None:
    """Copy the tables of a folder and their releases into a new one."""
    (target / releases.FOLDER).mkdir(parents=True)
    for path in tables_of(source):
        shutil.copyfile(path, target / path.name)
    for path in releases_of(source):
        shutil.copyfile(path, target / releases.FOLDER / path.name)


def number_of_versions(said: str) -> int:
    """Return how many versions stay at a place, of what the setting says; empty is :data:`KEPT_VERSIONS`.

    Raises:
        ValueError: it is no whole number from 1 to :data:`MOST_VERSIONS`.
    """
    if not said.strip():
        return KEPT_VERSIONS
    if not said.strip().isdecimal() or not 1 <= int(said[:9]) <= MOST_VERSIONS:
        raise ValueError(f"{KEEP} is {said!r}; set it to how many published versions are kept, 1 to {MOST_VERSIONS}.")
    return int(said)


def seconds_between_looks(said: str) -> float:
    """Return after how many seconds a server looks for a newer version; empty is :data:`LOOK_SECONDS`.

    Raises:
        ValueError: it is no number from 0.1 to a day.
    """
    if not said.strip():
        return LOOK_SECONDS
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 24 * 3600:  # noqa: PLR2004 - said in the message
        raise ValueError(
            f"{SECONDS} is {said!r}; set it to seconds between two looks for a newer version, 0.1 to 86400."
        )
    return seconds


def said_place() -> str:
    """Return what the setting says of where published versions lie; empty where it is not set."""
    return os.environ.get(SETTING, "").strip()
