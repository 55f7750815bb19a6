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
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Plain: TypeAlias = "bool | int | float | str | list[Plain] | None"
"""What a cell may hold once the frame's own types are gone."""


@dataclass(frozen=True)
class Format:
    """A kind of file a reader can download.

    `name` is what `encode` takes, `label` what a reader sees, `media_type` the registered media
    type, `extension` the end of the file's name without its dot.
    """

    name: str
    label: str
    media_type: str
    extension: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", "CSV", "text/csv", "csv"),
        "json": Format("json", "JSON", "application/json", "json"),
        "xlsx": Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
        "parquet": Format("parquet", "Parquet", "application/vnd.apache.parquet", "parquet"),
    }
)

# When a workbook says it was created unless told otherwise: a clock would give the same data
# another file each second.
FIXED_CREATED = datetime(2020, 1, 1, tzinfo=UTC)

EXCEL_ROWS = 1_048_576  # of a sheet, the header included
EXCEL_COLUMNS = 16_384  # of a sheet
EXCEL_TEXT = 32_767  # UTF-16 units in a cell
EXCEL_HEADER = 255  # characters in the header of a marked-up table

FILE_NAME_CHARACTERS = 100


def encode(
    frame: pd.DataFrame,
    format_name: str,
    *,
    about: Sequence[tuple[str, str]] = (),
    title: str = "Digital Trends data",
    columns: Mapping[str, str] | None = None,
    created: datetime = FIXED_CREATED,
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
        _check_sheet_size(frame)
    table = {name: _plain_column(frame.iloc[:, place], name) for place, name in enumerate(names)}
    if format_name == "csv":
        return _csv(table)
    if format_name == "json":
        return _json(table)
    title = _whole_text(title)
    lines = [(_whole_text(label), _whole_text(text)) for label, text in about]
    known = columns or {}
    descriptions = {name: _whole_text(known[name]) for name in table if name in known}
    if format_name == "xlsx":
        return _xlsx(table, lines, title, descriptions, created)
    return _parquet(frame, table, lines, title, descriptions)


# Formulas -----------------------------------------------------------------------------------------

# Besides the ASCII characters OWASP names, their full-width and small forms, which Japanese and
# Chinese spreadsheets read as the same operators.
_OPENER = r"[=+\-@＝＋－＠﹢﹣﹦﹫]"
# Blanks, and marks of no width, which a spreadsheet may strip and a reader cannot see; quotes too,
# since after a split they can be the quotes of the cell.
_BLANKS = r'(?:[^\S\t\r\n]|["\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff])*'
# Excel in a language with decimal commas splits any CSV line at semicolons whatever its quotes say,
# so what follows a semicolon, a tab or a line end can become the start of a cell. Commas need no
# such care: where they split cells, the quotes count.
_CELL_START = r"(?:\A|(?<=[;\t\r\n]))"


def _unsafe_place(apostrophe: str) -> re.Pattern[str]:
    """Match where a formula could open, with the guard as given standing before it."""
    # Apostrophes that were in the text before are looked past: so `=1` and `'=1` stay two texts.
    return re.compile(
        rf"{_CELL_START}{apostrophe}(?='*{_BLANKS}{_OPENER})"
        rf"|\A{apostrophe}(?='*{_BLANKS}[\t\r\n])"
    )


_UNGUARDED = _unsafe_place("")
_GUARDED = _unsafe_place("'")


def guard_formulas(text: str) -> str:
    """Put an apostrophe into a CSV text wherever a spreadsheet could read a formula.

    Guarded are texts that start with = + - @, their full-width or small forms, a tab or a line end,
    after blanks too, and the same operators after a semicolon, tab or line end within the text. No
    two texts give the same guarded text; `unguard_formulas` gives each back.

    Source: OWASP, "CSV Injection", its advice on field separators included.
    """
    return _UNGUARDED.sub("'", text)


def unguard_formulas(text: str) -> str:
    """Take out the apostrophes `guard_formulas` put in; other texts come back unchanged."""
    return _GUARDED.sub("", text)


# From the frame's types to plain values -----------------------------------------------------------

_SURROGATES = re.compile("[\ud800-\udfff]")
# What XML 1.0 cannot write; it can write tabs, line feeds and carriage returns.
_NOT_IN_CELLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# `_put_text` tells why a text may not start with <r>; a table's header has no way round.
_HEADER = re.compile(rf"(?!<r>)(?=.*\S)[^\x00-\x1f\ufffe\uffff]{{1,{EXCEL_HEADER}}}")


def _whole_text(text: str) -> str:
    """Join split surrogate pairs and replace lone halves by U+FFFD."""
    if text.isascii() or not _SURROGATES.search(text):
        return str(text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _column_names(frame: pd.DataFrame) -> list[str]:
    """Return the frame's column names as text, having checked that they can head a table."""
    names = [_whole_text(str(name)) for name in frame.columns]
    if not names:
        message = "encode: the frame has no columns, so there is no header to write; select at least one column."
        raise ValueError(message)
    seen: dict[str, str] = {}
    for place, name in enumerate(names, 1):
        if not _HEADER.fullmatch(name):
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


def _plain_column(column: pd.Series[Any], name: str) -> list[Plain]:
    """Return the column's values as plain Python values, missing ones as None."""
    if _holds_dates(column):
        column = column.dt.date
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    # Two short ways, for speed, round the look at every cell.
    if isinstance(column.dtype, pd.StringDtype):
        return _map_text(values, _whole_text)
    is_float = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
    if is_float and math.inf not in values and -math.inf not in values:
        return values
    return [_plain_cell(value, name, row) for row, value in enumerate(values, 1)]


def _holds_dates(column: pd.Series[Any]) -> bool:
    """Tell whether the column holds dates the way pandas does: as midnights without a zone."""
    if not (isinstance(column.dtype, np.dtype) and column.dtype.kind == "M"):
        return False
    times = column.dropna()
    return bool((times == times.dt.normalize()).all())


def _plain_cell(value: Any, name: str, row: int) -> Plain:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, bool | np.bool):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        if math.isinf(value):
            message = (
                f"encode: column {name!r}, row {row}, holds {value}, which most files cannot hold; "
                "it often comes from a division by zero: make it missing or drop the row."
            )
            raise ValueError(message)
        return None if math.isnan(value) else float(value)
    if isinstance(value, date):  # datetimes and pandas' own times are dates too
        return value.isoformat()
    if isinstance(value, np.ndarray):  # how DuckDB gives a list
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain_cell(item, name, row) for item in value]
    message = (
        f"encode: column {name!r}, row {row}, holds a {type(value).__name__}, which is neither a "
        "number, text, a date, a time nor a list of these; turn the column into text first."
    )
    raise ValueError(message)


