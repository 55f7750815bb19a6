"""Delimited text: its encoding and separator found out or taken from the mapping, every row held to the headings."""

import codecs
import csv
import io
import re
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from trends.intake.headings import columns_of, heading_rows
from trends.intake.personal import is_personal, mostly_different
from trends.intake.problems import IntakeError, Problem, Severity, quoted, refusal
from trends.intake.quoting import may_be_quoted
from trends.intake.table import Column, FileOptions, Limits, Table
from trends.intake.vocabulary import Vocabulary

SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
# As spreadsheets take it: the first row names the separator.
_SAYS_SEPARATOR = re.compile(r'\ufeff?"?(sep=[^\r\n])"?[,;|\t]*[\r\n]', re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_AT = 6
_HELD_ROWS = 1000
_SHOWN_FAULTS = 20
_SHOWN_WORDS = 3
_NAME_WORDS = 2


def read_delimited(path: Path, options: FileOptions, limits: Limits) -> Table:
    """Read a text file of separated cells.

    Raises:
        IntakeError: the file is no text in its encoding, or holds no answers, zero bytes, an open quotation mark, rows
            of other lengths than the heading, or more than the limits allow; says where.
    """
    encoding, problems = _encoding(path, options)
    try:
        return _read(path, encoding, problems, options, limits)
    except UnicodeDecodeError as error:
        tried = (
            f"no text in {encoding}" if options.encoding or encoding != "cp1252" else "neither UTF-8 nor Windows-1252"
        )
        reason = f"The file is {tried}: the byte {error.object[error.start]:02X} means nothing there."
        mend = "save it as UTF-8 from the survey tool, or say the encoding it has in [file] of the mapping."
        raise refusal(path, reason, mend) from error


def _read(path: Path, encoding: str, problems: list[Problem], options: FileOptions, limits: Limits) -> Table:
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        start = text.read(_CHUNK)
    if not start.strip("\ufeff\r\n "):
        raise refusal(path, "The file holds nothing but a byte order mark.", "export it again from the survey tool.")
    if said := _SAYS_SEPARATOR.match(start):
        reason = f"The first row is no heading: it says which separator the file has ({said[1]})."
        raise refusal(path, reason, "take this row out; the separator is found without it.", rows=(1,))
    delimiter = options.delimiter or _separator(start)
    table = _Reading(path, encoding, delimiter, options, limits).table()
    if encoding == "cp1252" and options.encoding is None:
        problems.append(_not_utf8(table))
    table.problems = problems
    return table


def _encoding(path: Path, options: FileOptions) -> tuple[str, list[Problem]]:
    """Return the encoding, and what is to be told of it."""
    start = path.read_bytes()[:4096] if path.stat().st_size < _CHUNK else path.open("rb").read(4096)
    if options.encoding:
        return _named(path, options.encoding), []
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name, []
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > len(start) // 4 and zeros > 8 * others:
            reason = f"Read as {name.upper().replace('-', ' ', 2)}: every second byte is zero, and no byte order mark."
            return name, [Problem(Severity.WARNING, path.name, reason, f'say encoding = "{name}" in [file].')]
    return ("utf-8" if _is_utf8(path) else "cp1252"), []


def _named(path: Path, name: str) -> str:
    try:
        return codecs.lookup(name).name if name.casefold() != "utf-8-sig" else "utf-8-sig"
    except LookupError:
        mend = 'use the name of one, such as "utf-8", "utf-16" or "cp1252".'
        problem = Problem(Severity.ERROR, path.name, f"There is no encoding {quoted(name)}.", mend, key="file.encoding")
        raise IntakeError([problem]) from None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(start: str) -> str:
    """Return the separator with which the first row has most cells."""

    def cells(separator: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), []))
        except csv.Error:
            # What is wrong with the row is told where all are read.
            return 0

    return max(SEPARATORS, key=cells)


