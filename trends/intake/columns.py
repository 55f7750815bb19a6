"""The columns of an export that a mapping means, each fault told by its key, and labels of a file of choices."""

import difflib
from collections.abc import Mapping as Named
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from trends.intake.forms import read_form
from trends.intake.mapping import Mapping
from trends.intake.problems import IntakeError, Problem, Severity, listed, quoted
from trends.intake.table import Column, Table, one_line


class Columns:
    """Finds columns by what a mapping calls them; asked for one that is not there, notes it and gives an empty one."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.table, self.mapping = table, mapping
        self.problems: list[Problem] = []
        self._lists = _choices(mapping.choices, mapping.language) if mapping.choices else {}
        self._told: set[str] = set()

    def find(self, name: str) -> Column:
        """Return the column of a name."""
        found = self.table.named(name)
        if len(found) == 1:
            return found[0]
        if name not in self._told:
            self._told.add(name)
            self.problems.append(self._many(name, found) if found else self._none(name))
        if found:
            return found[0]
        empty = Column(0, name)
        for _ in range(len(self.table)):
            empty.cells.append("")
        return empty

    def labelled(self, name: str, choices: str, key: str) -> Column:
        """Return the column of a name with the labels of a list of choices."""
        column = self.find(name)
        if not choices:
            return column
        if choices not in self._lists:
            mend = f"name one of {listed(self._lists)}." if self._lists else "name its file: choices = “…” of [file]."
            self.problems.append(
                Problem(
                    Severity.ERROR,
                    self.mapping.path.name,
                    f"There is no list {quoted(choices)}.",
                    mend,
                    key=f"{key}.list",
                )
            )
            return column
        return replace(column, labels={**column.labels, **self._lists[choices]})

    def check_names(self) -> None:
        """Note names of personal, free-text and ignored columns that the export does not have."""
        for name in (*self.mapping.personal, *self.mapping.free_text):
            self.find(name)
        for pattern in self.mapping.ignore:
            by_number = pattern.startswith("#") and self.table.named(pattern)
            if not by_number and not any(fnmatchcase(column.name, pattern) for column in self.table.columns):
                reason = f"No column is called {quoted(pattern)}."
                near = self._near(pattern)
                mend = f"did you mean “{near}”? Otherwise take it out." if near else "take it out."
                self.problems.append(
                    Problem(Severity.WARNING, self.mapping.path.name, reason, mend, key="columns.ignore")
                )
        self._check_personal()

    def _check_personal(self) -> None:
        """Note columns that are called personal or free text, and are a group or a question with figures as well."""
        mapping = self.mapping
        kept = {c.position for name in (*mapping.personal, *mapping.free_text) for c in self.table.named(name)}
        used = [(each.column, f"dimensions.{each.name}.column") for each in mapping.dimensions]
        used += [(n, f"question {q.id}") for q in mapping.questions if q.answer != "text" for n, _ in q.columns]
        for name, key in used:
            if kept & {column.position for column in self.table.named(name)}:
                reason = "The column is among those of [columns] that are never published, and is used here as well."
                mend = "take it out of personal or free_text, or out of here."
                file = mapping.path.name
                self.problems.append(Problem(Severity.ERROR, file, reason, mend, columns=(name,), key=key))

    def _many(self, name: str, found: list[Column]) -> Problem:
        places = listed(f"#{column.position}" for column in found)
        reason = f"{len(found)} columns are called {quoted(name)}."
        return Problem(
            Severity.ERROR,
            self.table.file,
            reason,
            f"address one by its number: {places}.",
            columns=(name,),
            key=self._key(name),
        )

    def _none(self, name: str) -> Problem:
        near = self._near(name)
        mend = f"did you mean “{near}”?" if near else "use a heading as it stands in the export, or #number."
        if name.startswith("#") and name[1:].isdigit():
            mend = f"columns are numbered from 1 to {len(self.table.columns)}."
        return Problem(
            Severity.ERROR,
            self.mapping.path.name,
            f"The export has no column {quoted(name)}.",
            mend,
            columns=(name,),
            key=self._key(name),
        )

    def _near(self, name: str) -> str:
        """Return the heading that a name may mean: one that is near, or the one that begins with it.

        A heading that another name which is not there is nearer to is that one's.
        """
        names = {one_line(column.name).casefold(): column.name for column in self.table.columns if column.name}
        meant = one_line(name).casefold()
        begun = [heading for heading in names if meant and heading.startswith(meant)]
        near = begun if len(begun) == 1 else difflib.get_close_matches(meant, names, 1)
        if not near:
            return ""

        def likeness(each: str) -> float:
            return difflib.SequenceMatcher(None, one_line(each).casefold(), near[0]).ratio()

        others = [each for each in self.mapping.addressed() if not self.table.named(each)]
        return "" if any(likeness(each) > likeness(name) for each in others) else names[near[0]]

    def _key(self, name: str) -> str:
        """Return where in the mapping a column is named."""
        mapping = self.mapping
        places: list[tuple[str, object]] = [
            ("respondents.id", (mapping.id,)),
            ("respondents.keep", tuple(each.column for each in mapping.keep)),
            ("respondents.drop", tuple(each.column for each in mapping.drop)),
            ("weight.column", (mapping.weight,)),
            ("columns.personal", mapping.personal),
            ("columns.free_text", mapping.free_text),
            *((f"dimensions.{each.name}.column", (each.column,)) for each in mapping.dimensions),
            *((f"question {each.id}", (*(name for name, _ in each.columns), each.other)) for each in mapping.questions),
        ]
        return next(
            (key for key, names in places if isinstance(names, tuple) and name in names), "respondents.duplicates"
        )


def _choices(path: Path, language: str) -> Named[str, Named[str, str]]:
    """Return labels by code for each list of a file of choices.

    Raises:
        IntakeError: it cannot be read; says so of the key of the mapping that names it.
    """
    try:
        return read_form(path, language).lists
    except IntakeError as error:
        raise IntakeError([replace(each, key=each.key or "file.choices") for each in error.problems]) from error