def _map_text(values: Iterable[Plain], change: Callable[[str], str]) -> list[Plain]:
    """Change every text, working each distinct one out once, since columns repeat their texts."""
    values = list(values)
    changed = {text: change(text) for text in {v for v in values if isinstance(v, str)}}
    return [changed[value] if isinstance(value, str) else value for value in values]


def _joined(value: Plain) -> str:
    """Write a value as text: the items of a list joined by "; ", missing ones left out."""
    if isinstance(value, list):
        return "; ".join(_joined(item) for item in value if item is not None)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _without_controls(text: str) -> str:
    return text if text.isprintable() else _NOT_IN_CELLS.sub("", text)


def _flat(values: Iterable[Plain]) -> list[Plain]:
    """Return the values as a sheet's cells hold them: lists joined, control characters dropped."""
    flat = [_joined(value) if isinstance(value, list) else value for value in values]
    return _map_text(flat, _without_controls)


# CSV, JSON, Parquet -------------------------------------------------------------------------------


def _csv(table: Mapping[str, list[Plain]]) -> bytes:
    columns = [
        [_joined(value) if isinstance(value, bool) else value for value in _map_text(_flat(values), guard_formulas)]
        for values in table.values()
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guard_formulas(name) for name in table])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


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
    dates = {name for place, name in enumerate(table) if _holds_dates(frame.iloc[:, place])}
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
    if _holds_dates(column):
        dates: pd.Series[Any] = column.dt.date
        return dates
    keeps_type = (
        pd.api.types.is_numeric_dtype(column.dtype)
        or pd.api.types.is_datetime64_any_dtype(column.dtype)
        or pd.api.types.infer_dtype(column) == "date"
    )
    return column if keeps_type else pd.Series(values, dtype=object)


# Excel --------------------------------------------------------------------------------------------

# Lines above and below the header; with its bands off it fills no cell.
_TABLE_STYLE = "Table Style Light 1"
_WIDTHS = (10, 60)  # narrowest and widest column of the Data sheet, in characters
_COVER_SENTENCE = "The Data sheet holds the figures; the Notes sheet says what each column holds."
_EMPTY_SENTENCE = (
    "An empty cell on the Data sheet means that the value is not known or not published. It never means zero."
)
_LIST_SENTENCE = "Where a cell holds several values, a semicolon and a blank stand between them."


@dataclass(frozen=True)
class _Looks:
    """A workbook's cell formats; `wrapped` and `formula` keep text text when a reader edits it."""

    heading: Any
    header: Any
    wrapped: Any
    formula: Any


def _check_sheet_size(frame: pd.DataFrame) -> None:
    rows, width = frame.shape
    if rows > EXCEL_ROWS - 1:
        message = (
            f"encode: {rows:,} rows are too many for an Excel sheet, which takes "
            f"{EXCEL_ROWS - 1:,} below the header; choose CSV or Parquet, or fewer rows."
        )
        raise ValueError(message)
    if width > EXCEL_COLUMNS:
        message = (
            f"encode: {width:,} columns are too many for an Excel sheet, which takes "
            f"{EXCEL_COLUMNS:,}; choose CSV or Parquet, or fewer columns."
        )
        raise ValueError(message)


