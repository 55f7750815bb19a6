"""What the dashboard sends, read back: files of each format, tables of plain pages, tables of drawn pages."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from tests.drawn import is_card, table_of, texts_of_markup

Row = Mapping[str, Any]
# What holds a card, and what a listing.
_OWN = {"article", "section"}


def rows_of(body: bytes, format_name: str) -> list[Row]:
    """Return the rows of a file as it gives them, by column.

    Raises:
        ValueError, KeyError, OSError: it is no file of this format.
    """
    if format_name == "csv":
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    if format_name == "json":
        told = json.loads(body)
        listed: list[Row] = told["rows"] if isinstance(told, dict) else told
        return listed
    if format_name == "parquet":
        read: list[Row] = pq.read_table(io.BytesIO(body)).to_pylist()
        return read
    return _of_workbook(body)


def _of_workbook(body: bytes) -> list[Row]:
    """Return the rows of the sheet of data: the one with the most rows."""
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    sheet = book["Data"] if "Data" in book.sheetnames else max(book, key=lambda each: each.max_row or 0)
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def members(body: bytes, ending: str) -> dict[str, bytes]:
    """Return the files of an archive whose names end so, by the name of their table."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        named = [name for name in archive.namelist() if name.endswith(ending)]
        return {name.rpartition("/")[2].removesuffix(ending): archive.read(name) for name in named}


@dataclass
class Shown:
    """A card or listing as a page shows it: its key, all its words, and its table, if it has one."""

    key: str
    words: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class _Cards(HTMLParser):
    """Finds the cards and listings of a plain page, each an article or a section of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Shown] = []
        self._cell: list[str] | None = None
        self._row: list[str] = []
        self._drawing = 0
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _OWN:
            self.cards.append(Shown(dict(attrs).get("id") or ""))
            self._inside = True
        elif tag == "tr":
            self._row = []
        elif tag in {"th", "td"}:
            self._cell = []
        elif tag == "svg":
            self._drawing += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _OWN:
            self._inside = False
        elif tag in {"th", "td"} and self._cell is not None:
            self._row.append("".join(self._cell))
            self._cell = None
        elif tag == "tr" and self._inside:
            if self.cards[-1].headings:
                self.cards[-1].rows.append(self._row)
            else:
                self.cards[-1].headings = self._row
        elif tag == "svg":
            self._drawing -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
        elif self._inside and not self._drawing:
            self.cards[-1].words += f"{data}\n"


def cards_of_html(body: str) -> list[Shown]:
    """Return the cards and listings of a plain page."""
    found = _Cards()
    found.feed(body)
    return found.cards


def cards_of_messages(page: str, messages: Sequence[Any]) -> list[Shown]:
    """Return the cards of a drawn page, as its browser gets them: each is an element that names its address."""
    cards: list[Shown] = []
    for message in messages:
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            continue
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "heading":
            # What stands below a heading is of no card before it.
            cards.append(Shown("", f"{element.heading.body}\n"))
        elif kind == "markdown" and cards:
            cards[-1].words += f"{element.markdown.body}\n"
        elif kind == "bidi_component" and is_card(given := json.loads(element.bidi_component.json)):
            table = table_of(given)
            written = "".join((given["under"], given["below"], given["table"]["below"], given["known"]))
            words = "\n".join((given["title"], *texts_of_markup(written), ""))
            key = given["anchor"].removeprefix(f"{page}-")
            cards.append(Shown(key, words, table.columns.tolist(), table.to_numpy().tolist()))
    return [card for card in cards if card.key]


def fingerprint_of(messages: Sequence[Any]) -> str:
    """Return the fingerprint of the evidence that a drawn page names at its end; empty where it names none."""
    for message in reversed(messages):
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "markdown" and "Evidence " in element.markdown.body:
                return str(element.markdown.body.rpartition("Evidence ")[2][:12])
    return ""
