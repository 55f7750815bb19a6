"""Published versions in DuckLake: a catalogue in PostgreSQL, and tables as Parquet in a shared folder or object store.

A version is what one transaction left there: every table of the store, the files its tables came from, and one row that
names it. Whoever reads does so in one transaction too, and so never finds parts of two. Servers copy a version into a
store of their own, as quick as one they built, and ask the catalogue only whether it is still the current one.

MotherDuck is asked with the same SQL by its name, ``md:…``.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from trends.evidence import build as building
from trends.evidence import releases
from trends.evidence.build import fingerprint, quoted
from trends.store import sealing
from trends.store.opening import built_name
from trends.store.published import extensions
from trends.store.published.place import NAME, TABLES, Edition, PlaceError, built_with, contents_of
from trends.store.published.secrets import without_secrets

BEGINNINGS = ("ducklake:", "md:")
DATA = "TRENDS_STORE_DATA"
SCHEMA = "evidence"
# Who publishes, in the list of what was done to the lake.
AUTHOR = "digital-trends"
# One row, the name of the version; a row for each table with what it holds; the files that the tables came from.
NAMED, DIGESTS, FILES = "published", "published_tables", "published_files"
# How often a publishing begins anew where another one came in between.
TRIES = 5
PAUSE_SECONDS = 0.5
# What catalogues say where another one has written, or made the catalogue, in between.
BETWEEN = ("onflict", "already exists", "duplicate key", "serialize", "deadlock", "is locked")
# What is told of each end of a long error.
SHOWN_CHARACTERS = 300
# What a publishing that was killed left is removed after so many days.
_ORPHAN_DAYS = 1
# A number that changes whenever a value or the order of rows does. Such numbers are compared by one version of DuckDB
# alone, which is part of a version's name: another may work them out in another way.
_DIGEST = (
    "select count(*)::bigint, coalesce(sum(hash(row, t)), 0)::varchar"
    " from (select row_number() over () as row, t from {} as t)"
)


class Lake:
    """Published versions in DuckLake, or in MotherDuck.

    Args:
        said: how DuckDB attaches the catalogue, as ``ducklake:postgres:dbname=… host=…`` or ``md:…``.
        data: where Parquet files lie, a folder or ``s3://…``; needed once, when the first version is published.
    """

    def __init__(self, said: str, data: str = "") -> None:
        self._said = said
        self._data = data
        self.shown = without_secrets(said)
        self._alias = said.removeprefix("md:").partition("?")[0] if said.startswith("md:") else "lake"
        self._looking: duckdb.DuckDBPyConnection | None = None
        self._seen: tuple[int, str] = (-1, "")
        self._lock = threading.Lock()

    def current(self) -> str:
        """Return the name of the current version, see :meth:`Place.current`."""
        with self._lock, self._told("it cannot be asked for the current version", _READ):
            try:
                if self._looking is None:
                    self._looking = self._attached(writes=False)
                return self._name(self._looking)
            except BaseException:
                self._hang_up()  # a line that broke is not asked again
                raise

    def fetch(self, into: Path) -> str:
        """Write the current version into a folder, see :meth:`Place.fetch`."""
        half = into / "store.half"
        with self._told("the current version cannot be copied", _READ), self._attached(writes=False) as con:
            building.attach_store(con, half)
            con.execute("begin")
            name = self._name(con)
            if not name:
                raise PlaceError(f"{self.shown}: nothing was published there yet. Run `python -m trends publish`.")
            self._write_tables(con, name, into / TABLES)
            printed = fingerprint(into / TABLES)
            # Where the rules or the code are others here, the store is built from the tables.
            is_same = name.startswith(f"{printed}-") and name.endswith(f"-{built_with()}")
            if is_same:
                self._write_store(con)
            con.execute("commit")
            con.execute("use memory")
            con.execute("detach store")
        if is_same:
            target = built_name(into, printed)
            sealing.seal(half).replace(sealing.seal_of(target))
            half.replace(target)
        half.unlink(missing_ok=True)
        return name

    def publish(self, edition: Edition, keep: int) -> bool:
        """Make a version current, see :meth:`Place.publish`."""
        with self._told("nothing can be published there", ""):
            for left in reversed(range(TRIES)):
                try:
                    return self._publish(edition, keep)
                except duckdb.Error as error:
                    if not left or not any(word in str(error) for word in BETWEEN):
                        raise
                    time.sleep(PAUSE_SECONDS)
        return True

    def _publish(self, edition: Edition, keep: int) -> bool:
        with self._attached(writes=True) as con:
            is_new = self._name(con) != edition.name or not self._is_whole(con)
            if is_new:
                con.execute(f"attach {quoted(edition.store)} as built (read_only)")
                self._write(con, edition)
            self._remove_older(con, keep)
        return is_new

    def close(self) -> None:
        """Give back the connection that looks for newer versions."""
        with self._lock:
            self._hang_up()

    def _hang_up(self) -> None:
        looking, self._looking, self._seen = self._looking, None, (-1, "")
        if looking is not None:
            looking.close()

    @contextmanager
    def _told(self, what: str, mend: str) -> Iterator[None]:
        """Tell in words, without passwords, what a database says went wrong."""
        try:
            yield
        except PlaceError:
            raise
        except (duckdb.Error, OSError) as error:
            said = _shortened(without_secrets(str(error).strip(), self._said))
            # Not as its cause: a trace of that would tell how the catalogue is reached.
            raise PlaceError(f"{self.shown}: {what}: {said}. {mend}".rstrip()) from None

    def _attached(self, *, writes: bool) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(config=extensions.SETTINGS)
        try:
            con.execute("set disabled_compression_methods = 'fsst'")  # as a build does
            if self._said.startswith("md:"):
                extensions.load(con, extensions.MOTHERDUCK)
                con.execute(f"attach {quoted(self._said)}")
                return con
            extensions.load(con, extensions.DUCKLAKE)
            rest = self._said.removeprefix("ducklake:")
            for beginning, name in extensions.CATALOGUES.items():
                if rest.startswith(beginning):
                    extensions.load(con, name)
            # No rows in the catalogue itself: to remove those, tables of it are dropped, which waits for all who read.
            options = ["data_inlining_row_limit 0"] if writes else ["read_only"]
            options += [f"data_path {quoted(self._data)}"] if self._data and writes else []
            attach = f"attach {quoted(self._said)} as {self._alias} ({', '.join(options)})"
            try:
                con.execute(attach)
            except duckdb.Error as error:
                # What the catalogue says of where its files lie is known only now.
                if extensions.OBJECT_STORES not in str(error):
                    raise
                _reach_objects(con)
                con.execute(attach)
        except BaseException:
            con.close()
            raise
        return con

    def _in(self, name: str) -> str:
        return f'"{self._alias}"."{SCHEMA}"."{name}"'

    def _name(self, con: duckdb.DuckDBPyConnection) -> str:
        """Return the name of the current version as a connection sees it; empty where there is none."""
        snapshot = -1
        if not self._said.startswith("md:"):
            (snapshot,) = _row(con, f"from ducklake_current_snapshot('{self._alias}')") or (-1,)
            if con is self._looking and self._seen[0] == snapshot:
                return self._seen[1]
        there = _row(
            con,
            "select 1 from duckdb_tables() where database_name = ? and schema_name = ? and table_name = ?",
            [self._alias, SCHEMA, NAMED],
        )
        found = _row(con, f"select name from {self._in(NAMED)}") if there else None
        name = str(found[0]) if found else ""
        if name and not NAME.fullmatch(name):
            raise PlaceError(f"{self.shown}: the table {SCHEMA}.{NAMED} names no version, but {name[:80]!r}.")
        if con is self._looking:
            self._seen = (snapshot, name)
        return name

    def _write(self, con: duckdb.DuckDBPyConnection, edition: Edition) -> None:
        """Write a version in one transaction."""
        found = con.execute(
            "select table_name from duckdb_tables() where database_name = 'built' and not internal order by all"
        ).fetchall()
        tables = [str(name) for (name,) in found]
        con.execute("begin")
        con.execute(f'create schema if not exists "{self._alias}"."{SCHEMA}"')
        left = con.execute(
            "select table_name from duckdb_tables()"
            " where database_name = ? and schema_name = ? and not list_contains(?, table_name)",
            [self._alias, SCHEMA, [*tables, NAMED, DIGESTS, FILES]],
        ).fetchall()
        for (name,) in left:
            con.execute(f"drop table {self._in(name)}")
        for name in tables:
            con.execute(f'create or replace table {self._in(name)} as from built."{name}" order by rowid')
        digests = [(name, *_digest(con, f'built."{name}"')) for name in tables]
        self._fill(con, DIGESTS, "name varchar, rows bigint, digest varchar", digests)
        con.execute(
            f"create or replace table {self._in(FILES)} as"
            " select filename[?:] as name, content from read_blob(?) order by name",
            [len(str(edition.tables)) + 2, f"{edition.tables}/**"],
        )
        said = (edition.name, edition.fingerprint, datetime.now(UTC).isoformat(timespec="seconds"))
        self._fill(con, NAMED, "name varchar, fingerprint varchar, published varchar", [said])
        if not self._said.startswith("md:"):
            con.execute(f"call ducklake_set_commit_message('{self._alias}', '{AUTHOR}', ?)", [edition.name])
        con.execute("commit")

    def _fill(self, con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
        con.execute(f"create or replace table {self._in(name)} ({columns})")
        marks = ", ".join("?" for _ in columns.split(","))
        con.executemany(f"insert into {self._in(name)} values ({marks})", rows)

    def _is_whole(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Say whether the tables of the current version are read as they were written."""
        try:
            return all(
                _digest(con, self._in(name)) == tuple(digest)
                for name, *digest in con.execute(f"from {self._in(DIGESTS)}").fetchall()
            )
        except duckdb.Error:
            return False

    def _write_tables(self, con: duckdb.DuckDBPyConnection, name: str, target: Path) -> None:
        """Write the files that the tables came from, and hold them against the name of their version."""
        (target / releases.FOLDER).mkdir(parents=True)
        for path, content in con.execute(f"from {self._in(FILES)}").fetchall():
            below = target / releases.FOLDER if Path(path).parent.name == releases.FOLDER else target
            (below / Path(path).name).write_bytes(content)
        if name.split("-")[1] != contents_of(target):
            raise PlaceError(f"{self.shown}: the files of version {name} are not as they were published. {_ANEW}")

    def _write_store(self, con: duckdb.DuckDBPyConnection) -> None:
        """Fill ``store`` with the tables of the current version, as a build does."""
        con.execute("use store")
        for name, *digest in con.execute(f"from {self._in(DIGESTS)}").fetchall():
            con.execute(f'create table store."{name}" as from {self._in(name)} order by rowid')
            if _digest(con, f'store."{name}"') != tuple(digest):
                raise PlaceError(f"{self.shown}: the table {name} is not as it was published. {_ANEW}")
        building.complete(con)

    def _remove_older(self, con: duckdb.DuckDBPyConnection, keep: int) -> None:
        """Remove all snapshots but the newest that hold versions, and files that none of these needs."""
        if self._said.startswith("md:"):
            return  # which removes by settings of its own
        listed = con.execute(
            f"select snapshot_id, author from ducklake_snapshots('{self._alias}') order by snapshot_id desc"
        ).fetchall()
        versions = [snapshot for snapshot, author in listed if author == AUTHOR]
        gone = [str(snapshot) for snapshot, _ in listed if snapshot < versions[:keep][-1]]
        if gone:
            con.execute(f"call ducklake_expire_snapshots('{self._alias}', versions => [{', '.join(gone)}])")
        con.execute(f"call ducklake_cleanup_old_files('{self._alias}', cleanup_all => true)")
        con.execute(
            f"call ducklake_delete_orphaned_files('{self._alias}', older_than => now() - interval {_ORPHAN_DAYS} day)"
        )


