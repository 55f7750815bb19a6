"""The store: the evidence as a DuckDB file that is built once, opened read-only and asked by name."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from trends.store.chosen import ONLY, filtered
from trends.store.cutting import MOST_ROWS, Whole, parted
from trends.store.frames import Parameter, as_told_by_the_database, bound, framed, hashable, rows_of
from trends.store.guard import Guard, Limits
from trends.store.kept import Kept
from trends.store.queries import Query, used_parameters

# Thousands of short answers, or a few whole tables to download.
ANSWER_BYTES = 48_000_000
# The SQL of queries, by combination of filters.
TEXT_BYTES = 8_000_000

# An answer is counted while it is fetched, so many rows at a time.
ROWS_AT_ONCE = 32_768
OF_RELATIONS = int(duckdb.__version__.split(".")[0]) > 1

# No access to files or the network, and settings are locked. Queries are small and readers many: one thread per query
# leaves the other cores to other readers.
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "lock_configuration": True,
    "threads": 1,
    # Nothing is spilled to disk: what does not fit into memory is refused.
    "temp_directory": "",
    # Planning a short query takes longer than running it, and these optimizers gain nothing there.
    "disabled_optimizers": "compressed_materialization,late_materialization,common_subplan",
}


class Store:
    """The published evidence. Thread-safe: each question gets a cursor of its own.

    ``path`` is its file, ``fingerprint`` names the tables and rules it was built from, ``built`` is when that was done.
    """

    def __init__(
        self, path: Path, fingerprint: str, queries: Mapping[str, Query], limits: Limits | None = None
    ) -> None:
        self.path = path
        self.fingerprint = fingerprint
        self.built = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        limits = limits or Limits()
        self.queries = queries
        # Set while connecting: a second store of the same file in this process shares the first one's locked settings.
        self._connection = duckdb.connect(str(path), read_only=True, config=SETTINGS | {"memory_limit": limits.memory})
        self._columns: dict[str, list[str]] = dict(
            self._connection.execute(
                "select table_name, list(column_name order by column_index) from duckdb_columns()"
                " where database_name = current_database() and not internal group by table_name"
            ).fetchall()
        )
        self._lengths: dict[str, int] = dict(
            self._connection.execute(
                "select table_name, estimated_size from duckdb_tables() where not internal"
            ).fetchall()
        )
        self.guard = Guard(limits, self._columns)
        self._texts = Kept(TEXT_BYTES)
        self.answers = Kept(ANSWER_BYTES)

    def ask(self, name: str, **parameters: Parameter) -> pd.DataFrame:
        """Return the answer to the question in ``queries/<name>.sql``; its header says what one row is.

        Whole numbers are Int64, other numbers float64. An answer is kept by the query's text and parameters, so
        asking again costs little; the frame is the caller's own, except for lists in its cells, which are read-only.

        Raises:
            KeyError: there is no such question.
            TypeError: a parameter is missing or not one of the question's.
            trends.store.guard.GuardError: it takes too long, too much memory, too many rows, or reads
                what is not published.
        """
        key = self._key(name, parameters)
        return self.answers.get(key, lambda: self._answer(name, parameters)).copy()

    def rows(self, name: str, **parameters: Parameter) -> list[dict[Any, Any]]:
        """Return the rows of an answer, each by column, where they are only gone through.

        A frame that is made of an answer and gone through takes as long as the answer. Numbers are int and float,
        lists tuples, and None stands where nothing is.

        Raises:
            KeyError, TypeError, trends.store.guard.GuardError: as :meth:`ask`.
        """
        key = ("rows", *self._key(name, parameters))
        if (cut := self._cut(name, parameters)) is not None:
            return cut
        return [dict(row) for row in self.answers.get(key, lambda: self._rows(name, parameters))]

    def row(self, name: str, **parameters: Parameter) -> dict[Any, Any]:
        """Return the only row of an answer, as one of :meth:`rows`; empty where it has none.

        Raises:
            ValueError: the answer has several rows.
            KeyError, TypeError, trends.store.guard.GuardError: as :meth:`ask`.
        """
        found = self.rows(name, **parameters)
        if len(found) > 1:
            raise ValueError(f"The question {name} has several rows; ask it for all of them.")
        return found[0] if found else {}

    def count(self, name: str, **parameters: Parameter) -> int:
        """Return how many rows an answer has, without fetching them.

        Raises:
            KeyError, TypeError, trends.store.guard.GuardError: as :meth:`ask`.
        """

        def counted() -> int:
            sql, given = self.statement(name, **parameters)
            with self._connection.cursor() as cursor, self.guard.watched(name, cursor):
                found = cursor.execute(f"select count(*) from (\n{sql}\n)", given).fetchone()
            return int(found[0]) if found else 0

        return self.answers.get(("count", *self._key(name, parameters)), counted)

    def _cut(self, name: str, parameters: Mapping[str, Parameter]) -> list[dict[Any, Any]] | None:
        """Return rows cut from the whole answer (``trends.store.cutting``); None where the database is to be asked."""
        query = self.queries[name]
        if not query.each_of or (parts := parted(query.each_of, parameters)) is None:
            return None
        if any(self._lengths[reading.relation] > MOST_ROWS for reading in query.filtered):
            return None
        cuts, others = parts
        key = ("whole", *self._key(name, others))
        return self.answers.get(key, lambda: Whole.of(self._rows(name, others), query.each_of)).cut(cuts)

    def _key(self, name: str, parameters: Mapping[str, Parameter]) -> tuple[Any, ...]:
        if name not in self.queries:
            raise KeyError(f"There is no question {name}. Ask one of: {', '.join(self.queries) or 'none was loaded'}.")
        query = self.queries[name]
        query.check(parameters)
        return query.sql, *((field, hashable(value)) for field, value in sorted(parameters.items()))

    def _answer(self, name: str, parameters: Mapping[str, Parameter]) -> pd.DataFrame:
        rows, fetched = 0, []
        sql, given = self.statement(name, **parameters)
        with self._connection.cursor() as cursor, self.guard.watched(name, cursor):
            # What is executed comes bit by bit from DuckDB 1, from DuckDB 2 only what is asked as a relation.
            asked = cursor.sql(sql, params=given) if OF_RELATIONS else cursor.execute(sql, given)
            reader = asked.to_arrow_reader(ROWS_AT_ONCE)
            for batch in as_told_by_the_database(reader):
                rows += batch.num_rows
                self.guard.count(name, rows)
                fetched.append(batch)
        return framed(pa.Table.from_batches(fetched, reader.schema))

    def _rows(self, name: str, parameters: Mapping[str, Parameter]) -> Sequence[dict[str, Any]]:
        sql, given = self.statement(name, **parameters)
        # A DuckDB connection is not thread-safe (threads that shared one got wrong answers): a cursor per query.
        with self._connection.cursor() as cursor, self.guard.watched(name, cursor):
            cursor.execute(sql, given)
            # One more than there may be tells an answer that is too long.
            names, found = [column[0] for column in cursor.description], cursor.fetchmany(self.guard.limits.rows + 1)
        self.guard.count(name, len(found))
        return rows_of(names, found)

    def statement(self, name: str, **parameters: Parameter) -> tuple[str, dict[str, Parameter]]:
        """Return the SQL of a question as the database gets it for these parameters, and the parameters it uses.

        There is a text for every combination of filters in which nothing, one or more is chosen.

        Raises:
            trends.store.guard.NotPublishedError: it reads what the store does not publish.
        """
        query = self.queries[name]
        sizes = {field: _size(parameters[field]) for reading in query.filtered for field in reading.fields}
        sql, used = self._texts.get((query.sql, *sizes.items()), lambda: self._text(query, sizes))
        given = {field: bound(value) for field, value in parameters.items() if field in used}
        for field, value in parameters.items():
            if f"{ONLY}{field}" in used and isinstance(value, (list, tuple)):
                given[f"{ONLY}{field}"] = value[0]
        return sql, given

    def _text(self, query: Query, sizes: Mapping[str, int]) -> tuple[str, frozenset[str]]:
        sql = filtered(query.sql, query.filtered, sizes, self._columns)
        with self._connection.cursor() as cursor:
            self.guard.permit(query.name, query.sql, [reading.name for reading in query.filtered], cursor)
        return sql, frozenset(used_parameters(sql))

    def is_silent(self) -> bool:
        """Say whether some table does not answer; each is asked for its rows, past what is kept."""
        try:
            with self._connection.cursor() as cursor:
                for table in self._columns:
                    cursor.execute(f'select count(*) from "{table}"').fetchall()
        except duckdb.Error:
            return True
        return False

    def forget(self) -> None:
        """Drop the kept answers (benchmarks measure the first asking)."""
        self.answers.forget()

    def close(self) -> None:
        """Close the connection; questions asked afterwards raise."""
        self._connection.close()


def _size(choice: Parameter) -> int:
    """Return whether nothing (0), one (1) or more (2) is chosen in a filter."""
    if isinstance(choice, str):
        return int(bool(choice.strip()))
    return min(len(choice), 2) if isinstance(choice, (list, tuple)) else 0
