"""A process that makes one large file and ends: ``python -m trends.serve.file_worker``, a job on its standard input.

A table of all answers takes several hundred megabytes and seconds of a processor while it is written. A process of its
own gives the memory back when it ends, and readers' pages do not wait for its turn.
"""

import gzip
import json
import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trends.export import everything
from trends.export import tables as data_tables
from trends.paths import QUERIES
from trends.request.cut import WHOLE, Cut
from trends.request.filters import FilterError
from trends.request.request import vocabulary_of
from trends.request.tables import TABLES
from trends.store.guard import GuardError
from trends.store.queries import load_queries
from trends.store.store import Store
from trends.store.versions import Version

# What a job makes besides the rows of a table in a format.
EVERYTHING, METADATA = "everything", "metadata"
# Clicks of readers come first: how much less of a busy processor the process gets.
NICE = 3


@dataclass(frozen=True)
class Job:
    """What a file is made of: the store, and of a table its selection, cut and format.

    ``format_name`` is a key of ``encode.FORMATS``, :data:`METADATA` or :data:`EVERYTHING`, which needs no table.
    ``address`` is that of the CSV file that metadata describe; ``packed`` says whether the file is compressed (gzip).
    """

    store: Path
    fingerprint: str
    format_name: str
    table: str = ""
    selection: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cut: Cut = WHOLE
    left_aside: tuple[str, ...] = ()
    address: str = ""
    packed: bool = False


def make(job: Job, target: Path) -> str:
    """Write the file of a job to ``target``; return the key of its last row where a limit leaves rows after it.

    Raises:
        FilterError: no row has the key after which the part begins.
        trends.store.guard.GuardError: the rows take too long, too much memory, or are too many.
    """
    version = Version(Store(job.store, job.fingerprint, load_queries(QUERIES)))
    if job.format_name == EVERYTHING:
        everything.write(version, target)
        return ""
    table, selection = TABLES[job.table], {field: list(codes) for field, codes in job.selection}
    store, known = version.store, vocabulary_of(version)
    if job.format_name == METADATA:
        body = data_tables.metadata(store, known, table, selection, job.address, job.cut, job.left_aside)
    else:
        body = data_tables.encoded(store, known, table, selection, job.format_name, job.cut, job.left_aside)
    if job.packed:
        with gzip.GzipFile(target, "wb", compresslevel=5, mtime=0) as packed:
            packed.write(body)
    else:
        target.write_bytes(body)
    del body
    return data_tables.following(store, table, selection, job.cut)


def main() -> int:
    """Make the file of the job that comes on standard input, and write how that ended, as JSON, to standard output."""
    os.nice(NICE)
    job, target = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
    told: dict[str, Any]
    try:
        told = {"following": make(job, target)}
    except FilterError as error:
        told = {"problems": error.problems}
    except GuardError as error:
        told = {"stopped": type(error).__name__, "said": str(error)}
    except OSError as error:
        told = {"unwritten": f"{target.parent}: {error.strerror or error}"}
    sys.stdout.write(json.dumps(told))
    return 0


def command() -> Sequence[str]:
    """Return the command that starts such a process."""
    return sys.executable, "-m", __name__ if __name__ != "__main__" else "trends.serve.file_worker"


if __name__ == "__main__":
    sys.exit(main())