class _Reading:
    """One pass over a file, in which cells are kept and faults collected."""

    def __init__(self, path: Path, encoding: str, delimiter: str, options: FileOptions, limits: Limits) -> None:
        self.path, self.encoding, self.delimiter = path, encoding, delimiter
        self.options, self.limits = options, limits
        self.columns: list[Column] = []
        self.rows = array("I")
        self.ragged: list[tuple[int, Sequence[str]]] = []
        # Rows that were read and stand in no column yet: a column at a time is twice as fast as a cell.
        self._held: list[list[str]] = []

    def table(self) -> Table:
        first: list[tuple[int, list[str]]] = []
        records = self._records()
        for number, cells in records:
            first.append((number, cells))
            if len(first) == _LOOKED_AT:
                break
        if len(first[0][1]) > self.limits.columns:
            raise self._too_wide(len(first[0][1]))
        self.options = heading_rows([cells for _, cells in first], self.options)
        count = self.options.header_rows or 0
        self.columns = columns_of([cells for _, cells in first[:count]] or [[""] * len(first[0][1])], self.options)
        for number, cells in first[count:]:
            self._keep(number, cells)
        for number, cells in records:
            self._keep(number, cells)
        self._part()
        if self.ragged:
            raise IntakeError(self._ragged())
        if not self.rows:
            reason, mend = (
                "There is a heading row and no answers below it.",
                "export the answers too, not only the form.",
            )
            raise refusal(self.path, reason, mend, rows=(max(count, 1),))
        return Table(self.path.name, "delimited text", self.columns, self.rows, count, self.encoding, self.delimiter)

    def _keep(self, number: int, cells: list[str]) -> None:
        if len(cells) != len(self.columns):
            self.ragged.append((number, cells))
        elif not self.ragged:
            if len(self.rows) >= self.limits.rows:
                reason = f"More than {self.limits.rows:,} rows of answers."
                raise refusal(self.path, reason, "split the file, or raise the limit.")
            self._held.append(cells)
            self.rows.append(number)
            if len(self._held) == _HELD_ROWS:
                self._part()

    def _part(self) -> None:
        """Put the rows that are held into their columns."""
        for column, cells in zip(self.columns, zip(*self._held, strict=True), strict=False):
            column.cells.extend(cells)
        self._held = []

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not blank, with their number; a line break in a quoted cell makes no row."""
        csv.field_size_limit(self.limits.cell_characters)
        number, line = 0, 0
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            while True:
                number += 1
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    raise IntakeError([self._open_quote(number, line, str(error))]) from error
                except UnicodeDecodeError as error:
                    mend = "name the encoding in [file] of the mapping, or export as UTF-8."
                    raise refusal(self.path, f"Bytes near row {number} are not {self.encoding}.", mend) from error
                if cells is None:
                    return
                line = reader.line_num
                if any("\0" in cell for cell in cells):
                    reason = f"Row {number} holds zero bytes: the file was damaged when it was copied or written."
                    raise IntakeError(
                        [Problem(Severity.ERROR, self.path.name, reason, "export or copy it again.", (number,))]
                    )
                if cells:
                    yield number, cells

    def _open_quote(self, number: int, line: int, told: str) -> Problem:
        """Return the problem of a quotation mark that does not close, with the column where it opens."""
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as text:
            physical = next((each for at, each in enumerate(text) if at == line), "")
        physical = physical[: self.limits.cell_characters]
        cells = next(csv.reader(io.StringIO(physical.replace("\0", "")), delimiter=self.delimiter), [""])
        at = len(cells) - 1
        if "expected after" in told:
            reason = f"In row {number} a text goes on after its closing quotation mark, or a mark was opened before it."
            return Problem(Severity.ERROR, self.path.name, reason, "double the marks inside a text.", (number,))
        name = self.columns[at].name if at < len(self.columns) else f"#{at + 1}"
        reason = f"A quotation mark opened in row {number} ({name}) is never closed: the rest would be one cell."
        mend = "close it, or double quotation marks that belong to a text."
        return Problem(Severity.ERROR, self.path.name, reason, mend, (number,), (name,))

    def _ragged(self) -> list[Problem]:
        """Return a problem for rows of another length; many in another separator are one export put under another."""
        for other in SEPARATORS:
            numbers = [n for n, cells in self.ragged if len(self.delimiter.join(cells).split(other)) > 2]  # noqa: PLR2004
            if other != self.delimiter and len(numbers) > 1 and all(len(c) == 1 for _, c in self.ragged):
                first, last = numbers[0], numbers[-1]
                reason = (
                    f"Rows up to {first - 1} are separated by {self.delimiter!r}, rows {first} to {last} by {other!r}:"
                    " two exports were put together."
                )
                mend = "read each export as a file of its own."
                return [Problem(Severity.ERROR, self.path.name, reason, mend, (first,))]
        wide = len(self.columns)
        return [
            Problem(
                Severity.ERROR,
                self.path.name,
                f"Row {number} has {len(cells)} cells, the heading has {wide}.",
                "is a separator inside a text not quoted? Quote texts that have it in them, or export again.",
                (number,),
            )
            for number, cells in self.ragged[:_SHOWN_FAULTS]
        ]

    def _too_wide(self, count: int) -> IntakeError:
        reason = f"{count:,} columns; at most {self.limits.columns:,} are read. Did the export turn rows into columns?"
        return IntakeError(
            [Problem(Severity.ERROR, self.path.name, reason, "export one row for each respondent.", (1,))]
        )


def _names_nobody(column: Column, value: str, respondents: int, vocabulary: Vocabulary) -> bool:
    """Say whether a cell may be quoted before a mapping says what its column is: a country, or what several gave.

    Fewer than three words may be a name, written as it may.
    """
    if is_personal(column):
        return False
    if vocabulary.country(value)[0] is not None:
        return True
    return not mostly_different(column) and len(value.split()) > _NAME_WORDS and may_be_quoted(value, respondents)


def _not_utf8(table: Table) -> Problem:
    """Return what to look at in a text read as Windows-1252: the first words that are not plain letters."""
    vocabulary = Vocabulary()
    odd = [
        (column.cells.rows_of([value])[0], column, f"{quoted(value)} " if may else "")
        for column in table.columns
        for value, count in column.cells.counts().items()
        if not value.isascii()
        for may in [_names_nobody(column, value, count, vocabulary)]
    ]
    # Words that may be quoted first: they show at once whether they were read well.
    odd.sort(key=lambda each: (not each[2], each[0]))
    shown = [each for each in odd if each[2]][:_SHOWN_WORDS] or odd[:_SHOWN_WORDS]
    words = ", ".join(f"{word}(row {table.rows[row]})" if word else f"row {table.rows[row]}" for row, _, word in shown)
    return Problem(
        Severity.WARNING,
        table.file,
        f"Not UTF-8; read as Windows-1252. Check {words or 'the headings'}.",
        'name the encoding in [file] of the mapping, as in encoding = "cp1252", or export as UTF-8.',
        table.file_rows(row for row, _, _ in shown),
        tuple(dict.fromkeys(column.name for _, column, _ in shown)),
    )
