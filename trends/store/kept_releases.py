"""Tables of older releases that whoever runs the dashboard has kept, so that what was embedded can stay as it was.

The setting ``DIGITAL_TRENDS_RELEASES`` names a folder with a folder of tables for each release, called as the release.
Today's rules read them, with tables and columns that came since as empty: a release whose tables do not keep these
rules cannot be drawn.
"""

import functools
import logging
import threading
from pathlib import Path

from trends.evidence import releases
from trends.evidence.earlier import as_today
from trends.evidence.faults import EvidenceError
from trends.evidence.releases import Release, tables_fingerprint
from trends.evidence.schema import read_schema
from trends.paths import RULES, kept_releases
from trends.store.opening import open_store
from trends.store.versions import Version

log = logging.getLogger(__name__)

# Each open store has caches of its own.
MOST_OPEN = 2
_LOCK = threading.Lock()


def version_of(release: Release) -> Version | None:
    """Return the kept evidence of a release; None where it is not kept, or is not what was released."""
    folder = kept_releases()
    if folder is None or not (folder / release.name).is_dir():
        return None
    with _LOCK:
        return _opened(folder / release.name, release.tables)


def forget() -> None:
    """Close the kept evidence, and look anew when it is asked for again."""
    with _LOCK:
        _opened.cache_clear()


@functools.lru_cache(maxsize=MOST_OPEN)
def _opened(folder: Path, tables: str) -> Version | None:
    # What is wrong is logged once, since each card that is embedded asks.
    try:
        if tables_fingerprint(folder) != tables:
            log.warning(
                "%s: these are not the tables of the release, whose digits are %s; put those there.", folder, tables
            )
            return None
        with as_today(read_schema(RULES), folder) as readable:
            # What is open of a temporary folder is its store; the version is that of the folder that is kept.
            return Version(open_store(readable), releases.read(folder), folder)
    except EvidenceError as error:
        log.warning("%s: the release cannot be drawn by today's rules. %s", folder, error)
        return None
