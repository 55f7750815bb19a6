"""Reads the files of the evidence into tables without constraints, with the faults of files and fields."""

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from trends.evidence import fields
from trends.evidence.faults import Fault
from trends.evidence.fields import WRITTEN
from trends.evidence.schema import CREATES, Column, Schema, Table

SHOWN_CHARACTERS = 80

# What stands between the columns where a spreadsheet saved a file in its own way.
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs"}
_AS_CSV = "A spreadsheet does so as “CSV UTF-8”, or where UTF-8 is chosen as character set and a comma as separator."


@dataclass(frozen=True)
class File:
    """The contents of a file of the evidence: its header, its fields by column, and what is wrong with it.

    ``header`` is missing where not even that can be read, ``columns`` are empty where rows are ``uneven``: these, with
    their numbers, have more or fewer fields than the header. ``repeated`` are the numbers of rows that say the header
    again. ``parted_by`` names the signs between the columns, in a file whose first line, then in ``header``, has no
    comma but others.
    """

    header: list[str] | None = None
    columns: Sequence[pa.Array] = ()
    uneven: Sequence[tuple[int, list[str]]] = ()
    repeated: Sequence[int] = ()
    fault: Fault | None = None
    parted_by: str = ""


def read_ahead(folder: Path, reader: Executor) -> dict[str, Future[File]]:
    """Start reading the files of ``folder``, by table name, in threads while others read the schema and fill tables."""
    return {path.stem: reader.submit(read_file, path) for path in sorted(folder.glob("*.csv"))}


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
        faults += found or [*_mistyped(con, table), *_miswritten(con, table)]
    for statement in schema.statements:
        creates = CREATES.match(statement)
        if creates and (creates[1].lower() == "macro" or creates[2] in schema.rules):
            con.execute(statement)
    return faults, unread


def _fill(con: duckdb.DuckDBPyConnection, table: Table, text: pa.Table) -> None:
    """Create the table as text (``raw_…``) and with its types, and fill both; what is not of its type becomes empty."""
    con.register("read", text)
    filled = ", ".join(f'nullif("{name}", \'\') as "{name}"' for name in table.column_names)
    con.execute(f'create table "raw_{table.name}" as select {filled} from read')
    con.unregister("read")
    typed = ", ".join(f'{_typed(column)} as "{column.name}"' for column in table.columns)
    con.execute(f'create table "{table.name}" as select {typed} from "raw_{table.name}" order by rowid')


def _typed(column: Column) -> str:
    if column.kind not in WRITTEN:
        return f'"{column.name}"::{column.kind}'
    _, pattern = WRITTEN[column.kind]
    cast = (
        f"string_split(\"{column.name}\", ';')"
        if column.kind == "VARCHAR[]"
        else f'try_cast("{column.name}" as {column.kind})'
    )
    return f"case when regexp_full_match(\"{column.name}\", '{pattern}') then {cast} end"


def _mistyped(con: duckdb.DuckDBPyConnection, table: Table) -> list[Fault]:
    """Return the fields of a table that are not written as their type is."""
    faults = []
    for column in _columns_that_lost_fields(con, table):
        wanted, _ = WRITTEN[column.kind]
        for row, value in con.execute(
            f'select raw.rowid + 2, raw."{column.name}" from "raw_{table.name}" as raw'
            f' join "{table.name}" as typed on raw.rowid = typed.rowid'
            f' where raw."{column.name}" is not null and typed."{column.name}" is null'
        ).fetchall():
            rule, mend = f"The column holds {wanted}.", f"write {wanted}. {column.comment}"
            if cause := fields.spreadsheet_fault(column.kind, value):
                rule, mend = f"{rule} {cause}", f"{mend} {fields.KEEP_TEXT}"
            faults.append(Fault(f"{table.name}.csv", row, column.name, value, rule, mend))
    return faults


def _columns_that_lost_fields(con: duckdb.DuckDBPyConnection, table: Table) -> list[Column]:
    """Return the columns of which fewer fields have their type than are filled: most tables have none."""
    typed = [column for column in table.columns if column.kind in WRITTEN]
    if not typed:
        return []
    filled = ", ".join(f'count("{column.name}")' for column in typed)
    written, read = (
        con.execute(f'select {filled} from "{name}"').fetchall()[0] for name in (f"raw_{table.name}", table.name)
    )
    return [column for column, before, after in zip(typed, written, read, strict=True) if before != after]


def _miswritten(con: duckdb.DuckDBPyConnection, table: Table) -> list[Fault]:
    """Return the texts of a table that have no end, hide blanks or were changed by a spreadsheet; mend blanks there.

    Mended, they are found by what refers to them: a fault is reported where it is, and not once more there.
    """
    columns = {column.name: column for column in table.columns if column.kind.startswith("VARCHAR")}
    names, values = ", ".join(f"'{name}'" for name in columns), ", ".join(f'"{name}"' for name in columns)
    faults: list[Fault] = []
    if not columns:
        return faults
    # A row for each text: one statement for all columns takes a quarter of the time of one for each.
    for place, name, value in con.execute(
        f"select place, name, value from (select rowid as place, unnest([{names}]) as name, unnest([{values}]) as value"
        f' from "raw_{table.name}")'
        " where strlen(value) <> length(value) or regexp_matches(value, ?) or length(value) > ?",
        [fields.SUSPECT, fields.LONGEST],
    ).fetchall():
        column, lines = columns[name], name in fields.SENTENCES
        if column.kind in WRITTEN and not re.fullmatch(WRITTEN[column.kind][1], value, re.ASCII):
            continue  # said already
        hidden, cause = fields.hidden_fault(value, lines=lines), fields.spreadsheet_fault(column.kind, value)
        if len(value) > fields.LONGEST:
            rule = f"The text has {len(value):,} characters; {fields.LONGEST:,} are read."
            mend = "shorten it."
        elif hidden:
            plain = fields.plain_blanks(value, lines=lines)
            rule = f"The text {hidden}, which a reader does not see: it would be another one than without."
            mend = f"write {plain!r}." if plain else "leave the field empty, or fill it in."
            if column.kind == "VARCHAR":
                con.execute(f'update "{table.name}" set "{name}" = ? where rowid = ?', [plain or None, place])
        elif cause:
            rule, mend = cause, f"write it as its source does. {fields.KEEP_TEXT}"
        else:
            continue
        faults.append(Fault(f"{table.name}.csv", place + 2, name, value, rule, f"{mend} {column.comment}"))
    return faults


