"""Tables of a dashboard as files: rows are added to them and taken out, all other rows keep their bytes.

Tables are replaced one after the other, each in one step, in such an order that what stands in the folder keeps every
rule whenever it ends: what is referred to comes first and goes last.
"""

import csv
import fcntl
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from trends.evidence.build import find_faults
from trends.evidence.faults import EvidenceError
from trends.intake.problems import refusal

Rows = Sequence[Mapping[str, str]]

ORDER = ("sources", "documents", "provenance", "surveys", "waves", "questions", "findings")
"""Tables that a survey has rows in; each refers to tables before it alone."""

_MARK = "\ufeff"


class TableFile:
    """One table: its heading, and its rows by column with the text they are written in."""

    def __init__(self, path: Path) -> None:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise refusal(path, f"The table cannot be read: {error}.", "run `check` on the folder first.") from error
        self.path = path
        # A byte order mark stands before the first name and is no part of it.
        self._mark = _MARK if text.startswith(_MARK) else ""
        text = text.removeprefix(_MARK)
        self._ending = "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" else "\n"
        lines = io.StringIO(text, newline="").readlines()
        reader = csv.reader(lines)
        parts: list[tuple[str, list[str]]] = []
        begins = 0
        for record in reader:
            parts.append(("".join(lines[begins : reader.line_num]), record))
            begins = reader.line_num
        self._heading, self._names = parts[0] if parts else ("", [])
        self._records = [(written, dict(zip(self._names, record, strict=False))) for written, record in parts[1:]]
        self.is_changed = False

    @property
    def name(self) -> str:
        """Return the name of the table."""
        return self.path.stem

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the rows by column, all as text."""
        return [row for _, row in self._records if row]

    def add(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Add rows at the end; columns they do not name are empty."""
        for row in rows:
            told = {name: "" if row.get(name) is None else str(row.get(name)) for name in self._names}
            line = io.StringIO(newline="")
            csv.writer(line, lineterminator=self._ending).writerow(told.values())
            self._records.append((line.getvalue(), told))
            self.is_changed = True

    def drop(self, goes: Callable[[Mapping[str, str]], bool]) -> int:
        """Take out rows and return how many."""
        kept = [each for each in self._records if not (each[1] and goes(each[1]))]
        gone = len(self._records) - len(kept)
        self._records = kept
        self.is_changed = self.is_changed or gone > 0
        return gone

    def text(self) -> str:
        """Return the table as it is to be written."""
        parts = [self._heading, *(written for written, _ in self._records)]
        return self._mark + "".join(part if part.endswith("\n") else part + self._ending for part in parts)


def read_tables(folder: Path, names: Collection[str]) -> dict[str, TableFile]:
    """Return tables of a folder by name.

    Raises:
        IntakeError: one cannot be read.
    """
    return {name: TableFile(folder / f"{name}.csv") for name in names}


def copy_tables(folder: Path, target: Path) -> None:
    """Copy the tables of a folder into another, which must not be there yet."""
    shutil.copytree(folder, target, ignore=lambda _, names: [each for each in names if not each.endswith(".csv")])


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder of tables, so that nobody else adds or removes at the same time.

    Raises:
        IntakeError: somebody does, or the folder is none.
    """
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise refusal(folder, f"This is no folder of tables: {error.strerror}.", "name one with --data.") from error
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refusal(
                folder, "Its tables are being changed by somebody else.", "try again when that is done."
            ) from error
        yield
    finally:
        os.close(held)


def replace(
    tables: Mapping[str, TableFile], folder: Path, *, removing: bool = False, checked: bool = True
) -> list[str]:
    """Write the tables that were changed, if the folder then keeps every rule; return their names.

    Args:
        tables: by name; those of ``ORDER``.
        folder: the folder they were read from.
        removing: rows were taken out, so that what refers to others goes first.
        checked: look beforehand whether the folder then keeps every rule.

    Raises:
        EvidenceError: a rule would be broken; nothing is written.
        IntakeError: a file cannot be written; those written until then keep every rule.
    """
    changed = [tables[name] for name in (reversed(ORDER) if removing else ORDER) if tables[name].is_changed]
    if checked:
        _check(changed, folder)
    for table in changed:
        aside = table.path.with_name(f".{table.path.name}.new")
        try:
            with aside.open("w", encoding="utf-8", newline="") as file:
                file.write(table.text())
                file.flush()
                os.fsync(file.fileno())
            shutil.copymode(table.path, aside)
            aside.replace(table.path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            mend = "make room or give the right to write, and run the command again."
            raise refusal(table.path, f"The table cannot be written: {error.strerror}.", mend) from error
    return [table.name for table in changed]


def _check(changed: Iterable[TableFile], folder: Path) -> None:
    """Try the tables that were changed in a copy of their folder.

    Raises:
        EvidenceError: a rule would be broken.
    """
    with tempfile.TemporaryDirectory() as name:
        tried = Path(name) / "tables"
        copy_tables(folder, tried)
        for table in changed:
            (tried / table.path.name).write_text(table.text(), encoding="utf-8", newline="")
        if faults := find_faults(tried):
            raise EvidenceError(faults)
