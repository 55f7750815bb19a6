"""Filters, once for all questions: the SQL by which each restricts the columns declared in ``trends.store.fields``.

A question that says ``from chosen_figures`` reads ``figures`` through the filters its header declares as lists;
``chosen_figures_but_year`` leaves aside the filter ``year``. The text sent to the database holds only the filters in
which something is chosen and only the columns the question names. A predicate that is true where nothing is
chosen was tried before: it was evaluated for each row, no part of a table could be skipped, and planning took longer
than running. So an unset filter is left out, several choices are a semi-join, ``in (select unnest(...))``, and a single
one is an equation; written as an entry of its list, ``$country[1]``, DuckDB 1.5 cannot plan it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from trends.store.fields import FILTERS, Column, Holds

TEXT_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|--[^\n]*")
_CHOSEN = re.compile(r"\bchosen_([a-z]+)(?:_but_([a-z]+))?\b")
_EVERYTHING = re.compile(r"(?:\*|\()\s*from\s+chosen_\w+|\bchosen_\w+\.\*")
_FIRST_WITH = re.compile(r"((?:\s+|--[^\n]*\n)*)with\b", re.IGNORECASE)

# Prefix of the parameter that holds the single choice of a filter.
ONLY = "only_"


@dataclass(frozen=True)
class Reading:
    """A filtered relation that a question reads: its name there, the relation, and the filters that restrict it."""

    name: str
    relation: str
    fields: tuple[str, ...]


def readings(sql: str, parameters: Mapping[str, str]) -> list[Reading]:
    """Return the filtered relations a question reads, by the parameters its header declares with their meaning.

    Raises:
        ValueError: it names a relation or a filter there is not, or declares none of the relation's filters.
    """
    if everything := _EVERYTHING.search(bare(sql)):
        raise ValueError(f"“{' '.join(everything[0].split())}” reads every column; name those the question needs.")
    found = {}
    for name, relation, dropped in {(each[0], each[1], each[2]) for each in _CHOSEN.finditer(bare(sql))}:
        if relation not in FILTERS:
            raise ValueError(f"No filters are known for {name}; there are {', '.join(f'chosen_{n}' for n in FILTERS)}.")
        # A parameter that is no list, such as the code of one question, is used in the SQL of the question itself.
        fields = [
            field
            for field, column in FILTERS[relation].items()
            if field in parameters and (column.holds is Holds.WORDS or parameters[field].startswith("list of "))
        ]
        if dropped and dropped not in fields:
            raise ValueError(f"{name} leaves aside {dropped}, which the header does not declare as a list.")
        if not fields:
            filters = ", ".join(FILTERS[relation])
            raise ValueError(f"{name} is read, but the header declares none of its filters ({filters}).")
        found[name] = Reading(name, relation, tuple(field for field in fields if field != dropped))
    return sorted(found.values(), key=lambda reading: reading.name)


def relations(sql: str) -> set[str]:
    """Return the relations that a question reads through filters, known or not."""
    return {each[1] for each in _CHOSEN.finditer(bare(sql))}


def bare(sql: str) -> str:
    """Return SQL without its strings and comments."""
    return TEXT_OR_COMMENT.sub(" ", sql)


def filtered(
    sql: str, read: Collection[Reading], sizes: Mapping[str, int], columns: Mapping[str, Collection[str]]
) -> str:
    """Return the SQL of a question with a common table expression in front for each filtered relation.

    Args:
        sql: the question.
        read: what it reads through filters.
        sizes: how many are chosen in each filter; where none is, the filter is left out. A single choice is the
            parameter ``only_<filter>``, several are the list ``<filter>``.
        columns: the names of the columns of each relation.
    """
    if not read:
        return sql
    words = set(re.findall(r"\w+", bare(sql)))
    made = []
    for each in read:
        listed = ", ".join(name for name in columns[each.relation] if name in words) or "1 as one"
        conditions = [
            _condition(field, FILTERS[each.relation][field], sizes[field]) for field in each.fields if sizes[field]
        ]
        where = f" where {' and '.join(conditions)}" if conditions else ""
        made.append(f"{each.name} as (select {listed} from {each.relation}{where})")
    first = _FIRST_WITH.match(sql)
    begin, rest = (first[1], f",{sql[first.end() :]}") if first else ("", f"\n{sql}")
    return f"{begin}with {', '.join(made)}{rest}"


def _condition(field: str, column: Column, size: int) -> str:
    only, codes = f"${ONLY}{field}", f"${field}::varchar[]"
    match column.holds:
        case Holds.WORDS:
            return f"holds_words(${field}, {column.name})"
        case Holds.LIST:
            return f"list_has_any({column.name}, {codes})"
        case Holds.TEXT:
            one, each = f"{only}::varchar", f"unnest({codes})"
        case Holds.NUMBER:
            one, each = f"try_cast({only} as integer)", f"try_cast(unnest({codes}) as integer)"
    # A single choice is the most frequent, and an equation the quickest to plan.
    return f"{column.name} = {one}" if size == 1 else f"{column.name} in (select {each})"
