"""Checks the evidence tables against the rules of the product and builds the store from them.

A folder of tables is data: no SQL in it is run, and the connection that reads it has no access to other files. Rows are
loaded into tables without constraints, each rule is a query for the rows that break it, and a store is built only
without faults.
"""

import hashlib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import duckdb

from trends.evidence.faults import EvidenceError, Fault, broken_rules, by_place
from trends.evidence.loading import load_tables, read_ahead, unreadable
from trends.evidence.schema import CLOSED, COMMENTS_ON, CREATES, SCHEMA_FILES, Schema, read_schema
from trends.paths import PATHS, RULES

# Files whose change makes a built store out of date.
BUILT_BY = (
    PATHS,
    *(Path(__file__).with_name(name) for name in ("schema.py", "faults.py", "fields.py", "loading.py", "build.py")),
)


def builder(files: Sequence[Path] = BUILT_BY) -> str:
    """Return 6 hexadecimal digits that change whenever the code that builds a store changes."""
    digest = hashlib.blake2b(digest_size=3)
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(folder: Path, rules: Path = RULES) -> str:
    """Return 12 hexadecimal digits that change whenever a table of ``folder`` or a rule of the product changes.

    Raises:
        EvidenceError: there is no table in ``folder``, or one cannot be opened.
    """
    tables = tables_of(folder)
    if not tables:
        raise EvidenceError([no_tables(folder)])
    return digits_of([*(rules / name for name in SCHEMA_FILES), *tables])


def no_tables(folder: Path) -> Fault:
    """Return the fault of a folder in which there is no table, or which is none."""
    rule = "No tables are there: no file ends in .csv." if folder.is_dir() else "There is no such folder."
    mend = "give a folder of the same shape as data/, with --data or as DIGITAL_TRENDS_DATA."
    return Fault(str(folder), 0, "", None, rule, mend)


def tables_of(folder: Path) -> list[Path]:
    """Return the files of tables in ``folder``, in the order in which they are named in digits."""
    return sorted(folder.glob("*.csv"))


def digits_of(files: Sequence[Path]) -> str:
    """Return 12 hexadecimal digits that change whenever one of the files does, its name or its contents.

    Raises:
        EvidenceError: a file cannot be opened.
    """
    digest = hashlib.blake2b(digest_size=6)
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise EvidenceError([unreadable(path, error)]) from error
        digest.update(f"{path.name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def find_faults(folder: Path) -> list[Fault]:
    """Return everything that is wrong with the tables in ``folder``, sorted by file and row."""
    with duckdb.connect(config=CLOSED) as con, ThreadPoolExecutor(1) as reader:
        files = read_ahead(folder, reader)
        schema = read_schema(RULES)
        faults, unread = load_tables(con, schema, files)
        return sorted(faults + broken_rules(con, schema, faults, unread), key=by_place)


def build(folder: Path, target: Path) -> None:
    """Write the store of the tables in ``folder`` to the file ``target``, which must not exist.

    Raises :class:`EvidenceError` with every fault if a row breaks a rule; ``target`` is then not written.
    """
    # Two threads: one checks the rules, the other reads the files and then writes the store.
    with writing_only(target) as con, ThreadPoolExecutor(1) as aside:
        files = read_ahead(folder, aside)
        schema = read_schema(RULES)
        faults, unread = load_tables(con, schema, files)
        # Faults are rare and a start waits for the store, so it is written while the rules are checked, and deleted
        # where one is broken.
        writing = None if faults else aside.submit(_write, con.cursor(), schema, target)
        faults += broken_rules(con, schema, faults, unread)
        if faults:
            if writing:
                wait([writing])  # rows that break rules may also break what is computed from them
                target.unlink(missing_ok=True)
            raise EvidenceError(faults)
        if writing:
            writing.result()


def _write(con: duckdb.DuckDBPyConnection, schema: Schema, target: Path) -> None:
    """Write the loaded tables and what the views join into the file ``target``.

    The tables are written without their constraints: the rows were checked, the store is read-only, and with the
    indexes behind keys the file was twice as large and took twice as long to write.
    """
    attach_store(con, target)
    con.execute("use store")
    con.execute("begin")  # one write to the disk instead of one for each statement
    for name in schema.tables:
        con.execute(f"create table {name} as from memory.{name} order by rowid")
    relate(con, schema)
    con.execute("commit")
    con.execute("use memory")
    con.execute("detach store")


def relate(con: duckdb.DuckDBPyConnection, schema: Schema, made: Collection[str] = ()) -> None:
    """Put into the store in use, whose tables are there, all it has besides: relations, macros and comments.

    Args:
        con: where the store is in use.
        schema: what it has.
        made: the relations that are there already.
    """
    for statement in schema.statements:
        creates = CREATES.match(statement)
        if creates and creates[2] in made:
            continue
        if creates and creates[2] in schema.views:
            # The rows are fixed from here on, so the join is made once and kept as a table.
            con.execute(f"create table {creates[2]}{statement[creates.end() :]}")
        elif _is_beside_tables(statement):
            con.execute(statement)


def attach_store(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Attach the file ``target``, which is not there yet, as ``store``, in the form of a store."""
    # Small blocks, since each column takes at least one: they halve the file.
    con.execute(f"attach {quoted(target)} as store (block_size 16384)")


def complete(con: duckdb.DuckDBPyConnection, rules: Path = RULES) -> None:
    """Put into the database in use, whose tables are there, what a store has besides: macros and comments."""
    for statement in read_schema(rules).statements:
        if _is_beside_tables(statement):
            con.execute(statement)


def _is_beside_tables(statement: str) -> bool:
    creates, comments = CREATES.match(statement), COMMENTS_ON.match(statement)
    return bool((creates and creates[1].lower() == "macro") or (comments and comments[1].lower() != "view"))


def writing_only(target: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that reads and writes the store ``target`` with its log, and no other file."""
    con = duckdb.connect(config={"threads": 1})
    # `allowed_paths` can be set on a running database only, and only before external access is disabled.
    files = ", ".join(quoted(f"{target}{ending}") for ending in ("", ".wal", ".wal.checkpoint", ".wal.recovery"))
    con.execute(f"set allowed_paths = [{files}]")
    # FSST compression takes a third of the writing time and saves a fifth of the file.
    con.execute("set disabled_compression_methods = 'fsst'")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


def quoted(text: str | Path) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"
