"""Reads the evidence tables, holds them against the rules of ``schema.sql`` and builds the store from them.

The rules stand once, in ``schema.sql``. A database stops at the first row that breaks a constraint; somebody who edits a
table wants to see every fault at once. So the rows are first loaded into tables without constraints, every declared
constraint and every ``rule_…`` view is asked which rows break it, and only faultless tables go into the real ones.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

SCHEMA_FILES = ("schema.sql", "statistics.sql")
SHOWN_FAULTS = 200

_VIEW = re.compile(r"create\s+view\s+(\w+)", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one row (or one file, where ``row`` is 0).

    ``row`` counts the lines of a table as a spreadsheet does: the header is row 1.
    """

    file: str
    row: int
    column: str
    value: str | None
    rule: str
    mend: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.row or ""), self.column) if part)
        value = (
            "" if self.row == 0 else f" is {'empty' if self.value is None else repr(self.value)}"
        )
        return f"{place}{value}. {self.rule} To mend: {self.mend}"


class EvidenceError(ValueError):
    """The tables break rules; ``faults`` lists every one of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
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
            (folder / name).read_text(encoding="utf-8")
            for name in SCHEMA_FILES
            if (folder / name).exists()
        )
        self.statements = [statement.query for statement in duckdb.extract_statements(self.text)]
        with duckdb.connect() as con:
            for statement in self.statements:
                con.execute(statement)
            self.tables = self._read_tables(con)
            self.constraints = self._read_constraints(con)
            self.rules: dict[str, tuple[str, str]] = {}
            for name, comment in con.execute(
                "select view_name, comment from duckdb_views() where not internal and starts_with(view_name, 'rule_')"
                " order by view_oid"
            ).fetchall():
                rule, _, mend = (comment or name).partition(" | ")
                self.rules[name] = (rule, mend)
        self.views = [
            found[1]
            for found in map(_VIEW.search, self.statements)
            if found and not found[1].startswith("rule_")
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
        return {
            name: Table(name, comments[name] or "", tuple(listed))
            for name, listed in columns.items()
        }

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
        return next(
            (found.comment for found in self.tables[table].columns if found.name == column), ""
        )


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
        return sorted(_load(con, schema, folder))


def build(folder: Path, target: Path) -> None:
    """Write the store of the tables in ``folder`` to the file ``target``, which must not exist.

    Raises :class:`EvidenceError` with every fault if a row breaks a rule; ``target`` is then not written.
    """
    schema = Schema(folder)
    with duckdb.connect() as con:
        faults = _load(con, schema, folder)
        if faults:
            raise EvidenceError(faults)
        con.execute(f"attach '{_quoted(target)}' as store")
        con.execute("use store")
        for statement in schema.statements:
            found = _VIEW.search(statement)
            if found is None and "comment on view" not in statement.lower():
                con.execute(statement)
            elif found and found[1] in schema.views:
                # The rows are fixed from here on, so the join is made once and kept as a table.
                con.execute(_VIEW.sub(r"create table \1", statement, count=1))
            if (
                created := re.search(r"create\s+table\s+(\w+)\s*\(", statement, re.IGNORECASE)
            ) and (created[1] in schema.tables):
                con.execute(f"insert into {created[1]} from memory.{created[1]} order by rowid")
        con.execute("use memory")
        con.execute("detach store")


def _load(con: duckdb.DuckDBPyConnection, schema: Schema, folder: Path) -> list[Fault]:
    """Fill tables without constraints with the rows of ``folder`` and return the faults found."""
    faults: list[Fault] = []
    for table in schema.tables.values():
        faults += _load_table(con, table, folder)
    for statement in schema.statements:
        if not re.search(r"create\s+table|comment\s+on", statement, re.IGNORECASE):
            con.execute(statement)
    for constraint in schema.constraints:
        faults += _broken(con, schema, constraint)
    for name, (rule, mend) in schema.rules.items():
        faults += [
            Fault(f"{table}.csv", row, column, value, rule, mend)
            for table, row, column, value in con.execute(
                f"select table_name, row_number, column_name, value from {name}"
            ).fetchall()
        ]
    return faults


def _load_table(con: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> list[Fault]:
    path = folder / f"{table.name}.csv"
    names = [column.name for column in table.columns]
    declared = ", ".join(f'"{column.name}" {column.kind}' for column in table.columns)
    con.execute(f'create table "{table.name}" ({declared})')
    as_text = ", ".join(f'"{name}" varchar' for name in names)
    con.execute(f'create table "raw_{table.name}" ({as_text})')
    faults = list(_unreadable(path, names))
    if faults:
        return faults
    con.execute(
        f"""
        insert into "raw_{table.name}"
        from read_csv(
            '{_quoted(path)}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"',
            nullstr = '', strict_mode = true, parallel = false
        )
        """
    )
    values = ", ".join(
        f"string_split(\"{column.name}\", ';')"
        if column.kind == "VARCHAR[]"
        else f'try_cast("{column.name}" as {column.kind})'
        for column in table.columns
    )
    con.execute(
        f'insert into "{table.name}" select {values} from "raw_{table.name}" order by rowid'
    )
    for column in table.columns:
        if not column.kind.startswith("VARCHAR"):
            rows = con.execute(
                f'select raw.rowid + 2, raw."{column.name}" from "raw_{table.name}" as raw'
                f' join "{table.name}" as typed on raw.rowid = typed.rowid'
                f' where raw."{column.name}" is not null and typed."{column.name}" is null'
            ).fetchall()
            kind = {
                "INTEGER": "a whole number",
                "DOUBLE": "a number",
                "DATE": "a date (YYYY-MM-DD)",
            }
            wanted = kind.get(
                column.kind, "true or false" if column.kind == "BOOLEAN" else column.kind
            )
            faults += [
                Fault(
                    path.name,
                    row,
                    column.name,
                    value,
                    f"The column holds {wanted}.",
                    f"write {wanted}. {column.comment}",
                )
                for row, value in rows
            ]
    return faults


def _unreadable(path: Path, names: list[str]) -> Iterator[Fault]:
    """Yield why a file cannot be read as the table it should be."""
    if not path.exists():
        yield Fault(
            path.name,
            0,
            "",
            None,
            "The file is missing.",
            f"write it with the columns {', '.join(names)}.",
        )
        return
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            if header != names:
                yield Fault(
                    path.name,
                    1,
                    "",
                    ",".join(header),
                    "The header names other columns than the schema.",
                    f"write {','.join(names)}.",
                )
                return
            for row, fields in enumerate(reader, start=2):
                if len(fields) != len(names):
                    yield Fault(
                        path.name,
                        row,
                        "",
                        ",".join(fields)[:80],
                        f"The row has {len(fields)} fields instead of {len(names)}.",
                        "put text that holds commas in double quotes, and leave a field empty where nothing is known.",
                    )
    except UnicodeDecodeError as error:
        yield Fault(
            path.name,
            0,
            "",
            None,
            f"The file is not UTF-8 (byte {error.start}).",
            "save it as UTF-8.",
        )
    except csv.Error as error:
        yield Fault(
            path.name,
            0,
            "",
            None,
            f"The file is not CSV as in RFC 4180: {error}.",
            "double the quotes inside quoted text.",
        )


def _broken(con: duckdb.DuckDBPyConnection, schema: Schema, constraint: Constraint) -> list[Fault]:
    """Return the rows that break a declared constraint."""
    table, columns = constraint.table, constraint.columns
    listed = ", ".join(f'"{column}"' for column in columns)
    shown = f'"{columns[0]}"::varchar' if len(columns) == 1 else f"concat_ws(', ', {listed})"
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
                f'from "{table}" where {present}'
                f" qualify row_number() over (partition by {listed} order by rowid) > 1"
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
