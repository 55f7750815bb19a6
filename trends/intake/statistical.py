"""Files of statistical programs and Parquet: typed columns with labels and missing codes, handed on as text."""

import datetime as dt
import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat

from trends.intake.problems import IntakeError, Problem, Severity
from trends.intake.table import LIST_SEPARATOR, Column, FileOptions, Limits, Table, number_text

_BATCH = 20_000
_SEGMENT = 8
_LONG_STRING, _PIECE = 255, 252


def read_sav(path: Path, _options: FileOptions, limits: Limits) -> Table:
    """Read an SPSS file: labels, user-missing values, multiple-response sets and the case weight its header names.

    Raises:
        IntakeError: it ends in the middle, is broken, or has more than the limits allow.
    """
    return _read(path, "sav", pyreadstat.read_sav, limits)


def read_dta(path: Path, _options: FileOptions, limits: Limits) -> Table:
    """Read a Stata file: labels and missing codes.

    Raises:
        IntakeError: it ends in the middle, is broken, or has more than the limits allow.
    """
    return _read(path, "dta", pyreadstat.read_dta, limits)


def _error(path: Path, reason: str, mend: str) -> IntakeError:
    return IntakeError([Problem(Severity.ERROR, path.name, reason, mend)])


def _read(path: Path, container: str, reader: Callable[..., Any], limits: Limits) -> Table:
    program = {"sav": "SPSS", "dta": "Stata"}[container]
    try:
        _, meta = reader(path, metadataonly=True, user_missing=True)
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        raise _error(path, f"The {program} file cannot be read: {error}.", "save it again.") from error
    promised = meta.number_rows
    _check(path, len(meta.column_names), promised or 0, limits)
    columns = [_column(at, name, meta, container) for at, name in enumerate(meta.column_names, 1)]
    read = 0
    try:
        for frame in _frames(path, reader, limits):
            for column, name in zip(columns, frame.columns, strict=True):
                for cell in frame[name].tolist():
                    column.cells.append(_text(cell))
            read += len(frame)
    except pyreadstat.ReadstatError as error:
        reason = (
            f"The {program} file ends in the middle (did the download break off?): its dictionary names"
            f" {promised} respondents, fewer can be read."
        )
        raise _error(path, reason, "copy or download it again.") from error
    if not read:
        raise _error(path, f"The {program} file holds no respondents.", "export it with its answers.")
    sets = {
        name: (each["label"], tuple(each["variable_list"]), number_or_text(each.get("counted_value")))
        for name, each in (getattr(meta, "mr_sets", None) or {}).items()
    }
    weight = _weight(path, meta) if container == "sav" else ""
    encoding = (meta.file_encoding or "").casefold()
    return Table(path.name, container, columns, range(1, read + 1), encoding=encoding, weight=weight, sets=sets)


def _check(path: Path, columns: int, rows: int, limits: Limits) -> None:
    if columns > limits.columns or rows > limits.rows:
        most = f"{limits.columns:,} columns and {limits.rows:,} rows"
        reason = f"{columns:,} columns and {rows:,} rows; at most {most} are read."
        raise _error(path, reason, "leave out what is not needed, or split the file.")


def _frames(path: Path, reader: Callable[..., Any], limits: Limits) -> Iterator[Any]:
    at = 0
    while at <= limits.rows:
        frame, _ = reader(path, row_offset=at, row_limit=_BATCH, user_missing=True, apply_value_formats=False)
        if not frame.empty:
            yield frame
        if len(frame) < _BATCH:
            return
        at += _BATCH
    raise _error(path, f"More than {limits.rows:,} rows.", "split the file.")


def _column(at: int, name: str, meta: Any, container: str) -> Column:
    labels = {number_or_text(code): str(label) for code, label in meta.variable_value_labels.get(name, {}).items()}
    ranges, texts = [], set()
    for each in (meta.missing_ranges or {}).get(name, ()):
        if isinstance(each["lo"], str):
            texts.add(each["lo"].strip())
        else:
            ranges.append((float(each["lo"]), float(each["hi"])))
    if container == "dta":
        texts.update(str(code) for code in (meta.missing_user_values or {}).get(name, ()))
    text = meta.column_names_to_labels.get(name) or name
    return Column(at, name, text, labels=labels, missing=tuple(ranges), missing_texts=frozenset(texts))


def number_or_text(code: object) -> str:
    """Return a code as the cells have it."""
    return number_text(float(code)) if isinstance(code, (int, float)) else str(code)


def _weight(path: Path, meta: Any) -> str:
    """Return the column that the header names as the case weight.

    The header holds, from byte 76, the place of the weight among the file's variable records: a number has one, a text
    one for each eight bytes (PSPP's description of the format).
    """
    with path.open("rb") as file:
        header = file.read(80)
    order = "<" if struct.unpack("<i", header[64:68])[0] in {2, 3} else ">"
    wanted = struct.unpack(f"{order}i", header[76:80])[0]
    at = 1
    for name in meta.column_names:
        if at == wanted:
            return str(name)
        kind = str(meta.original_variable_types.get(name, ""))
        width = int(kind[1:]) if kind[:1] == "A" and kind[1:].isdigit() else 0
        at += _segments(width)
    return ""


def _segments(width: int) -> int:
    if width <= _LONG_STRING:
        return max(1, math.ceil(width / _SEGMENT))
    pieces, left = divmod(width, _PIECE)
    return pieces * math.ceil(_LONG_STRING / _SEGMENT) + math.ceil(left / _SEGMENT)


def read_parquet(path: Path, _options: FileOptions, limits: Limits) -> Table:
    """Read a Parquet file; a list in a cell keeps its order.

    Raises:
        IntakeError: it is broken, has structures in its cells, or more than the limits allow.
    """
    try:
        file = pq.ParquetFile(path)
        meta = file.metadata
        _check(path, len(file.schema_arrow), meta.num_rows, limits)
        unpacked = sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups))
        if unpacked > limits.bytes:
            raise _error(path, f"The file unpacks to {unpacked / 1e6:,.0f} MB.", "leave out columns or split it.")
        columns = [_parquet_column(path, at, each) for at, each in enumerate(file.schema_arrow, 1)]
        for batch in file.iter_batches(_BATCH):
            for column, cells in zip(columns, batch.columns, strict=True):
                for cell in cells.to_pylist():
                    column.cells.append(_text(cell))
    except (pa.ArrowException, OSError) as error:
        raise _error(
            path, f"The Parquet file cannot be read: {str(error).splitlines()[0]}.", "write it again."
        ) from error
    if not meta.num_rows:
        raise _error(path, "The Parquet file holds no rows.", "write it with its answers.")
    return Table(path.name, "parquet", columns, range(1, meta.num_rows + 1))


def _parquet_column(path: Path, at: int, given: pa.Field) -> Column:
    kind = given.type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if pa.types.is_nested(kind) and not (is_list and not pa.types.is_nested(kind.value_type)):
        reason = f"Column '{given.name}' holds structures ({kind})."
        raise _error(path, reason, "write each part as a column of its own.")
    return Column(at, given.name, given.name, is_list=is_list)


def _text(cell: Any) -> str:
    if isinstance(cell, list):
        return LIST_SEPARATOR.join(_text(each) for each in cell)
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return number_text(float(cell)) if isinstance(cell, float) else str(cell)
    if isinstance(cell, (dt.date, dt.datetime, dt.time)):
        return str(cell.isoformat())
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace").strip()
    return str(cell).strip()
