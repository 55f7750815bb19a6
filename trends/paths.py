"""Paths of the project's files and folders."""

import os
from pathlib import Path

import platformdirs

PATHS = Path(__file__)
ROOT = Path(__file__).resolve().parent.parent
BROWSER_FILES = ROOT / "trends" / "ui"
QUERIES = ROOT / "queries"
# Asked of the answers of one survey while it is taken in, never of a store.
INTAKE_QUERIES = QUERIES / "intake"
# Tables may come from any folder; the rules they are checked against, methods and relations are the product's own.
RULES = ROOT / "data"
SHAPES = ROOT / "data" / "shapes" / "countries.geojson"


def data_folder() -> Path:
    """Return the folder of the evidence: ``DIGITAL_TRENDS_DATA`` if set, else the project's own."""
    return Path(os.environ.get("DIGITAL_TRENDS_DATA") or ROOT / "data")


def kept_releases() -> Path | None:
    """Return the folder of the tables of older releases, ``DIGITAL_TRENDS_RELEASES``; None where it is not set."""
    folder = os.environ.get("DIGITAL_TRENDS_RELEASES")
    return Path(folder) if folder else None


def own_surveys_are_offered() -> bool:
    """Say whether readers may try a survey of their own: not where ``TRENDS_OWN_SURVEYS`` is “off”."""
    return os.environ.get("TRENDS_OWN_SURVEYS", "").strip().casefold() not in {"off", "0", "false", "no"}


def cache_folder() -> Path:
    """Return the folder for built stores: ``DIGITAL_TRENDS_CACHE`` if set, else the user's cache folder."""
    return Path(os.environ.get("DIGITAL_TRENDS_CACHE") or platformdirs.user_cache_dir("digital-trends"))
