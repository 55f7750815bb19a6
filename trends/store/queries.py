"""Reads the questions asked of the evidence: one SQL file each, whose header is its documentation.

A header is the comment at the top of the file::

    -- name: priorities
    -- One row per item of a question, most named first.
    -- Unit: value in the unit of its measure.
    -- Base: base_n answered.
    -- Parameters:
    --   country: list of country codes; empty = no restriction

In place of a line for each, a header may declare a group of the filters of ``trends.store.fields``; the shared ones are
those of them that restrict a relation the question reads::

    --   the shared filters: lists of codes; empty = no restriction
    --   the filters of projects but year: lists of codes, search: words; empty = no restriction

A header may say of which filters each row has one code, in columns of their names, see ``trends.store.cutting``::

    -- Each row is of one: country, sector, survey
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trends.paths import INTAKE_QUERIES
from trends.store.chosen import Reading, bare, readings, relations
from trends.store.fields import FILTERS, SHARED, TAKES, filters_of

_PARAMETER_LINE = re.compile(r"--   (\w+): \S")
_GROUP_LINE = re.compile(r"--   the (?:shared filters|filters of (\w+))(?: but (\w+))?: \S")
# Begins a line that names a group of filters, or means to.
_GROUP = "--   the "
_EACH_OF = re.compile(r"^Each row is of one: (.+)$", re.MULTILINE)
_USED = re.compile(r"\$(\w+)")
REQUIRED_PARTS = ("Unit:", "Base:", "Parameters:")


class QueryFileError(ValueError):
    """A file in ``queries`` is not as it should be; the message says what, where and how to mend it."""


@dataclass(frozen=True)
class Query:
    """A question: its name, its header as text, its parameters with their meaning, its SQL, what it reads filtered.

    ``each_of`` are the filters of which each row has one code.
    """

    name: str
    doc: str
    parameters: Mapping[str, str]
    sql: str
    filtered: Sequence[Reading] = ()
    each_of: Sequence[str] = ()

    def check(self, given: Collection[str]) -> None:
        """Raise TypeError unless exactly the declared parameters are given."""
        missing = sorted(set(self.parameters) - set(given))
        unknown = sorted(set(given) - set(self.parameters))
        if missing or unknown:
            raise TypeError(
                f"The question {self.name} takes {', '.join(sorted(self.parameters)) or 'no parameters'};"
                + (f" missing: {', '.join(missing)}." if missing else "")
                + (f" not known: {', '.join(unknown)}." if unknown else "")
            )


def load_queries(folder: Path) -> dict[str, Query]:
    """Return the questions in ``folder`` by name; its folder ``intake`` is left out, whose tables no store has.

    Raises:
        QueryFileError: a header is missing, its parameters are not those the SQL uses, a filtered relation is read
            whose filters the header does not declare, or two files have one name.
    """
    read: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.sql")):
        if path.parent == folder / INTAKE_QUERIES.name:
            continue
        if other := read.get(path.stem):
            raise QueryFileError(
                f"{path.relative_to(folder)}: the question {path.stem} stands in {other.relative_to(folder)} already; "
                "give one of them another name."
            )
        read[path.stem] = path
    return {name: read_query(path) for name, path in read.items()}


def read_query(path: Path) -> Query:
    """Read one file of ``queries``."""
    text = path.read_text(encoding="utf-8")
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line)
    if not header or header[0] != f"-- name: {path.stem}":
        raise QueryFileError(f"{path.name}:1: the header must begin with “-- name: {path.stem}”.")
    doc = "\n".join(line.removeprefix("--").removeprefix(" ") for line in header[1:])
    for part in REQUIRED_PARTS:
        if not any(line.startswith(part) for line in doc.splitlines()):
            raise QueryFileError(f"{path.name}: the header lacks “{part}”; say it, or “{part} none”.")
    try:
        parameters = _declared(header, relations(text))
        read = readings(text, parameters)
    except ValueError as error:
        raise QueryFileError(f"{path.name}: {error}") from error
    used = used_parameters(text).union(*(reading.fields for reading in read))
    if used != set(parameters):
        undeclared, unused = sorted(used - set(parameters)), sorted(set(parameters) - used)
        raise QueryFileError(
            f"{path.name}: the header and the SQL differ in their parameters."
            + (f" Declare {', '.join(undeclared)} in the header." if undeclared else "")
            + (f" Use or remove {', '.join(unused)}." if unused else "")
        )
    each_of = tuple(found[1].split(", ")) if (found := _EACH_OF.search(doc)) else ()
    if unfit := [field for field in each_of if not any(field in reading.fields for reading in read)]:
        raise QueryFileError(
            f"{path.name}: each row is said to be of one {', '.join(unfit)}, which are no filters of it."
        )
    return Query(path.stem, doc, parameters, text, read, each_of)


def _declared(header: Sequence[str], read: Collection[str]) -> dict[str, str]:
    """Return the parameters of a header with their meaning, those of groups of filters among them.

    Args:
        header: its lines.
        read: the relations that the question reads through filters.

    Raises:
        ValueError: a group of filters is not known or restricts nothing, or a parameter is declared twice.
    """
    declared: dict[str, str] = {}
    for line in header:
        if found := _PARAMETER_LINE.match(line):
            named = {found[1]: line.split(": ", 1)[1]}
        elif line.startswith(_GROUP):
            named = {name: TAKES[name] for name in _group(line, read)}
        else:
            continue
        if twice := sorted(set(named) & set(declared)):
            raise ValueError(f"the header declares {', '.join(twice)} twice; by name or in a group is enough.")
        declared |= named
    return declared


def _group(line: str, read: Collection[str]) -> list[str]:
    """Return the filters of a group; of the shared ones those that restrict anything the question reads."""
    found = _GROUP_LINE.match(line)
    if not found:
        raise ValueError(
            f"no group of filters is called “{line.removeprefix('--').strip()}”; write “the shared filters: lists of "
            "codes” or “the filters of figures: lists of codes”, and “but year” before the colon to leave one out."
        )
    shared = [name for name in SHARED if any(name in FILTERS.get(relation, ()) for relation in read)]
    names = list(filters_of(found[1])) if found[1] else shared
    if not names:
        raise ValueError("the shared filters restrict nothing it reads; read a chosen_… relation or leave them out.")
    if found[2] and found[2] not in names:
        raise ValueError(f"{found[2]} cannot be left out: it is none of the filters {', '.join(names)}.")
    return [name for name in names if name != found[2]]


def used_parameters(sql: str) -> set[str]:
    """Return the names of the parameters that SQL uses."""
    return set(_USED.findall(bare(sql)))
