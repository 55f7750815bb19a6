"""Reads the files of the evidence into tables without constraints, with the faults of files and fields."""

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from trends.evidence.faults import Fault
from trends.evidence.schema import CREATES, Column, Schema, Table

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


@dataclass(frozen=True)
class File:
    """The contents of a file of the evidence: its header, its fields by column, and what is wrong with it.

    ``header`` is missing where not even that can be read, ``columns`` are empty where rows are ``uneven``: these, with
    their numbers, have more or fewer fields than the header.
    """

    header: list[str] | None = None
    columns: Sequence[pa.Array] = ()
    uneven: Sequence[tuple[int, list[str]]] = ()
    fault: Fault | None = None


def read_ahead(folder: Path, reader: Executor) -> dict[str, Future[File]]:
    """Start reading the files of ``folder``, by table name, in threads while others read the schema and fill tables."""
    return {path.stem: reader.submit(_parsed, path) for path in sorted(folder.glob("*.csv"))}


def load_tables(
    con: duckdb.DuckDBPyConnection, schema: Schema, files: Mapping[str, Future[File]]
) -> tuple[list[Fault], set[str]]:
    """Fill the tables, make the rules on them, and return the faults of files and types and the tables left empty.

    Args:
        con: where the tables go.
        schema: their schema.
        files: what :func:`read_ahead` reads.
    """
    faults: list[Fault] = []
    unread: set[str] = set()
    for table in sorted(schema.tables.values(), key=lambda table: table.name):
        text, found = _read(files[table.name].result() if table.name in files else None, table)
        _fill(con, table, text)
        if found:
            unread.add(table.name)
        faults += found or _mistyped(con, table)
    for statement in schema.statements:
        creates = CREATES.match(statement)
        if creates and (creates[1].lower() == "macro" or creates[2] in schema.rules):
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


def _read(file: File | None, table: Table) -> tuple[pa.Table, list[Fault]]:
    """Return the fields of a table's file as text, none where it cannot be read, and why it cannot."""
    name, names = f"{table.name}.csv", table.column_names
    nothing = pa.table([pa.array([], pa.string()) for _ in names], names)
    if file is None:
        mend = f"write it with the columns {', '.join(names)}."
        return nothing, [Fault(name, 0, "", None, "The file is missing.", mend)]
    if file.header is not None and file.header != names:
        rule = "The header names other columns than the schema."
        return nothing, [Fault(name, 1, "", ",".join(file.header), rule, f"write {','.join(names)}.")]
    faults = [
        Fault(
            name,
            row,
            "",
            ",".join(fields)[:SHOWN_CHARACTERS],
            f"The row has {len(fields)} fields instead of {len(names)}.",
            "put text that holds commas in double quotes, and leave a field empty where nothing is known.",
        )
        for row, fields in file.uneven
    ]
    if file.fault:
        faults.append(file.fault)
    return (nothing if faults else pa.table(file.columns, names)), faults


def _parsed(path: Path) -> File:
    """Return what stands in a file, as far as it can be read as CSV."""
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # spreadsheets put a byte order mark in front
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[content.rfind(b"\n", 0, error.start) + 1 :].splitlines()[0].decode(errors="replace")
        rule = "The line is not UTF-8."
        return File(fault=Fault(path.name, line, "", shown[:SHOWN_CHARACTERS], rule, "save the file as UTF-8."))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    begins = 0
    fault = None
    try:
        for fields in reader:
            rows.append(fields)
            begins = reader.line_num
    except csv.Error as error:
        shown = io.StringIO(text, newline="").readlines()[begins].rstrip()
        fault = Fault(
            path.name,
            len(rows) + 1,
            "",
            shown[:SHOWN_CHARACTERS],
            f"The row is not CSV as in RFC 4180: {error}.",
            "close each double quote, and write a double quote inside quoted text twice.",
        )
    if not rows:
        return File(header=None if fault else [], fault=fault)
    header, *below = rows
    uneven = [(row, fields) for row, fields in enumerate(below, start=2) if len(fields) != len(header)]
    fields_of = zip(*below, strict=True) if below and not uneven else ([] for _ in header)
    return File(header, [pa.array(fields, pa.string()) for fields in fields_of], uneven, fault)
