"""Reads the evidence tables, holds them against the rules of ``schema.sql`` and builds the store from them.

The rules stand once, in ``schema.sql``. A database stops at the first row that breaks a constraint; somebody who edits
a table wants to see every fault at once. So the rows are first loaded into tables without constraints, every declared
constraint and every ``rule_…`` view is asked which rows break it, and only faultless tables go into the real ones.
"""

import codecs
import csv
import hashlib
import io
import re
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

# The methods come first, since the views of the schema use them.
SCHEMA_FILES = ("statistics.sql", "schema.sql")
SHOWN_FAULTS = 200

SHOWN_CHARACTERS = 80

_LEADING_COMMENTS = re.compile(r"(?:\s+|--[^\n]*\n)*")
_CREATES = re.compile(r"create\s+(?:or\s+replace\s+)?(table|view|macro)\s+(\w+)", re.IGNORECASE)
_COMMENTS_ON = re.compile(r"comment\s+on\s+(\w+)", re.IGNORECASE)

# How a field of each type is written, in words and as a pattern. The patterns are narrower than a cast, which would
# read 2024.6 as 2025, "epoch" as a date, "nan" as a number and 1 as true.
_WRITTEN = {
    "INTEGER": ("a whole number", r"-?\d+"),
    "DOUBLE": ("a number", r"-?\d+(\.\d+)?"),
    "BOOLEAN": ("true or false", "true|false"),
    "DATE": ("a date (YYYY-MM-DD)", r"\d{4}-\d{2}-\d{2}"),
    "VARCHAR[]": (
        "entries separated by semicolons, without spaces around them",
        r"[^;\s]([^;]*[^;\s])?(;[^;\s]([^;]*[^;\s])?)*",
    ),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row (or one file, where ``row`` is 0).

    ``row`` counts the rows of a table as a spreadsheet does: the header is row 1. ``column`` is empty where the whole
    row is at fault and names several columns, separated by commas, where a rule is about them together.
    """

    file: str
    row: int
    column: str
    value: str | None
    rule: str
    mend: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.row or ""), self.column) if part)
        value = "" if self.row == 0 else f" is {'empty' if self.value is None else repr(self.value)}"
        return f"{place}{value}. {self.rule} To mend: {self.mend}"


class EvidenceError(ValueError):
    """The tables break rules; ``faults`` lists every one of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=_place)
        shown = [str(fault) for fault in self.faults[:SHOWN_FAULTS]]
        if len(self.faults) > SHOWN_FAULTS:
            shown.append(f"… and {len(self.faults) - SHOWN_FAULTS} more.")
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(f"{count} in the evidence; nothing was built.\n" + "\n".join(shown))


@dataclass(frozen=True)
class Table:
    """A table of the schema: its name, what one row is, and its columns in order."""

    name: str
    comment: str
    columns: tuple["Column", ...]

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, as a file's header gives them."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Column:
    """A column: name, DuckDB type, unit and meaning, and whether it may be empty."""

    name: str
    kind: str
    comment: str
    required: bool


@dataclass(frozen=True)
class Constraint:
    """A rule for one table, as DuckDB reports it after reading ``schema.sql``."""

    table: str
    kind: str
    columns: tuple[str, ...]
    expression: str | None
    referenced_table: str | None
    referenced_columns: tuple[str, ...]


class Schema:
    """What ``schema.sql`` says: tables in order of their references, constraints, rule views, joined views."""

    def __init__(self, folder: Path) -> None:
        self.text = "\n".join(
            (folder / name).read_text(encoding="utf-8") for name in SCHEMA_FILES if (folder / name).exists()
        )
        self.statements = [
            _LEADING_COMMENTS.sub("", statement.query, count=1) for statement in duckdb.extract_statements(self.text)
        ]
        with duckdb.connect() as con:
            for statement in self.statements:
                con.execute(statement)
            self.tables = self._read_tables(con)
            self.constraints = self._read_constraints(con)
            self.rules: dict[str, tuple[str, str]] = {}
            self.rule_tables: dict[str, set[str]] = {}
            for name, comment, text in con.execute(
                "select view_name, comment, sql from duckdb_views()"
                " where not internal and starts_with(view_name, 'rule_') order by view_oid"
            ).fetchall():
                rule, _, mend = (comment or name).partition(" | ")
                self.rules[name] = (rule, mend)
                self.rule_tables[name] = set(re.findall(r"\w+", text)) & set(self.tables)
        self.views = [
            found[2]
            for found in map(_CREATES.match, self.statements)
            if found and found[1].lower() == "view" and not found[2].startswith("rule_")
        ]

    @staticmethod
    def _read_tables(con: duckdb.DuckDBPyConnection) -> dict[str, Table]:
        columns: dict[str, list[Column]] = {}
        for table, name, kind, comment, nullable in con.execute(
            "select table_name, column_name, data_type, comment, is_nullable from duckdb_columns()"
            " where not internal and table_name in (select table_name from duckdb_tables())"
            " order by table_oid, column_index"
        ).fetchall():
            columns.setdefault(table, []).append(Column(name, kind, comment or "", not nullable))
        comments = dict(con.execute("select table_name, comment from duckdb_tables()").fetchall())
        return {name: Table(name, comments[name] or "", tuple(listed)) for name, listed in columns.items()}

    @staticmethod
    def _read_constraints(con: duckdb.DuckDBPyConnection) -> list[Constraint]:
        return [
            Constraint(table, kind, tuple(columns), expression, other, tuple(other_columns or ()))
            for table, kind, columns, expression, other, other_columns in con.execute(
                "select table_name, constraint_type, constraint_column_names, expression, referenced_table,"
                " referenced_column_names from duckdb_constraints() order by table_oid, constraint_index"
            ).fetchall()
        ]

    def comment(self, table: str, column: str) -> str:
        """Return unit and meaning of a column."""
        return next((found.comment for found in self.tables[table].columns if found.name == column), "")


