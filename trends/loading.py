"""Reads the files of the evidence into tables without constraints, with the faults of files and fields."""

import codecs
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa

from trends.faults import Fault
from trends.schema import COMMENTS_ON, CREATES, Column, Schema, Table

SHOWN_CHARACTERS = 80

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


def load_tables(con: duckdb.DuckDBPyConnection, schema: Schema, folder: Path) -> tuple[list[Fault], set[str]]:
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
        creates = CREATES.match(statement)
        if COMMENTS_ON.match(statement) is None and not (creates and creates[1].lower() == "table"):
            con.execute(statement)
    return faults, unread


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
