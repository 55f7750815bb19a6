"""Tables of an earlier day read by today's rules: a table or a column that came since is empty in them.

Rules grow with the evidence. Without this, tables of the day before a column came could be drawn no more, though
everything a page asks of them is there.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from trends.evidence.build import no_tables
from trends.evidence.faults import EvidenceError, Fault
from trends.evidence.loading import File, faults_of, read_file
from trends.evidence.schema import Schema, Table


def nothing_there(schema: Schema, folder: Path) -> Fault | None:
    """Return the fault of a folder that is none or has none of the tables; None where it has one."""
    if any(map(_is_there, _paths(schema, folder).values())):
        return None
    fault = replace(no_tables(folder), mend="give a folder of the same shape as data/.")
    if folder.is_dir() and any(folder.glob("*.csv")):
        return replace(fault, rule=f"No file there is called as a table is, such as {next(iter(schema.tables))}.csv.")
    return replace(fault, rule="This is a file and no folder.") if folder.is_file() else fault


def read_tables(schema: Schema, folder: Path) -> dict[str, File]:
    """Return the files of a folder's tables by the names of tables, as far as they are there, whatever their columns.

    Args:
        schema: the tables.
        folder: where their files lie.

    Raises:
        EvidenceError: the folder is none, has none of the tables, or a file cannot be read as a table; says which row.
    """
    if fault := nothing_there(schema, folder):
        raise EvidenceError([fault])
    files = {name: read_file(path) for name, path in _paths(schema, folder).items() if _is_there(path)}
    faults = [
        fault for name, file in files.items() for fault in faults_of(file, name, _meant(file, schema.tables[name]))
    ]
    if faults:
        raise EvidenceError([replace(fault, file=str(folder / fault.file)) for fault in faults])
    return files


@contextmanager
def as_today(schema: Schema, folder: Path) -> Iterator[Path]:
    """Yield a folder with the tables of another one, in which what today's schema has besides is there and empty.

    Columns that the schema has no more are left out. The folder itself is yielded where its tables are today's. Whether
    the rules hold is not asked: a column that must not be empty is a fault of each row.

    Raises:
        EvidenceError: as :func:`read_tables`.
    """
    files = read_tables(schema, folder)
    if all(name in files and files[name].header == table.column_names for name, table in schema.tables.items()):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="earlier-") as made:
        for name, path in _paths(schema, Path(made)).items():
            _write(path, schema.tables[name], files.get(name, File()))
        yield Path(made)


def _paths(schema: Schema, folder: Path) -> dict[str, Path]:
    return {name: folder / f"{name}.csv" for name in schema.tables}


def _is_there(path: Path) -> bool:
    # A link that leads to nothing is a fault, and no table that is missing.
    return path.is_symlink() or path.exists()


def _meant(file: File, table: Table) -> list[str]:
    """Return the columns a file is held against: its own, but where these cannot be what was meant."""
    if not file.header or file.parted_by or len(set(file.header)) < len(file.header):
        return table.column_names
    return file.header


def _write(path: Path, table: Table, file: File) -> None:
    columns = {name: values.to_pylist() for name, values in zip(file.header or [], file.columns, strict=True)}
    empty = [""] * len(next(iter(columns.values()), []))
    rows = zip(*(columns.get(name, empty) for name in table.column_names), strict=True)
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([table.column_names, *rows])
