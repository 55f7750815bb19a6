"""The store: the evidence as a DuckDB file that is built once, opened read-only and asked by name."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from trends.store.frames import Parameter, bound, framed, hashable
from trends.store.queries import Query

KEPT_ANSWERS = 512
KEPT_ROWS = 2_000

# Nothing a reader sends may reach the disk or the network, and nothing may lift that again. Questions are small and
# readers many: a question that takes one core leaves the others to other readers.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "threads": 1,
}


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
        key = (query.sql, *((k, hashable(v)) for k, v in sorted(parameters.items())))
        with self._lock:
            if (kept := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
                return kept.copy()
        # A cursor per question: one connection shared by threads answers wrongly.
        with self._connection.cursor() as cursor:
            result = cursor.execute(query.sql, {k: bound(v) for k, v in parameters.items()})
            frame = framed(result.to_arrow_table())
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
