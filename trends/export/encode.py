"""A frame in, the bytes of a download out: CSV, JSON, Excel workbook or Parquet.

The four files of one frame hold the same rows and the same columns in the same order. They differ
only where a format leaves no choice:

| | CSV | JSON | Excel | Parquet |
|---|---|---|---|---|
| missing | empty | null | empty cell | null |
| number | plain text | number | number, 15 digits | its own type |
| true, false | `true`, `false` | boolean | boolean | boolean |
| date, time | ISO 8601 | ISO 8601 | ISO 8601, as text | date, timestamp |
| list | joined by `; ` | array | joined by `; ` | list |
| text like a formula | guarded by `'` | unchanged | unchanged, marked as text | unchanged |
| control characters | dropped | kept, escaped | dropped | kept |
| line ends within text | unchanged | unchanged | line feeds | unchanged |
| title, about lines | not held | not held | Cover sheet | metadata |
| column descriptions | not held | not held | Notes sheet | metadata |

Half of a surrogate pair cannot be written as UTF-8, so each becomes U+FFFD in every format. The
same frame and words give the same bytes as long as the libraries that write them stay the same.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from trends.export.plain import (
    Plain,
    flat_values,
    guard_formulas,
    holds_dates,
    joined_values,
    map_text,
    plain_column,
    whole_text,
)
from trends.export.workbook import EXCEL_HEADER, FIXED_CREATED, HEADER, check_sheet_size, workbook


@dataclass(frozen=True)
class Format:
    """A kind of file a reader can download.

    `name` is what `encode` takes, `label` what a reader sees, `media_type` the registered media
    type, `extension` the end of the file's name without its dot. `on_cards` says whether cards offer
    it; what only programs read is offered over HTTP and on the page of sources.
    """

    name: str
    label: str
    media_type: str
    extension: str
    on_cards: bool = True


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", "CSV", "text/csv", "csv"),
        "json": Format("json", "JSON", "application/json", "json", on_cards=False),
        "xlsx": Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        "parquet": Format("parquet", "Parquet", "application/vnd.apache.parquet", "parquet"),
    }
)

FILE_NAME_CHARACTERS = 100


def encode(
    frame: pd.DataFrame,
    format_name: str,
    *,
    about: Sequence[tuple[str, str]] = (),
    title: str = "Digital Trends data",
    columns: Mapping[str, str] | None = None,
    created: datetime = FIXED_CREATED,
    mark: bool = True,
) -> bytes:
    """Turn a frame into the bytes of a file.

    - `frame`: any rows and named columns; the index is left out. Cells hold numbers, true and
      false, text, dates, times or lists of these. A column of times without a zone that are all
      midnight is taken for dates, since that is how pandas holds the dates of a database.
    - `format_name`: a key of `FORMATS`.
    - `about`: (label, text) lines: filters chosen, number of rows, date, licence, address.
    - `title`: what the file is.
    - `columns`: description with unit by column name; other names are passed over.
    - `created`: time with its zone for a workbook's properties.
    - `mark`: whether a CSV file begins with a byte order mark.

    CSV follows RFC 4180, in UTF-8 with a byte order mark: without one Excel reads a double-clicked
    file in the local code page and spoils names such as Māori without a word, whereas pandas,
    DuckDB and Arrow drop the mark. For Python's own csv module open the file as "utf-8-sig".
    `unguard_formulas` gives back the text that stood before formulas were guarded.

    Raises ValueError for an unknown format, an empty title, column names that cannot head a table,
    an infinite number, a type that files cannot hold, more rows, columns or text than a sheet
    takes (xlsx) and a column of mixed types (parquet).
    """
    if format_name not in FORMATS:
        message = (
            f"encode: the format {format_name!r} is not known, so nothing was written; "
            f"choose one of {', '.join(FORMATS)}."
        )
        raise ValueError(message)
    if not title.strip():
        message = (
            "encode: the title is empty, but it is what readers and screen readers tell files apart by; give a title."
        )
        raise ValueError(message)
    names = _column_names(frame)
    if format_name == "xlsx":
        check_sheet_size(frame)
    table = {name: plain_column(frame.iloc[:, place], name) for place, name in enumerate(names)}
    if format_name == "csv":
        return _csv(table).encode("utf-8-sig" if mark else "utf-8")
    if format_name == "json":
        return _json(table)
    title = whole_text(title)
    lines = [(whole_text(label), whole_text(text)) for label, text in about]
    known = columns or {}
    descriptions = {name: whole_text(known[name]) for name in table if name in known}
    if format_name == "xlsx":
        return workbook(table, lines, title, descriptions, created)
    return _parquet(frame, table, lines, title, descriptions)


def _column_names(frame: pd.DataFrame) -> list[str]:
    """Return the frame's column names as text, having checked that they can head a table."""
    names = [whole_text(str(name)) for name in frame.columns]
    if not names:
        message = "encode: the frame has no columns, so there is no header to write; select at least one column."
        raise ValueError(message)
    seen: dict[str, str] = {}
    for place, name in enumerate(names, 1):
        if not HEADER.fullmatch(name):
            message = (
                f"encode: column {place} is named {name[:80]!r}, which cannot head a table; "
                f"rename it with 1 to {EXCEL_HEADER} characters on one line, not all blank and not starting with <r>."
            )
            raise ValueError(message)
        # Excel's tables and DuckDB take names that differ only in capitals for one.
        earlier = seen.setdefault(name.lower(), name)
        if len(seen) < place:
            message = (
                f"encode: column {place} is named {name!r} although an earlier one is named "
                f"{earlier!r}, and capitals do not tell columns apart; rename one of them."
            )
            raise ValueError(message)
    return names