def fingerprint(folder: Path) -> str:
    """Return 12 hexadecimal digits that change whenever a table or a rule changes."""
    digest = hashlib.blake2b(digest_size=6)
    names = sorted(path.name for path in folder.glob("*.csv"))
    for name in (*SCHEMA_FILES, *names):
        path = folder / name
        if path.exists():
            digest.update(f"{name}:{path.stat().st_size}:".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def find_faults(folder: Path) -> list[Fault]:
    """Return everything that is wrong with the tables in ``folder``, sorted by file and row."""
    schema = Schema(folder)
    with duckdb.connect() as con:
        faults, unread = _load_tables(con, schema, folder)
        return sorted(faults + _broken_rules(con, schema, faults, unread), key=_place)


def build(folder: Path, target: Path) -> None:
    """Write the store of the tables in ``folder`` to the file ``target``, which must not exist.

    Raises :class:`EvidenceError` with every fault if a row breaks a rule; ``target`` is then not written.
    """
    schema = Schema(folder)
    # One thread each for the rules and for writing, which go on at the same time.
    with duckdb.connect(config={"threads": 1}) as con, ThreadPoolExecutor(1) as aside:
        faults, unread = _load_tables(con, schema, folder)
        # Faults are rare and the wait for a store is felt, so it is written while the rules are asked, and thrown away
        # where one is broken.
        writing = None if faults else aside.submit(_write, con.cursor(), schema, target)
        faults += _broken_rules(con, schema, faults, unread)
        if faults:
            if writing:
                wait([writing])  # rows that break rules may also break what is reckoned from them
                target.unlink(missing_ok=True)
            raise EvidenceError(faults)
        if writing:
            writing.result()


def _write(con: duckdb.DuckDBPyConnection, schema: Schema, target: Path) -> None:
    """Write the loaded tables and what the views join into the file ``target``.

    The tables are written without their constraints: the rows were held against them, nobody changes a published
    store, and the indices behind keys would make the file twice as large and take as long to write as all the rest.
    """
    # Small blocks, since a column takes at least one: a store is half as large and sooner written.
    con.execute(f"attach '{_quoted(target)}' as store (block_size 16384)")
    # It costs a third of the time to write and saves a fifth of the file.
    con.execute("set disabled_compression_methods = 'fsst'")
    con.execute("use store")
    con.execute("begin")  # one write to the disk instead of one for each statement
    for statement in schema.statements:
        creates, comments = _CREATES.match(statement), _COMMENTS_ON.match(statement)
        if creates and creates[2] in schema.tables:
            con.execute(f"create table {creates[2]} as from memory.{creates[2]} order by rowid")
        elif creates and creates[2] in schema.views:
            # The rows are fixed from here on, so the join is made once and kept as a table.
            con.execute(f"create table {creates[2]}{statement[creates.end() :]}")
        elif (creates and creates[1].lower() == "macro") or (comments and comments[1].lower() != "view"):
            con.execute(statement)
    con.execute("commit")
    con.execute("use memory")
    con.execute("detach store")


def _place(fault: Fault) -> tuple[str, int, str, str, str]:
    return fault.file, fault.row, fault.column, fault.rule, fault.value or ""


def _broken_rules(con: duckdb.DuckDBPyConnection, schema: Schema, known: list[Fault], unread: set[str]) -> list[Fault]:
    """Return the rows of the loaded tables that break a constraint or a rule.

    A fault is reported once, where it is: a file that cannot be read (``unread``) does not make faults of the rows that
    refer to it, and a field that is empty or not of its type (``known``) does not break further rules.
    """
    asked = [each for each in schema.constraints if not {each.table, each.referenced_table} & unread]
    empty = _columns_with_gaps(con, schema)
    faults: list[Fault] = []
    for constraint in asked:
        if constraint.kind == "NOT NULL" and (constraint.table, constraint.columns[0]) in empty:
            faults += _broken(con, schema, constraint)
    useless = {(fault.file, fault.row, fault.column) for fault in (*known, *faults)}

    further: list[Fault] = []
    for constraint in asked:
        if constraint.kind != "NOT NULL":
            further += _broken(con, schema, constraint)
    for name, tables in schema.rule_tables.items():
        if not tables & unread:
            further += _found_by_rule(con, schema, name)
    return faults + [
        fault
        for fault in further
        if not any((fault.file, fault.row, column) in useless for column in fault.column.split(","))
    ]


def _load_tables(con: duckdb.DuckDBPyConnection, schema: Schema, folder: Path) -> tuple[list[Fault], set[str]]:
    """Fill the tables, make the views on them, and return the faults of files and types and the tables left empty."""
    faults: list[Fault] = []
    unread: set[str] = set()
    tables = list(schema.tables.values())
    # The next file is read while the database takes the one before.
    with ThreadPoolExecutor(1) as reader:
        for table, (text, found) in zip(tables, reader.map(lambda table: _read(folder, table), tables), strict=True):
            _fill(con, table, text)
            if found:
                unread.add(table.name)
            faults += found or _mistyped(con, table)
    for statement in schema.statements:
        creates = _CREATES.match(statement)
        if _COMMENTS_ON.match(statement) is None and not (creates and creates[1].lower() == "table"):
            con.execute(statement)
    return faults, unread


def _columns_with_gaps(con: duckdb.DuckDBPyConnection, schema: Schema) -> set[tuple[str, str]]:
    """Return table and name of the columns that are empty somewhere, found with one statement for each table."""
    gaps: set[tuple[str, str]] = set()
    for table in schema.tables.values():
        filled = ", ".join(f'count("{name}")' for name in table.column_names)
        rows, *counts = con.execute(f'select count(*), {filled} from "raw_{table.name}"').fetchall()[0]
        gaps |= {(table.name, name) for name, count in zip(table.column_names, counts, strict=True) if count < rows}
    return gaps


def _found_by_rule(con: duckdb.DuckDBPyConnection, schema: Schema, name: str) -> list[Fault]:
    rule, mend = schema.rules[name]
    return [
        Fault(f"{table}.csv", row, column, value, rule, mend)
        for table, row, column, value in con.execute(
            f"select table_name, row_number, column_name, value from {name}"
        ).fetchall()
    ]


def _fill(con: duckdb.DuckDBPyConnection, table: Table, text: pa.Table) -> None:
    """Create the table as text (``raw_…``) and with its types, and fill both; what is not of its type becomes empty."""
    con.register("read", text)
    fields = ", ".join(f'nullif("{name}", \'\') as "{name}"' for name in table.column_names)
    con.execute(f'create table "raw_{table.name}" as select {fields} from read')
    con.unregister("read")
    typed = ", ".join(f'{_typed(column)} as "{column.name}"' for column in table.columns)
    con.execute(f'create table "{table.name}" as select {typed} from "raw_{table.name}" order by rowid')


def _typed(column: Column) -> str:
    if column.kind not in _WRITTEN:
        return f'"{column.name}"::{column.kind}'
    _, pattern = _WRITTEN[column.kind]
    cast = (
        f"string_split(\"{column.name}\", ';')"
        if column.kind == "VARCHAR[]"
        else f'try_cast("{column.name}" as {column.kind})'
    )
    return f"case when regexp_full_match(\"{column.name}\", '{pattern}') then {cast} end"


def _mistyped(con: duckdb.DuckDBPyConnection, table: Table) -> list[Fault]:
    """Return the fields of a table that are not written as their type is."""
    faults = []
    for column in table.columns:
        if column.kind in _WRITTEN:
            wanted, _ = _WRITTEN[column.kind]
            faults += [
                Fault(
                    f"{table.name}.csv",
                    row,
                    column.name,
                    value,
                    f"The column holds {wanted}.",
                    f"write {wanted}. {column.comment}",
                )
                for row, value in con.execute(
                    f'select raw.rowid + 2, raw."{column.name}" from "raw_{table.name}" as raw'
                    f' join "{table.name}" as typed on raw.rowid = typed.rowid'
                    f' where raw."{column.name}" is not null and typed."{column.name}" is null'
                ).fetchall()
            ]
    return faults


def _read(folder: Path, table: Table) -> tuple[pa.Table, list[Fault]]:
    """Return the fields of a table's file as text, none where it cannot be read, and why it cannot."""
    rows, faults = _read_rows(folder / f"{table.name}.csv", table.column_names)
    fields = zip(*rows, strict=True) if rows and not faults else ([] for _ in table.columns)
    return pa.table([pa.array(field, pa.string()) for field in fields], table.column_names), faults


def _read_rows(path: Path, names: list[str]) -> tuple[list[list[str]], list[Fault]]:
    """Return the rows of a file below its header, and why it cannot be read as the table it should be."""
    if not path.exists():
        return [], [
            Fault(path.name, 0, "", None, "The file is missing.", f"write it with the columns {', '.join(names)}.")
        ]
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # spreadsheets put a byte order mark in front
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[content.rfind(b"\n", 0, error.start) + 1 :].splitlines()[0].decode(errors="replace")
        return [], [
            Fault(path.name, line, "", shown[:SHOWN_CHARACTERS], "The line is not UTF-8.", "save the file as UTF-8.")
        ]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    faults: list[Fault] = []
    begins = 0
    try:
        header = next(reader, [])
        if header != names:
            return [], [
                Fault(
                    path.name,
                    1,
                    "",
                    ",".join(header),
                    "The header names other columns than the schema.",
                    f"write {','.join(names)}.",
                )
            ]
        begins = reader.line_num
        for row, fields in enumerate(reader, start=2):
            begins = reader.line_num
            rows.append(fields)
            if len(fields) != len(names):
                faults.append(
                    Fault(
                        path.name,
                        row,
                        "",
                        ",".join(fields)[:SHOWN_CHARACTERS],
                        f"The row has {len(fields)} fields instead of {len(names)}.",
                        "put text that holds commas in double quotes, and leave a field empty where nothing is known.",
                    )
                )
    except csv.Error as error:
        shown = io.StringIO(text, newline="").readlines()[begins].rstrip()
        faults.append(
            Fault(
                path.name,
                len(rows) + 2 if begins else 1,
                "",
                shown[:SHOWN_CHARACTERS],
                f"The row is not CSV as in RFC 4180: {error}.",
                "close each double quote, and write a double quote inside quoted text twice.",
            )
        )
    return rows, faults


def _broken(con: duckdb.DuckDBPyConnection, schema: Schema, constraint: Constraint) -> list[Fault]:
    """Return the rows that break a declared constraint."""
    table, columns = constraint.table, constraint.columns
    listed = ", ".join(f'"{column}"' for column in columns)
    shown = (
        f'"{columns[0]}"::varchar'
        if len(columns) == 1
        else " || ', ' || ".join(f"coalesce(\"{column}\"::varchar, 'empty')" for column in columns)
    )
    meaning = " ".join(filter(None, (schema.comment(table, column) for column in columns)))
    present = " and ".join(f'"{column}" is not null' for column in columns)
    match constraint.kind:
        case "NOT NULL":
            # A value that is there but of the wrong type was reported as such; this is about empty fields.
            where = f'from "raw_{table}" where "{columns[0]}" is null'
            rule, mend = "The field must not be empty.", f"fill it in. {meaning}"
        case "CHECK":
            where = f'from "{table}" where not ({constraint.expression})'
            rule, mend = (
                f"It breaks the rule {constraint.expression}.",
                f"change it so that the rule holds. {meaning}",
            )
        case "PRIMARY KEY" | "UNIQUE":
            where = (
                f'from "{table}" where {present} qualify row_number() over (partition by {listed} order by rowid) > 1'
            )
            rule = f"Another row above has the same {', '.join(columns)}."
            mend = "remove the repetition or give the row its own."
        case "FOREIGN KEY":
            other = constraint.referenced_table
            joined = " and ".join(
                f'other."{theirs}" = "{table}"."{ours}"'
                for ours, theirs in zip(columns, constraint.referenced_columns, strict=True)
            )
            where = f'from "{table}" where {present} and not exists (select 1 from "{other}" as other where {joined})'
            rule = f"There is no such {', '.join(constraint.referenced_columns)} in {other}.csv."
            mend = f"use one that is there, or add it to {other}.csv."
        case _:
            return []
    rows = con.execute(f"select rowid + 2, {shown} {where}").fetchall()
    return [Fault(f"{table}.csv", row, ",".join(columns), value, rule, mend) for row, value in rows]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
