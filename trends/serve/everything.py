"""All tables in one file.

===========================  ==================================================================
``/api/v1/everything.zip``   every table as CSV and Parquet, with CSV on the Web and a Data Package
===========================  ==================================================================
"""

import tempfile
import threading
import weakref
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trends.export import everything
from trends.serve.kept_answers import sent_file
from trends.store.versions import Version, current

ADDRESS = "/api/v1/everything.zip"


class Files:
    """The file of each version: made once, when it is first asked for, and gone with its version."""

    def __init__(self) -> None:
        self._made: weakref.WeakKeyDictionary[Version, Path] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, version: Version) -> Path:
        """Return the file of a version; whoever asks while it is made waits for it."""
        with self._lock:
            if (known := self._made.get(version)) is not None and known.exists():
                return known
            folder = tempfile.TemporaryDirectory(prefix="digital-trends-", ignore_cleanup_errors=True)
            path = Path(folder.name) / everything.FILE_NAME
            try:
                everything.write(version, path)
            except BaseException:
                folder.cleanup()
                raise
            # The folder is removed with its version, and at the end of the process.
            weakref.finalize(version, folder.cleanup)
            self._made[version] = path
            return path


FILES = Files()


def whole(request: Request) -> Response:
    """Answer with the file of the current evidence."""
    version = current()
    headers = {"Content-Disposition": f'attachment; filename="{everything.FILE_NAME}"'}
    return sent_file(request, version, lambda: FILES.of(version), everything.MEDIA_TYPE, headers)


ROUTES = [Route(ADDRESS, whole)]
