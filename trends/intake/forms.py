"""A form's own list of codes and labels, by which an export of codes is read: a table of choices, or an XLSForm.

KoboToolbox, ODK, SurveyCTO and Ona make forms of a workbook with the sheets ``choices`` (list_name, name, label) and
``survey`` (type, name, label); of any other tool a table with the columns of ``choices`` does.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trends.intake import readers
from trends.intake.problems import IntakeError, Problem, listed, missing, quoted, refusal
from trends.intake.table import Column, FileOptions, Limits, Table, one_line

ONE, SEVERAL, ORDER = "one", "several", "order"
_CHOICES, _SURVEY = "choices", "survey"
_TYPE = re.compile(r"(select[ _]one|select[ _]multiple|rank)(?: from)?\s+(\S+)", re.IGNORECASE)
_KIND = {"select_one": ONE, "select_multiple": SEVERAL, "rank": ORDER}
_ENDINGS = (".csv", ".xlsx", ".xls")


@dataclass(frozen=True)
class Asked:
    """A question of a form: its path as headings of exports have it, how it is answered, its list and its words.

    ``kind`` and ``choices`` are empty where it is not answered by choices.
    """

    path: str
    kind: str
    choices: str
    text: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Form:
    """Labels by code for each list, what is to be decided of a list before its labels are used, and the questions.

    A table of choices alone has no questions. ``languages`` are those its choices have labels in; "" is one not named.
    """

    lists: Mapping[str, Mapping[str, str]]
    doubts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: Sequence[Asked] = ()
    languages: Sequence[str] = ()


class LanguageError(IntakeError):
    """Which labels are meant is open: they are there in several ``languages``, or not in the one that was named."""

    def __init__(self, problems: Sequence[Problem], languages: Sequence[str]) -> None:
        super().__init__(problems)
        self.languages = tuple(languages)


def read_form(path: Path, language: str = "", limits: Limits | None = None) -> Form:
    """Read the choices of a form, and its questions where the file has them.

    Args:
        path: a table of choices (``.csv``) or the workbook of the form (``.xlsx``).
        language: which labels are taken where the form has them in several languages.
        limits: what is read at most; None = as of an export.

    Raises:
        IntakeError: the file cannot be read, or has no choices.
        LanguageError: it is open which language is meant.
    """
    if not path.is_file():
        raise missing(path, "file of choices", "give the table of choices, or the workbook of the form.", _ENDINGS)
    sheets = _sheets(path, limits or Limits())
    if sheets and _CHOICES not in sheets:
        reason = f"The workbook has no sheet “{_CHOICES}”; it has {listed(sheets)}."
        raise refusal(path, reason, "give the form itself, as the tool downloads it (XLSForm).")
    choices = _read(path, _CHOICES if sheets else None, limits)
    lists, doubts = _lists(path, choices, language)
    asked = _asked(path, _read(path, _SURVEY, limits), lists, language) if _SURVEY in sheets else []
    return Form(lists, doubts, asked, tuple(_labels_by_language(choices)))


def _sheets(path: Path, limits: Limits) -> list[str]:
    if path.suffix.casefold() != ".xlsx":
        return []
    from trends.intake.workbook import sheets  # noqa: PLC0415 (loads a library that only workbooks wait for)

    return sheets(path, limits)


def _read(path: Path, sheet: str | None, limits: Limits | None) -> Table:
    table = readers.read(path, FileOptions(header_rows=1, sheet=sheet), limits)
    for column in table.columns:
        # “list name” and “Label::English” are written in several ways.
        head, mark, tongue = one_line(column.name).partition(":")
        column.name = f"{head.strip().casefold().replace(' ', '_')}{mark}{tongue.lstrip(':').strip()}"
    return table


def _texts(path: Path, table: Table, name: str) -> list[str]:
    """Return the cells of a column a form must have.

    Raises:
        IntakeError: it is not there.
    """
    found = table.named(name)
    if len(found) == 1:
        return list(found[0].cells)
    place = f"The sheet “{table.sheet}”" if table.sheet else "A table of choices"
    needed = "type, name, label" if table.sheet == _SURVEY else "list_name, name, label"
    reason = f"{place} has {'no column' if not found else 'several columns'} {quoted(name)}; needed are {needed}."
    raise refusal(path, reason, "download the form again, or write the columns' names.", rows=(1,), columns=(name,))


def _labels(path: Path, table: Table, language: str) -> list[str]:
    """Return the labels, in one language.

    Raises:
        IntakeError: there are none, or which language is meant is open.
    """
    told = _labels_by_language(table)
    if language:
        meant = [t for t in told if language.casefold() in {t.casefold(), t.casefold().partition("(")[0].strip()}]
        if len(meant) == 1:
            return list(told[meant[0]].cells)
    if len(told) == 1 and not language:
        return list(next(iter(told.values())).cells)
    if not told:
        return _texts(path, table, "label")
    named = listed(f"“{tongue or 'label'}”" for tongue in told)
    reason = f"There are no labels in “{language}”" if language else f"Labels are there in {len(told)} languages"
    mend = (
        "name one, as in --language English, in a mapping language = “English” of [file], or keep one column of them."
    )
    raise LanguageError(refusal(path, f"{reason}: {named}.", mend, rows=(1,)).problems, tuple(told))


def _labels_by_language(table: Table) -> dict[str, Column]:
    """Return the columns that hold labels, by language; "" where none is named."""
    return {
        tongue: column
        for column in table.columns
        for head, _, tongue in [column.name.partition(":")]
        if head == "label" and column.cells.is_filled()
    }


def _lists(path: Path, table: Table, language: str) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """Return labels by code for each list, and what is to be decided of each."""
    rows = zip(
        _texts(path, table, "list_name"), _texts(path, table, "name"), _labels(path, table, language), strict=True
    )
    every: dict[str, dict[str, list[str]]] = {}
    for list_name, code, label in rows:
        if list_name and code:
            labels = every.setdefault(list_name, {}).setdefault(code, [])
            if (told := one_line(label) or code) not in labels:
                labels.append(told)
    lists = {name: {code: labels[0] for code, labels in codes.items()} for name, codes in every.items()}
    doubts: dict[str, list[str]] = {}
    for name, codes in every.items():
        for code, labels in codes.items():
            if len(labels) > 1:
                called = " and ".join(f"“{label}”" for label in labels)
                doubts.setdefault(name, []).append(f"“{code}” is called {called} in the form: which is it here?")
        for label in dict.fromkeys(lists[name].values()):
            same = [f"“{code}”" for code, told in lists[name].items() if told == label]
            if len(same) > 1:
                what = f"{listed(same)} are all called “{label}” in the form: one option, or several?"
                doubts.setdefault(name, []).append(what)
    if not lists:
        raise refusal(path, "There is no choice in it.", "download the form again.")
    return lists, doubts


def _asked(path: Path, table: Table, lists: Mapping[str, Mapping[str, str]], language: str) -> list[Asked]:
    """Return the questions, each with the groups it stands in."""
    rows = zip(_texts(path, table, "type"), _texts(path, table, "name"), _labels(path, table, language), strict=True)
    groups: list[str] = []
    found = []
    for kind, name, label in rows:
        word = one_line(kind).casefold().replace("_", " ")
        if word.startswith(("begin group", "begin repeat")):
            groups.append(name)
        elif word.startswith(("end group", "end repeat")):
            groups = groups[:-1]
        elif name:
            match = _TYPE.match(one_line(kind))
            chosen = match and match[2] in lists
            form, choices = (_KIND[match[1].casefold().replace(" ", "_")], match[2]) if match and chosen else ("", "")
            found.append(Asked("/".join([*groups, name]), form, choices, one_line(label)))
    return found
