"""All tables in one zip file: each as CSV and Parquet, with CSV on the Web beside and a Data Package about them all.

The file is written to disk table by table, and CSV in parts, so that no more than one table is in memory.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from trends.export import csvw, encode
from trends.export.image import PRODUCT
from trends.export.tables import TERMS, about, file_words, guarded_words, left_out, left_out_words, rows, title_of
from trends.export.zipped import entry
from trends.request.request import vocabulary_of
from trends.request.tables import TABLES, DataTable
from trends.store.versions import Version
from trends.words.columns import MEANINGS

FILE_NAME = "digital-trends-everything.zip"
MEDIA_TYPE = "application/zip"
# So many rows of a CSV file are text in memory at once.
ROWS_AT_ONCE = 5_000
_TYPES = {"boolean": "boolean", "integer": "integer", "number": "number", "date": "date", "string": "string"}


def write(version: Version, target: Path) -> None:
    """Write the zip file of a version's evidence to ``target``; the same evidence gives the same files within.

    Rows whose terms forbid handing them on are left out, and the file says how many.
    """
    # The day of the evidence, and not of the writing: the file belongs to the version.
    day = version.store.built
    resources: list[dict[str, Any]] = []
    told: list[str] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for table in TABLES.values():
            frame = rows(version.store, table, {})
            said = _said(version, table, frame)
            with file.open(entry(f"{table.name}.csv", day), "w") as sink:
                for piece in _csv(frame):
                    sink.write(piece)
            metadata = csvw.metadata(f"{table.name}.csv", frame, file_words(table, said), MEANINGS)
            file.writestr(entry(f"{table.name}.csv{csvw.ENDING}", day), metadata)
            parquet = encode.encode(frame, "parquet", title=title_of(table), about=list(said.items()), columns=MEANINGS)
            # Its own compression leaves nothing for that of the archive.
            file.writestr(entry(f"{table.name}.parquet", day), parquet, zipfile.ZIP_STORED)
            resources += _resources(table, json.loads(metadata), said)
            told.append(_line(table, said))
        package = json.dumps(_package(version, resources), ensure_ascii=False, indent=1)
        file.writestr(entry("datapackage.json", day), f"{package}\n")
        file.writestr(entry("README.txt", day), _readme(version, told))


def _csv(frame: pd.DataFrame) -> Iterator[bytes]:
    """Yield the CSV file of a frame in parts, without a byte order mark: readers of packages may trip over it."""
    for first in range(0, max(len(frame), 1), ROWS_AT_ONCE):
        part = encode.encode(frame.iloc[first : first + ROWS_AT_ONCE], "csv", mark=False)
        # Only the first part keeps the header, which no column name breaks into lines.
        yield part if first == 0 else part.partition(b"\r\n")[2]


def _said(version: Version, table: DataTable, frame: pd.DataFrame) -> dict[str, str]:
    told = dict(about(version.store, vocabulary_of(version), {}, len(frame), table.row))
    del told["Made on"]
    if guarded := guarded_words(frame):
        told["Protection"] = guarded
    if barred := left_out(version.store, table, {}):
        told["Rows left out"] = left_out_words(barred)
    return told


def _resources(table: DataTable, metadata: dict[str, Any], said: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the descriptions of a table's two files, with the columns that its metadata names."""
    words = ". ".join(f"{label}: {text.removesuffix('.')}" for label, text in said.items())
    resource = {"title": table.title, "description": f"{words}."}
    fields = [
        {"name": column["name"], "type": _TYPES[column["datatype"]], "description": column.get("dc:description", "")}
        for column in metadata["tableSchema"]["columns"]
    ]
    schema = {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}
    yield {
        "name": table.name,
        "path": f"{table.name}.csv",
        **resource,
        "format": "csv",
        "mediatype": encode.FORMATS["csv"].media_type,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": schema,
    }
    yield {
        "name": f"{table.name}-parquet",
        "path": f"{table.name}.parquet",
        **resource,
        "format": "parquet",
        "mediatype": encode.FORMATS["parquet"].media_type,
    }


def _package(version: Version, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "digital-trends-everything",
        "title": f"{PRODUCT}: everything",
        "description": f"Every row of every table, ready to be used by itself. {TERMS}",
        "version": version.fingerprint,
        "created": version.store.built.isoformat(timespec="seconds"),
        "resources": resources,
    }


def _line(table: DataTable, said: dict[str, str]) -> str:
    barred = f"; {said['Rows left out']}" if "Rows left out" in said else ""
    return f"{table.name:<12}{table.title}: {said['Rows']} rows{barred}"


def _readme(version: Version, told: list[str]) -> str:
    lines = [
        f"{PRODUCT}: everything",
        f"Evidence {version.fingerprint}",
        "",
        *told,
        "",
        ".csv                 UTF-8 without a byte order mark, RFC 4180; text like a formula begins with '",
        f".csv{csvw.ENDING}   what each column holds (CSV on the Web)",
        ".parquet             the same rows, each column in its own type",
        "datapackage.json     all of it described as a Data Package",
        "",
        "An empty field means not known, not asked or not published. It never means zero.",
        TERMS,
        "",
    ]
    return "\r\n".join(lines)