# CSV, JSON, Parquet -------------------------------------------------------------------------------


def _csv(table: Mapping[str, list[Plain]]) -> str:
    columns = [
        [
            joined_values(value) if isinstance(value, bool) else value
            for value in map_text(flat_values(values), guard_formulas)
        ]
        for values in table.values()
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard_formulas(name) for name in table])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()


def _json(table: Mapping[str, list[Plain]]) -> bytes:
    names = list(table)
    to_text = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    # One row a line, so that people and comparison tools can read the file as well.
    rows = ",\n".join(to_text(dict(zip(names, row, strict=True))) for row in zip(*table.values(), strict=True))
    return f"[\n{rows}\n]\n".encode() if rows else b"[]\n"


def _parquet(
    frame: pd.DataFrame,
    table: Mapping[str, list[Plain]],
    about: Sequence[tuple[str, str]],
    title: str,
    descriptions: Mapping[str, str],
) -> bytes:
    """Write the columns in their own types, with the words as metadata.

    The file's metadata holds `title`, `about` (JSON, a list of pairs) and `columns` (JSON, an
    object of descriptions by name); each field's metadata holds its `description`.
    """
    typed = {
        name: _typed_column(frame.iloc[:, place].reset_index(drop=True), table[name])
        for place, name in enumerate(table)
    }
    dates = {name for place, name in enumerate(table) if holds_dates(frame.iloc[:, place])}
    try:
        # By way of pandas: its note in the file lets it read whole numbers with gaps back as such.
        arrow = pa.Table.from_pandas(pd.DataFrame(typed), preserve_index=False)
    except (pa.ArrowException, OverflowError) as problem:
        message = (
            f"encode: a column mixes types or has a number past 64 bits, which Parquet cannot hold ({problem}); "
            "make each column all numbers or all text, or choose CSV or JSON."
        )
        raise ValueError(message) from problem
    fields = []
    for field in arrow.schema:
        # A column with nothing in it has lost its type: it is a date's by its pandas type, or text.
        lost = pa.date32() if field.name in dates else pa.string()
        kind = lost if pa.types.is_null(field.type) else field.type
        note = {"description": descriptions[field.name]} if field.name in descriptions else None
        fields.append(pa.field(field.name, kind, metadata=note))
    metadata = {
        **(arrow.schema.metadata or {}),
        b"title": title.encode(),
        b"about": json.dumps(about, ensure_ascii=False).encode(),
        # Once more for readers such as DuckDB, which do not see what Arrow notes on fields.
        b"columns": json.dumps(descriptions, ensure_ascii=False).encode(),
    }
    sink = io.BytesIO()
    pq.write_table(arrow.cast(pa.schema(fields, metadata=metadata)), sink)
    return sink.getvalue()


def _typed_column(column: pd.Series[Any], values: list[Plain]) -> pd.Series[Any]:
    """Return the column as Arrow should see it."""
    if holds_dates(column):
        dates: pd.Series[Any] = column.dt.date
        return dates
    keeps_type = (
        pd.api.types.is_numeric_dtype(column.dtype)
        or pd.api.types.is_datetime64_any_dtype(column.dtype)
        or pd.api.types.infer_dtype(column) == "date"
    )
    return column if keeps_type else pd.Series(values, dtype=object)


# File names ---------------------------------------------------------------------------------------


def file_name(what: str, filters: Mapping[str, Sequence[str]], extension: str) -> str:
    """Name a download after what it holds and the values its filters are set to.

    `file_name("findings", {"country": ["New Zealand"], "year": ["2023", "2024"]}, "csv")` gives
    "digital-trends-findings-new-zealand-2023-2024.csv". A name has lower-case ASCII letters,
    digits, hyphens and one dot, at most 100 characters, and starts with the product's name, so no
    operating system finds a path, a hidden file or a reserved name in it. Where it was cut, or a
    value has no letter or digit in ASCII, eight digits of the filters' SHA-256 keep the files of
    two selections apart; the order in which values were chosen does not change them.

    Raises ValueError unless the extension is one to eight lower-case letters or digits.
    """
    if not re.fullmatch("[a-z0-9]{1,8}", extension):
        message = (
            f"file_name: the extension {extension!r} could hide a path or a second dot; "
            "give one to eight lower-case letters or digits without a dot, such as 'csv'."
        )
        raise ValueError(message)
    words = [_slug(value) for values in filters.values() for value in values]
    stem = "-".join(["digital-trends", _slug(what) or "data", *filter(None, words)])
    room = FILE_NAME_CHARACTERS - len(extension) - 1
    if len(stem) <= room and all(words):
        return f"{stem}.{extension}"
    chosen = {name: sorted(values) for name, values in filters.items()}
    digest = hashlib.sha256(json.dumps([what, chosen], sort_keys=True).encode()).hexdigest()[:8]
    room -= len(digest) + 1
    if len(stem) > room:
        stem = stem[: room + 1].rpartition("-")[0]  # whole words only
    return f"{stem}-{digest}.{extension}"


def _slug(text: str) -> str:
    """Write a text in lower-case ASCII letters, digits and hyphens; other scripts fall away."""
    joined = re.sub("['’]", "", text)  # "people's" as "peoples"
    letters = unicodedata.normalize("NFKD", joined).casefold().encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")
