"""The four tables a reader can download, each with its filters: one code for the pages' downloads and the API."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode, urlsplit

import pandas as pd

from trends.export import csvw, encode
from trends.request.cut import WHOLE, Cut, key_of, unknown_key
from trends.request.filters import FIELD_NAMES, Vocabulary, describe
from trends.request.tables import DataTable
from trends.store.store import Store
from trends.words import grammar, protection
from trends.words.columns import MEANINGS
from trends.words.text import plain

# The terms of reuse (``data/reuse_terms.csv``) under which a row may be shown and must not stand in a file.
NOT_HANDED_ON = "not_handed_on"
TERMS = "Each row names its source and licence; cite the source."


def rows(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the rows of a table that the filters select; fields not in ``selection`` restrict nothing.

    Rows whose terms forbid handing them on are left out; :func:`left_out` counts them.

    Shape: as the header of ``queries/<table>.sql`` says.

    Raises:
        ValueError: the selection has a choice in a field that does not apply to the table, so the rows would not be
            what a file says of them.
    """
    if foreign := [field for field, codes in selection.items() if codes and field not in table.fields]:
        raise ValueError(
            f"The table {table.name} has no filter {', '.join(foreign)}; leave it out of the selection. "
            f"Its filters are {', '.join(table.fields)}."
        )
    found = _found(store, table, selection)
    barred = found["reuse"] == NOT_HANDED_ON
    return found[~barred].reset_index(drop=True) if barred.any() else found


def left_out(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]]) -> int:
    """Return how many rows under the filters no file has, since their terms forbid handing them on."""
    return int((_found(store, table, selection)["reuse"] == NOT_HANDED_ON).sum())


def count(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]]) -> int:
    """Return how many rows of a table the filters select, those that are left out of files included."""
    return store.count(table.name, **_parameters(table, selection))


def _found(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    return store.ask(table.name, **_parameters(table, selection))


def _parameters(table: DataTable, selection: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str] | str]:
    parameters: dict[str, Sequence[str] | str] = {field: list(selection.get(field, [])) for field in table.fields}
    if "search" in parameters:
        parameters["search"] = " ".join(parameters["search"]).strip()
    return parameters


def columns_of(store: Store, table: DataTable) -> pd.DataFrame:
    """Return a table without rows: its columns in their order, with their types."""
    # No country has this code, so nothing is read.
    return rows(store, table, {"country": [""]})


def part(frame: pd.DataFrame, table: DataTable, cut: Cut) -> tuple[pd.DataFrame, str]:
    """Return a part of a table's rows, and the key of its last row where more follow; else an empty key.

    Raises:
        FilterError: no row has the key after which the part begins.
    """
    if not (cut.limit or cut.after):
        return (frame[list(cut.columns)] if cut.columns else frame), ""
    keys = [key_of(values) for values in zip(*(frame[name] for name in table.key), strict=True)]
    if cut.after and cut.after not in keys:
        raise unknown_key(cut.after, table.name)
    first = keys.index(cut.after) + 1 if cut.after else 0
    last = first + cut.limit if cut.limit else len(frame)
    told = frame.iloc[first:last].reset_index(drop=True)
    return (told[list(cut.columns)] if cut.columns else told), keys[last - 1] if last < len(frame) else ""


def following(store: Store, table: DataTable, selection: Mapping[str, Sequence[str]], cut: Cut) -> str:
    """Return the key of the last row of a part where its limit leaves rows after it; else an empty one.

    Raises:
        FilterError: no row has the key after which the part begins.
    """
    return part(rows(store, table, selection), table, cut)[1] if cut.limit else ""


def encoded(
    store: Store,
    vocabulary: Vocabulary,
    table: DataTable,
    selection: Mapping[str, Sequence[str]],
    format_name: str,
    cut: Cut = WHOLE,
    left_aside: Sequence[str] = (),
) -> bytes:
    """Return the rows of a table as a file of the format ``format_name`` (csv, json, xlsx, parquet).

    Args:
        store: the evidence.
        vocabulary: its names and codes.
        table: the table.
        selection: codes by filter.
        format_name: a key of ``encode.FORMATS``.
        cut: which part of the rows, and how they are written.
        left_aside: filters that were asked for and do not apply to the table.

    Raises:
        FilterError: no row has the key after which the part begins.
    """
    frame, following, told = _told(store, vocabulary, table, selection, cut, left_aside)
    made = encode.encode(
        frame,
        format_name,
        title=title_of(table),
        about=told,
        columns=MEANINGS,
        mark=cut.mark,
    )
    return _in_object(made, told, left_aside, following) if cut.about and format_name == "json" else made


def metadata(
    store: Store,
    vocabulary: Vocabulary,
    table: DataTable,
    selection: Mapping[str, Sequence[str]],
    url: str,
    cut: Cut = WHOLE,
    left_aside: Sequence[str] = (),
) -> bytes:
    """Return what the CSV file of the same rows holds, as CSV on the Web.

    Args:
        store: the evidence.
        vocabulary: its names and codes.
        table: the table.
        selection: codes by filter.
        url: of the file, as seen from that of its metadata.
        cut: which part of the rows.
        left_aside: filters that were asked for and do not apply to the table.

    Raises:
        FilterError: no row has the key after which the part begins.
    """
    frame, _, told = _told(store, vocabulary, table, selection, cut, left_aside)
    return csvw.metadata(url, frame, file_words(table, dict(told)), MEANINGS)