def _read(file: File | None, table: Table) -> tuple[pa.Table, list[Fault]]:
    """Return the fields of a table's file as text, none where it cannot be read, and why it cannot."""
    names = table.column_names
    nothing = pa.table([pa.array([], pa.string()) for _ in names], names)
    if file is None:
        mend = f"write it with the columns {', '.join(names)}."
        return nothing, [Fault(f"{table.name}.csv", 0, "", None, "The file is missing.", mend)]
    faults = faults_of(file, table.name, names)
    return (nothing if faults else pa.table(file.columns, names)), faults


def faults_of(file: File, table: str, names: list[str]) -> list[Fault]:
    """Return why a file is not a table of the columns ``names``: its header, its rows, or that it cannot be read."""
    name = f"{table}.csv"
    if file.header is not None and file.header != names:
        rule, mend = "The header names other columns than the schema.", f"write {','.join(names)}."
        if file.parted_by:
            rule += f" A spreadsheet seems to have saved the file with {file.parted_by} between its columns."
            mend += f" Take the file as it was before, or save it with commas. {_AS_CSV}"
        return [Fault(name, 1, "", ",".join(file.header), rule, mend)]
    faults = [
        Fault(
            name,
            row,
            "",
            ",".join(found)[:SHOWN_CHARACTERS],
            f"The row has {len(found)} fields instead of {len(names)}.",
            "put text that holds commas in double quotes, and leave a field empty where nothing is known."
            " Some spreadsheets leave out empty fields at the end of a row: write a comma for each.",
        )
        for row, found in file.uneven
    ]
    faults += [
        Fault(name, row, "", ",".join(names), "The row is the header once more.", "remove the row.")
        for row in file.repeated
    ]
    return [*faults, file.fault] if file.fault else faults


def read_file(path: Path) -> File:
    """Return what stands in a file, as far as it can be read as CSV.

    What spreadsheets do to a file and leaves its meaning is undone: a byte order mark in front, other line ends, also
    within fields, and empty columns after the last.
    """
    try:
        content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        return File(fault=unreadable(path, error))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return File(fault=_not_utf_8(path.name, content, error))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, _ = text.partition("\n")
    parted_by = "" if "," in first else next((words for sign, words in _OTHER_SIGNS.items() if sign in first), "")
    if parted_by:
        return File(header=[first], parted_by=parted_by)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    begins = 0
    fault = None
    try:
        for row in reader:
            rows.append(row)
            begins = reader.line_num
    except csv.Error as error:
        # A quote that is not closed makes one field of all that follows.
        shown = io.StringIO(text, newline="").readlines()[begins].rstrip()
        fault = Fault(
            path.name,
            len(rows) + 1,
            "",
            shown[:SHOWN_CHARACTERS],
            f"The row is not CSV as in RFC 4180: {error}.",
            "close each double quote, and write a double quote inside quoted text twice."
            f" A field has at most {fields.LONGEST:,} characters.",
        )
    if not rows:
        return File(header=None if fault else [], fault=fault)
    header, *below = rows
    while header and not header[-1]:
        header.pop()
    width = len(header)
    below = [row if len(row) <= width or any(row[width:]) else row[:width] for row in below]
    uneven = [(number, row) for number, row in enumerate(below, start=2) if len(row) != width]
    fields_of = zip(*below, strict=True) if below and not uneven else ([] for _ in header)
    repeated = [number for number, row in enumerate(below, start=2) if row == header]
    return File(header, [pa.array(column, pa.string()) for column in fields_of], uneven, repeated, fault)


def unreadable(path: Path, error: OSError, below: str = "") -> Fault:
    """Return the fault of a file that is there by its name and cannot be opened.

    Args:
        path: the file.
        error: what came of opening it.
        below: the folder of the tables' folder that it lies in; empty = that one itself.
    """
    rule = f"The file cannot be read: {error.strerror or error}."
    if path.is_dir():
        rule = "This is a folder and no file."
    elif path.is_symlink() and not path.exists():
        rule = f"This is a link to {path.readlink()}, where nothing is."
    mend = "put the file itself there, and let whoever serves the dashboard read it."
    return Fault(f"{below}/{path.name}".lstrip("/"), 0, "", None, rule, mend)


def _not_utf_8(name: str, content: bytes, error: UnicodeDecodeError) -> Fault:
    """Return the fault of a file with the line at which it stops being UTF-8."""
    mend = f"save the file as UTF-8. {_AS_CSV}"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        shown = content.decode("utf-16", errors="replace").splitlines()[0]
        rule = "The line is not UTF-8. A spreadsheet seems to have saved the file as “Unicode text”, which is UTF-16."
        return Fault(name, 1, "", shown[:SHOWN_CHARACTERS], rule, mend)
    line = content.count(b"\n", 0, error.start) + 1
    shown = content[content.rfind(b"\n", 0, error.start) + 1 :].splitlines()[0].decode(errors="replace")
    return Fault(name, line, "", shown[:SHOWN_CHARACTERS], "The line is not UTF-8.", mend)
