"""Reads an export of any container; which one it is, is told by its first bytes and held against its name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from trends.intake.delimited import SEPARATORS
from trends.intake.problems import IntakeError, missing, refusal
from trends.intake.table import FileOptions, Limits, Table

Reader = Callable[[Path, FileOptions, Limits], Table]
# By module and function: each loads a library of its own, which only files of its kind wait for.
_READERS = {
    "workbook": ("workbook", "read_workbook"),
    "sav": ("statistical", "read_sav"),
    "dta": ("statistical", "read_dta"),
    "parquet": ("parquet", "read_parquet"),
    "delimited text": ("delimited", "read_delimited"),
}
_ENDINGS = {
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".sav": "sav",
    ".zsav": "sav",
    ".dta": "dta",
    ".parquet": "parquet",
    ".csv": "delimited text",
    ".tsv": "delimited text",
    ".txt": "delimited text",
}
_LEGAL = ", ".join(_ENDINGS)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_OLD_STATA = (b"\x71", b"\x72", b"\x73")


def read(path: Path, options: FileOptions | None = None, limits: Limits | None = None) -> Table:
    """Read an export.

    Raises:
        IntakeError: it cannot be read, or not all of it; says what, where and how to mend it.
    """
    allowed = limits or Limits()
    if not path.is_file():
        raise missing(path, "export", f"give the path of an export: {_LEGAL}.", tuple(_ENDINGS))
    size = path.stat().st_size
    if size == 0:
        raise refusal(path, "The file is empty (0 bytes).", "export it again from the survey tool.")
    if size > allowed.bytes:
        reason = f"The file has {size:,} bytes; at most {allowed.bytes:,} are read."
        raise refusal(path, reason, "leave out columns that are not needed, or split it.")
    with path.open("rb") as file:
        start = file.read(64)
    container = _container(path, start)
    named = _ENDINGS.get(path.suffix.casefold())
    if named is not None and named != container:
        raise refusal(path, *_misnamed(path, named, container))
    if named is None and path.suffix:
        raise _other_ending(path, container)
    module, function = _READERS[container]
    reader: Reader = getattr(import_module(f"trends.intake.{module}"), function)
    return reader(path, options or FileOptions(), allowed)


def _container(path: Path, start: bytes) -> str:
    if start.startswith(_OLD_WORKBOOK):
        if _PROTECTED in path.read_bytes():
            reason = "The workbook is protected with a password."
            raise refusal(path, reason, "save it without one; no password is asked for here.")
        raise refusal(path, "This is a workbook of the old kind (.xls).", "save it as .xlsx or .csv.")
    if start.startswith(b"PK"):
        return "workbook"
    if start.startswith((b"$FL2", b"$FL3")):
        return "sav"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"<stata_dta>") or (start[:1] in _OLD_STATA and start[1:2] in {b"\x01", b"\x02"}):
        return "dta"
    return "delimited text"


def _other_ending(path: Path, container: str) -> IntakeError:
    reason = f"The ending {path.suffix} is none that is read: {_LEGAL}."
    ending = next(each for each, kind in _ENDINGS.items() if kind == container)
    mend = f"export the answers again as one of them, or rename it to {ending} if it is one."
    if container == "delimited text":
        mend = "export the answers again as one of them, or rename it to .csv if it is text with separators."
    return refusal(path, reason, mend)


def _misnamed(path: Path, named: str, container: str) -> tuple[str, str]:
    if container != "delimited text":
        return f"The name ends in {path.suffix} but this is a {container}.", "give it the ending it should have."
    with path.open("rb") as file:
        line = file.read(4096).decode("utf-8", "replace").splitlines()[0]
    separator = max(SEPARATORS, key=line.count)
    kind = {"workbook": "workbook", "parquet": "Parquet file"}.get(named, f".{named} file")
    return (
        f"The name ends in {path.suffix} but this is no {kind}; it looks like text separated by {separator!r}.",
        "rename it to .csv." if separator in line else "export it again from the survey tool.",
    )