def _xlsx(
    table: Mapping[str, list[Plain]],
    about: Sequence[tuple[str, str]],
    title: str,
    descriptions: Mapping[str, str],
    created: datetime,
) -> bytes:
    """Write the sheets Cover, Data and Notes, each with one marked-up table at most.

    No merged cells, no fills and no meaning in looks, as the UK Government Analysis Function asks
    in "Making spreadsheets accessible".
    """
    sink = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        sink,
        {
            "in_memory": True,  # no temporary files, and fixed times within the archive
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    title = _sheet_text(title)
    workbook.set_properties({"title": title, "created": created.astimezone(UTC)})
    looks = _Looks(
        heading=workbook.add_format({"bold": True, "font_size": 14}),
        header=workbook.add_format({"bold": True}),
        wrapped=workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        formula=workbook.add_format({"quote_prefix": True}),
    )
    cover, data, notes = map(workbook.add_worksheet, ("Cover", "Data", "Notes"))
    _write_words(cover, looks, [title, _COVER_SENTENCE], ("About this file", "Detail"), about)
    _write_data(data, looks, table)
    lists = any(isinstance(value, list) for values in table.values() for value in values)
    _write_words(
        notes,
        looks,
        ["Notes", _EMPTY_SENTENCE, *([_LIST_SENTENCE] if lists else [])],
        ("Column", "What it holds"),
        [(name, descriptions.get(name, "").strip() or "Not described.") for name in table],
    )
    workbook.close()
    return sink.getvalue()


def _write_words(
    sheet: Any,
    looks: _Looks,
    sentences: Sequence[str],
    header: tuple[str, str],
    lines: Sequence[tuple[str, str]],
) -> None:
    """Write a heading, sentences under it and, where there are lines, a table of two columns."""
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    for row, sentence in enumerate(sentences):
        _put_text(sheet, (row, 0), sentence, looks.heading if row == 0 else None)
    if not lines:
        return
    top = len(sentences)
    _mark_up_table(sheet, looks, (top, len(lines)), header)
    for row, line in enumerate(lines, 1):
        for place, (name, text) in enumerate(zip(header, line, strict=True)):
            fitting = _fitting(_sheet_text(text), name, row)
            _put_text(sheet, (top + row, place), fitting, looks.wrapped)


def _write_data(sheet: Any, looks: _Looks, table: Mapping[str, list[Plain]]) -> None:
    """Write the table from A1 on, its header frozen."""
    names = list(table)
    _mark_up_table(sheet, looks, (0, len(table[names[0]])), names)
    sheet.freeze_panes(1, 0)
    narrowest, widest = _WIDTHS
    for place, name in enumerate(names):
        cells = _map_text(_flat(table[name]), _sheet_text)
        texts = {value for value in cells if isinstance(value, str)}
        formulas = {text for text in texts if _UNGUARDED.match(text)}
        for row, value in enumerate(cells, 1):
            if isinstance(value, str):
                if value:  # an empty text leaves the cell empty
                    look = looks.formula if value in formulas else None
                    _put_text(sheet, (row, place), _fitting(value, name, row), look)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif value is not None:
                sheet.write_number(row, place, value)
        # Three more for the header, since the filter's button covers its end.
        longest = max([len(name) + 3, *map(len, texts)])
        sheet.set_column(place, place, min(max(longest, narrowest), widest))


def _mark_up_table(sheet: Any, looks: _Looks, extent: tuple[int, int], header: Sequence[str]) -> None:
    """Mark up a table from the first of `extent`, a row, with the second, so many rows of data."""
    top, rows = extent
    sheet.add_table(
        top,
        0,
        top + max(rows, 1),  # Excel has no table without a row: with no data there is an empty one
        len(header) - 1,
        {
            "columns": [{"header": name, "header_format": looks.header} for name in header],
            "name": f"{sheet.get_name()}_table",
            "style": _TABLE_STYLE,
            "banded_rows": False,
        },
    )


def _put_text(sheet: Any, cell: tuple[int, int], text: str, look: Any) -> None:
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes this for rich text of its own making and writes it unescaped, so a cell
        # could break the file or rewrite it. Made of runs it is escaped, and reads the same; the
        # method takes no fewer than three.
        sheet.write_rich_string(*cell, text[:1], text[1:2], text[2:], *([look] if look else []))
    else:
        sheet.write_string(*cell, text, look)


def _sheet_text(text: str) -> str:
    """Drop control characters and make every line end the line feed that Excel uses."""
    return _without_controls(text).replace("\r\n", "\n").replace("\r", "\n")


def _fitting(text: str, name: str, row: int) -> str:
    """Return the text if a cell takes it; XlsxWriter would cut it without a word."""
    if len(text) > EXCEL_TEXT // 2:
        units = len(text.encode("utf-16-le")) // 2
        if units > EXCEL_TEXT:
            message = (
                f"encode: column {name!r}, row {row}, holds {units:,} characters of text, but an "
                f"Excel cell takes {EXCEL_TEXT:,}; choose another format or shorten the text."
            )
            raise ValueError(message)
    return text


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
