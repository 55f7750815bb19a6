"""Tells which place of published versions a setting names."""

import os
from pathlib import Path

from trends.store.published import lake
from trends.store.published.folder import Folder
from trends.store.published.lake import Lake
from trends.store.published.place import SETTING, Place
from trends.store.published.secrets import without_secrets

LEGAL = (
    "an absolute path of a shared folder, “ducklake:postgres:dbname=… host=…” for DuckLake, or “md:…” for MotherDuck"
)


def place_of(said: str) -> Place | None:
    """Return the place that a setting names; None where it is empty.

    Raises:
        ValueError: it names none; says what may stand there.
    """
    if not said:
        return None
    if said.startswith(lake.BEGINNINGS):
        return Lake(said, os.environ.get(lake.DATA, "").strip())
    if not Path(said).is_absolute():
        raise ValueError(f"{SETTING} is {without_secrets(said)!r}; it may be {LEGAL}.")
    return Folder(Path(said))