def file_words(table: DataTable, notes: Mapping[str, str]) -> csvw.FileWords:
    """Return what the metadata of a table's file says of it as a whole, with notes by their label."""
    return csvw.FileWords(title_of(table), f"One row is one {table.row}.", licence=TERMS, notes=notes)


def title_of(table: DataTable) -> str:
    """Return what a file of a table calls itself."""
    return f"Digital Trends: {table.title.lower()}"


def _told(
    store: Store,
    vocabulary: Vocabulary,
    table: DataTable,
    selection: Mapping[str, Sequence[str]],
    cut: Cut,
    left_aside: Sequence[str],
) -> tuple[pd.DataFrame, str, list[tuple[str, str]]]:
    """Return the rows of a file, the key after which further ones begin, and what the file says of itself."""
    whole = rows(store, table, selection)
    frame, following = part(whole, table, cut)
    told = about(store, vocabulary, selection, len(frame), table.row)
    if said := guarded_words(frame):
        told.insert(-3, ("Protection", said))
    if cut.limit or cut.after:
        told.insert(2, ("Rows under the filters", f"{len(whole):,}"))
    if left_aside:
        names = ", ".join(FIELD_NAMES.get(field, field) for field in left_aside)
        told.insert(-3, ("Filters left aside", f"{names}: this table has no such column"))
    if barred := left_out(store, table, selection):
        told.insert(-3, ("Rows left out", left_out_words(barred)))
    return frame, following, told


def guarded_words(frame: pd.DataFrame) -> str:
    """Return how those who answered are protected, where rows are of guarded figures; else an empty text."""
    if "origin" not in frame or not (guarded := frame["origin"] == protection.GUARDED).any():
        return ""
    of_these = "" if guarded.all() else f"Of rows with the origin “{protection.GUARDED}”: "
    return of_these + plain(protection.addressed(protection.SENTENCE, ""))


def left_out_words(count: int) -> str:
    """Return how many rows are left out of a file, and why."""
    rows_are = "1 row is" if count == 1 else f"{count:,} rows are"
    return f"{rows_are} shown on the pages only: the terms of the publisher forbid handing them on"


def _in_object(listed: bytes, told: Sequence[tuple[str, str]], left_aside: Sequence[str], following: str) -> bytes:
    """Return a list of rows as JSON within an object that says what they are; ``after`` is the key for those after."""
    said = {"about": dict(told), "filters_left_aside": list(left_aside), "after": following or None}
    return json.dumps(said, ensure_ascii=False).encode()[:-1] + b', "rows": ' + listed.rstrip() + b"}\n"


def about(
    store: Store,
    vocabulary: Vocabulary,
    selection: Mapping[str, Sequence[str]],
    row_count: int,
    row: str = "",
) -> list[tuple[str, str]]:
    """Return what a file says of itself: label and text, in order; what one row is only where that is given."""
    chosen = [
        (FIELD_NAMES.get(field, grammar.capitalised(field)), describe(vocabulary, {field: codes}))
        for field, codes in selection.items()
        if codes
    ]
    return [
        *([("One row is", f"one {row}")] if row else []),
        ("Rows", f"{row_count:,}"),
        *(chosen or [("Filters", "none")]),
        ("Evidence", store.fingerprint),
        ("Made on", date.today().isoformat()),  # noqa: DTZ011 - a day, as the reader's calendar says
        ("Terms", TERMS),
    ]


def file_name(what: str, vocabulary: Vocabulary, selection: Mapping[str, Sequence[str]], format_name: str) -> str:
    """Return a file name that says what is in it and which filters made it."""
    # In one order, so that a page and an address with the same filters give a file the same name.
    names = {
        field: [vocabulary.names.get(field, {}).get(str(code), str(code)) for code in selection[field]]
        for field in sorted(selection, key=list(FIELD_NAMES).index)
        if selection[field]
    }
    return encode.file_name(what, names, encode.FORMATS[format_name].extension)


def origin(page_address: str | None) -> str:
    """Return the scheme and host of a page's address, as in “https://example.org”; empty where it is not known."""
    parts = urlsplit(page_address or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def data_address(table: DataTable, format_name: str, chosen: Iterable[tuple[str, str]], host: str = "") -> str:
    """Return the address of a table's rows under filters.

    Args:
        table: the table.
        format_name: csv, json, xlsx or parquet.
        chosen: filters and names, a filter once for each name; those the table does not know are left out.
        host: what stands before the path, as :func:`origin` gives it.
    """
    known = [(field, name) for field, name in chosen if field in table.parameters]
    return f"{host}/api/v1/{table.name}.{format_name}{f'?{urlencode(known)}' if known else ''}"
