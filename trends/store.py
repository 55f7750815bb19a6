"""The store: the evidence as a DuckDB file that is built once, opened read-only and asked by name."""

import atexit
import contextlib
import functools
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from trends import evidence
from trends.places import QUERIES, cache_folder, data_folder
from trends.questions import Query, load_queries

KEPT_ANSWERS = 512
KEPT_ROWS = 2_000

# Empty fields must not turn whole numbers into decimals: a year stays 2024 and a base stays 67 in every table and file.
_WHOLE_NUMBERS = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}

# Nothing a reader sends may reach the disk or the network, and nothing may lift that again. Questions are small and
# readers many: a question that takes one core leaves the others to other readers.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "threads": 1,
}

Parameter = str | int | float | bool | Sequence[str] | Sequence[int] | None


class Store:
    """The published evidence. Safe to share between threads: each question gets a cursor of its own.

    ``fingerprint`` names the tables and rules it was built from.
    """

    def __init__(self, path: Path, fingerprint: str, queries: Mapping[str, Query]) -> None:
        self.fingerprint = fingerprint
        self.queries = queries
        # Set while connecting: a second store of the same file in this process shares the first one's locked settings.
        self._connection = duckdb.connect(str(path), read_only=True, config=SETTINGS)
        self._answers: OrderedDict[tuple[Any, ...], pd.DataFrame] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, name: str, **parameters: Parameter) -> pd.DataFrame:
        """Return the answer to the question in ``queries/<name>.sql``; its header says what one row is.

        Whole numbers are Int64, other numbers float64. A short answer is kept by the query's text and parameters, so
        asking again costs little; the frame is the caller's own, save for lists in its cells, which nobody can change.

        Raises:
            KeyError: there is no such question.
            TypeError: a parameter is missing or not one of the question's.
        """
        if name not in self.queries:
            raise KeyError(f"There is no question {name}. Ask one of: {', '.join(self.queries) or 'none was loaded'}.")
        query = self.queries[name]
        query.check(parameters)
        key = (query.sql, *((k, _hashable(v)) for k, v in sorted(parameters.items())))
        with self._lock:
            if (kept := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
                return kept.copy()
        # A cursor per question: one connection shared by threads answers wrongly.
        with self._connection.cursor() as cursor:
            result = cursor.execute(query.sql, {k: _bound(v) for k, v in parameters.items()})
            frame = _framed(result.to_arrow_table())
        if len(frame) <= KEPT_ROWS:
            with self._lock:
                self._answers[key] = frame
                while len(self._answers) > KEPT_ANSWERS:
                    self._answers.popitem(last=False)
            return frame.copy()
        return frame

    def forget(self) -> None:
        """Drop the kept answers (benchmarks measure the first asking)."""
        with self._lock:
            self._answers.clear()

    def close(self) -> None:
        """Close the connection; questions asked afterwards raise."""
        self._connection.close()


def open_store(data: Path | None = None, cache: Path | None = None, queries: Path = QUERIES) -> Store:
    """Open the store of the tables in ``data``, building it first where no built one fits them.

    Raises:
        trends.faults.EvidenceError: the tables break rules; says which rows.
        trends.questions.QueryFileError: a file of ``queries`` is not as it should be.
    """
    folder = data or data_folder()
    fingerprint = evidence.fingerprint(folder)
    target = _built_name(cache or cache_folder(), fingerprint)
    loaded = load_queries(queries)
    if target.exists():
        with contextlib.suppress(duckdb.Error):
            return Store(target, fingerprint, loaded)
    return Store(_build_aside(folder, target), fingerprint, loaded)


@functools.cache
def shared_store() -> Store:
    """Return the store all pages and the data API of this process share."""
    return open_store()


def _built_name(cache: Path, fingerprint: str) -> Path:
    # A file of one DuckDB line cannot be read by another, and a store written by older code may lack what newer asks.
    return cache / f"evidence-{fingerprint}-{evidence.builder()}-duckdb-{duckdb.__version__}.duckdb"


def _build_aside(folder: Path, target: Path) -> Path:
    """Build beside ``target`` and rename, so that a half-written store is never opened; return where it is."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = tempfile.mkdtemp(prefix=".building-", dir=target.parent)
    except OSError:
        # A cache folder that cannot be written must not keep the dashboard from starting.
        fallback = tempfile.mkdtemp(prefix="digital-trends-")
        atexit.register(shutil.rmtree, fallback, ignore_errors=True)
        target = Path(fallback) / target.name
        aside = tempfile.mkdtemp(prefix=".building-", dir=fallback)
    try:
        building = Path(aside) / "store.duckdb"
        evidence.build(folder, building)
        return building.replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _framed(table: pa.Table) -> pd.DataFrame:
    """Return an answer as a frame whose numbers are Int64 or float64 and whose lists cannot be changed."""
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            # A sum of whole numbers and a literal such as 0.5 come as decimals, with which pandas cannot reckon.
            plain = pa.float64() if field.type.scale else pa.int64()
            table = table.set_column(place, field.name, table.column(place).cast(plain))
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=lambda kind: pd.Int64Dtype() if str(kind) in _WHOLE_NUMBERS else None
    )
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            # A copied frame shares the arrays in its cells, and an answer that is kept must stay as it was.
            for entries in frame.iloc[:, place].dropna():
                entries.setflags(write=False)
    return frame


def _bound(value: Parameter) -> Parameter:
    return list(value) if isinstance(value, (list, tuple)) else value


def _hashable(value: Parameter) -> Any:
    # 1, 1.0 and true are equal to Python but not to the database.
    if isinstance(value, (list, tuple)):
        return tuple((type(entry), entry) for entry in value)
    return type(value), value
