"""Looks for newer published versions on a thread of its own, so that no reader waits for it."""

import logging
import threading
from collections.abc import Callable

from trends.evidence.faults import EvidenceError
from trends.store.opening import UnwrittenStoreError
from trends.store.published.place import PlaceError
from trends.store.queries import QueryFileError
from trends.store.versions import Version, Versions

log = logging.getLogger(__name__)

# What goes wrong again and again, as where a catalogue is away, is tried less often, up to so many seconds apart.
PATIENT_SECONDS = 60.0


class Watch:
    """A thread that looks every some seconds whether a newer version was published, and makes it current.

    What is wrong is logged once, and again when it has become another thing; what is current is served on meanwhile.

    Args:
        versions: whose current version is made newer.
        seconds: how long to wait between two looks.
        ready: is given a newer version before readers are.
    """

    def __init__(self, versions: Versions, seconds: float, ready: Callable[[Version], object]) -> None:
        self._versions = versions
        self._seconds = seconds
        self._ready = ready
        self._ended = threading.Event()
        self._wrong = ""
        self._thread = threading.Thread(target=self._look_again, name="looks for newer versions", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def end(self) -> None:
        """Look no more; a look under way ends with the process."""
        self._ended.set()

    def look(self) -> None:
        """Look once."""
        try:
            found = self._versions.look(self._ready)
        except (PlaceError, EvidenceError, UnwrittenStoreError, QueryFileError) as error:
            if str(error) != self._wrong:
                log.warning("%s The version that is current is served on.", error)
            self._wrong = str(error)
        except Exception:
            # Whatever it is, the next look may go well.
            log.exception("A look for a newer version failed; the version that is current is served on.")
            self._wrong = "another error"
        else:
            if self._wrong:
                log.warning("Published versions can be read again.")
            self._wrong = ""
            if found is not None:
                log.warning("New sessions begin with version %s.", found.published)

    def _look_again(self) -> None:
        pause = self._seconds
        while not self._ended.wait(pause):
            self.look()
            pause = min(2 * pause, max(PATIENT_SECONDS, self._seconds)) if self._wrong else self._seconds