def _shortened(words: str) -> str:
    """Return the beginning and the end of what a database says: between them may be all that it was told."""
    return words if len(words) <= 2 * SHOWN_CHARACTERS else f"{words[:SHOWN_CHARACTERS]} … {words[-SHOWN_CHARACTERS:]}"


def _row(con: duckdb.DuckDBPyConnection, sql: str, given: list[Any] | None = None) -> tuple[Any, ...] | None:
    """Return the first row of an answer; all are fetched, since one that waits for more keeps its transaction open."""
    return next(iter(con.execute(sql, given).fetchall()), None)


_READ = "Where nothing was published yet, or files were damaged, run `python -m trends publish`."
_ANEW = "Publish the tables anew: `python -m trends publish`."


def _digest(con: duckdb.DuckDBPyConnection, table: str) -> tuple[int, str]:
    """Return how many rows a table has, and digits that change whenever a value or their order does."""
    found = _row(con, _DIGEST.format(table))
    return (int(found[0]), str(found[1])) if found else (0, "")


def _reach_objects(con: duckdb.DuckDBPyConnection) -> None:
    """Let a connection read and write an object store, with keys of the usual variables of the environment."""
    extensions.load(con, extensions.OBJECT_STORES)
    said = {
        "key_id": os.environ.get("AWS_ACCESS_KEY_ID", ""),
        "secret": os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
        "session_token": os.environ.get("AWS_SESSION_TOKEN", ""),
        "region": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", ""),
    }
    options = [f"{name} {quoted(value)}" for name, value in said.items() if value]
    if endpoint := os.environ.get("AWS_ENDPOINT_URL", ""):
        # One of an own object store, which is asked by path: it has no names for buckets.
        scheme, _, host = endpoint.rpartition("://")
        options += [f"endpoint {quoted(host.rstrip('/'))}", "url_style 'path'", f"use_ssl {scheme != 'http'}"]
    if options:
        con.execute(f"create secret (type s3, {', '.join(options)})")
