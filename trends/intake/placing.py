"""The group each respondent belongs to; spellings nobody decided on are asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trends.intake.mapping import Dimension
from trends.intake.problems import Problem, Severity, listed, quoted
from trends.intake.table import Column, Table
from trends.intake.vocabulary import Meaning, Vocabulary

_MEANING: Mapping[str, Callable[[Vocabulary, str], Meaning]] = {
    "country": Vocabulary.country,
    "sector": Vocabulary.sector,
}


@dataclass
class Placed:
    """A dimension as answered: the code of each different cell, what was left to decide, what counts as unknown."""

    dimension: Dimension
    column: Column
    codes: dict[str, str | None] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    undecided: dict[str, str | None] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def of(self, rows: Sequence[int]) -> list[str | None]:
        """Return the code of each respondent."""
        return [self.codes.get(self.column.cells[row]) for row in rows]

    def spelling(self, value: str) -> str:
        """Return what a cell is called: by the mapping, by the file's labels, or as it stands."""
        return self.dimension.labels.get(value) or self.column.labels.get(value, value)


def placed(dimension: Dimension, column: Column, vocabulary: Vocabulary) -> Placed:
    """Return what each answer means: by the mapping first, then by the vocabulary; never by a guess."""
    found = Placed(dimension, column)
    for value in column.cells.different():
        if column.is_missing(value):
            continue
        label = found.spelling(value)
        code = dimension.values.get(value) or dimension.values.get(label)
        suggestion = None
        if code is None and (value in dimension.unknown or label in dimension.unknown):
            found.unknown.append(label)
            continue
        if code is None and dimension.name in _MEANING:
            code, suggestion = _MEANING[dimension.name](vocabulary, label)
        elif code is None:
            code = label if not dimension.order or label in dimension.order else None
        if code is None:
            found.undecided[label] = suggestion
        else:
            found.codes[value] = code
            found.spellings[label] = code
    return found


def _meant(wrong: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return the codes of countries that were written as names or by two letters."""
    known = {code: vocabulary.country(code)[0] for code in wrong}
    said = [f"{code} is {meant}" for code, meant in known.items() if meant]
    return f", of three capital letters ({'; '.join(said)})" if said else ", of three capital letters"


def _legal(name: str, vocabulary: Vocabulary) -> frozenset[str] | None:
    """Return the codes a dimension may have; None where they are its owner's own."""
    return {"country": vocabulary.country_codes, "sector": vocabulary.sector_codes}.get(name)


def _codes(name: str, vocabulary: Vocabulary) -> str:
    """Return the codes a spelling may get, where they are few."""
    return f" (one of {', '.join(sorted(vocabulary.sector_codes))})" if name == "sector" else ""


def problems(
    table: Table, mapping_file: str, each: Placed, counted: Sequence[int], vocabulary: Vocabulary
) -> list[Problem]:
    """Return codes that are none, and the spellings a person has to decide on, with the rows of those who count."""
    name, dimension = each.dimension.name, each.dimension
    key = f"dimensions.{name}.values"
    found = []
    legal = _legal(name, vocabulary)
    wrong = sorted({code for code in dimension.values.values() if legal is not None and code not in legal})
    if wrong:
        reason = f"{listed(wrong)} {'is no code' if len(wrong) == 1 else 'are no codes'} of a {name}."
        mend = f"use codes of data/countries.csv{_meant(wrong, vocabulary)}."
        if name != "country":
            mend = f"use one of {', '.join(sorted(legal or ()))}."
        found.append(Problem(Severity.ERROR, mapping_file, reason, mend, key=key))
    found += [
        Problem(Severity.DECISION, mapping_file, sentence, "mend what it names, then take it out of decide.", key=key)
        for sentence in dimension.decide
    ]
    cells: dict[str, list[int]] = {}
    for row in counted:
        if (label := each.spelling(each.column.cells[row])) in each.undecided:
            cells.setdefault(label, []).append(row)
    for label, rows in cells.items():
        suggestion = each.undecided[label]
        code = suggestion or "…"
        hint = f", as in {quoted(label)} = “{code}”" if suggestion else ""
        found.append(
            Problem(
                Severity.DECISION,
                table.file,
                f"{quoted(label)} ({len(rows)} respondent{'s' * (len(rows) > 1)}) is no {name} for certain.",
                f"give its code in {key}{hint}{_codes(name, vocabulary)}, or list it in dimensions.{name}.unknown.",
                table.file_rows(rows),
                (each.column.name,),
                key,
            )
        )
    return found
