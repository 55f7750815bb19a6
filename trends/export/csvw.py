"""What a CSV file holds, as metadata for programs: CSV on the Web (W3C, 2015), beside the file.

A program that knows the vocabulary finds the metadata at the name of the file with “-metadata.json” at its end.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from trends.export.plain import Plain, holds_dates, plain_column

ENDING = "-metadata.json"
MEDIA_TYPE = "application/csvm+json"


@dataclass(frozen=True)
class FileWords:
    """What is said of a whole file: title, description, source with its address, terms and notes, each as words."""

    title: str
    description: str = ""
    source: str = ""
    source_url: str = ""
    licence: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def metadata(file_name: str, frame: pd.DataFrame, said: FileWords, columns: Mapping[str, str]) -> bytes:
    """Return the metadata of a CSV file as :func:`trends.export.encode.encode` writes it.

    Args:
        file_name: of the CSV file, in the same folder.
        frame: its rows.
        said: what it is.
        columns: what a column holds, by its name.
    """
    told = {
        "dc:title": said.title,
        "dc:description": said.description,
        "dc:source": said.source,
        "dc:references": {"@id": said.source_url} if said.source_url else None,
        "dc:license": said.licence,
        "notes": [{"label": label, "text": text} for label, text in said.notes.items()],
    }
    listed = [_column(frame, place, columns) for place in range(frame.shape[1])]
    made = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file_name,
        **{name: value for name, value in told.items() if value},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": listed},
    }
    return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode()


def _column(frame: pd.DataFrame, place: int, columns: Mapping[str, str]) -> dict[str, object]:
    name = str(frame.columns[place])
    values = plain_column(frame.iloc[:, place], name)
    lists = any(isinstance(value, list) for value in values)
    flat = [each for value in values for each in (value if isinstance(value, list) else [value])]
    return {
        "name": name,
        "titles": name,
        **({"dc:description": columns[name]} if name in columns else {}),
        "datatype": "date" if holds_dates(frame.iloc[:, place]) else _datatype(flat),
        **({"separator": "; "} if lists else {}),
    }


def _datatype(values: Sequence[Plain]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "integer"
    return "number" if kinds and kinds <= {int, float} else "string"
