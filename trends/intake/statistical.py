"""Files of SPSS and Stata: typed columns with labels and missing codes, handed on as text."""

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyreadstat

from trends.intake.problems import refusal
from trends.intake.table import Column, FileOptions, Limits, Table, number_text
from trends.intake.typed import BATCH, check_size, text_of

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


def _read(path: Path, container: str, reader: Callable[..., Any], limits: Limits) -> Table:
    program = {"sav": "SPSS", "dta": "Stata"}[container]
    try:
        _, meta = reader(path, metadataonly=True, user_missing=True)
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as broken:
        raise refusal(path, f"The {program} file cannot be read: {broken}.", "save it again.") from broken
    promised = meta.number_rows
    check_size(path, len(meta.column_names), promised or 0, limits)
    columns = [_column(at, name, meta, container) for at, name in enumerate(meta.column_names, 1)]
    read = 0
    try:
        for frame in _frames(path, reader, limits):
            for column, name in zip(columns, frame.columns, strict=True):
                for cell in frame[name].tolist():
                    column.cells.append(text_of(cell))
            read += len(frame)
    except pyreadstat.ReadstatError as broken:
        reason = (
            f"The {program} file ends in the middle (did the download break off?): its dictionary names"
            f" {promised} respondents, fewer can be read."
        )
        raise refusal(path, reason, "copy or download it again.") from broken
    if not read:
        raise refusal(path, f"The {program} file holds no respondents.", "export it with its answers.")
    sets = {
        name: (each["label"], tuple(each["variable_list"]), number_or_text(each.get("counted_value")))
        for name, each in (getattr(meta, "mr_sets", None) or {}).items()
    }
    weight = _weight(path, meta) if container == "sav" else ""
    encoding = (meta.file_encoding or "").casefold()
    return Table(path.name, container, columns, range(1, read + 1), encoding=encoding, weight=weight, sets=sets)


def _frames(path: Path, reader: Callable[..., Any], limits: Limits) -> Iterator[Any]:
    at = 0
    while at <= limits.rows:
        frame, _ = reader(path, row_offset=at, row_limit=BATCH, user_missing=True, apply_value_formats=False)
        if not frame.empty:
            yield frame
        if len(frame) < BATCH:
            return
        at += BATCH
    raise refusal(path, f"More than {limits.rows:,} rows.", "split the file.")


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
