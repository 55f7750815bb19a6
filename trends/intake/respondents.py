"""Who counts: those the mapping keeps, once each, who answered something; every other one with a reason."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from trends.intake.mapping import Condition, Mapping
from trends.intake.problems import Problem, Severity, listed, quoted
from trends.intake.quoting import may_be_quoted, named
from trends.intake.table import Column, Table, as_number
from trends.intake.ticks import as_numbers

Found = Callable[[str], Column]
_ROWS_AT_ONCE = 10_000
NOTHING_ANSWERED = "no question answered"
SAME_ROW = "the same answers twice (identical row)"


@dataclass(frozen=True)
class Excluded:
    """A respondent who does not count: which answer of the file, counted from 0, and why."""

    answer: int
    reason: str


def excluded(table: Table, mapping: Mapping, find: Found, answered: Iterable[int]) -> list[Excluded]:
    """Return who does not count, in the order of the file."""
    reasons: dict[int, str] = {}
    for conditions, holds in ((mapping.drop, True), (mapping.keep, False)):
        for condition in conditions:
            column = find(condition.column)
            words = _words(condition, column, kept_back=condition.column in _kept_back(mapping))
            for row in _holding(column, condition, holds=holds):
                reasons.setdefault(row, condition.reason or words[column.cells[row]])
    _identical(table, reasons)
    filled = set(answered)
    for row in range(len(table)):
        if row not in filled:
            reasons.setdefault(row, NOTHING_ANSWERED)
    if mapping.duplicates:
        _repeated(table, mapping, find, reasons)
    return [Excluded(row, reasons[row]) for row in sorted(reasons)]


def _holding(column: Column, condition: Condition, *, holds: bool) -> list[int]:
    """Return the answers for which a condition holds, or does not."""
    values = column.cells.values
    if condition.values is None:
        meets = [bool(value) == condition.filled for value in values]
    else:
        meets = [value in condition.values or column.labels.get(value, "") in condition.values for value in values]
    return [row for row, code in enumerate(column.cells.codes) if meets[code] == holds]


def _words(condition: Condition, column: Column, *, kept_back: bool) -> dict[str, str]:
    """Return for each different cell why it leaves an answer out; a cell is quoted where it may be."""
    name = quoted(column.name)
    given = {"": 0, **column.cells.counts()}
    if condition.values is None:
        return {value: f"{name} is {'filled' if value else 'not filled'}" for value in given}
    other = f"{name} is none of {listed(quoted(each) for each in condition.values)}"
    words = {"": f"{name} is empty"}
    for value, count in given.items():
        label = column.labels.get(value, value)
        if value:
            shown = label in condition.values or (not kept_back and may_be_quoted(label, count))
            words[value] = f"{name} is {quoted(label)}" if shown else other
    return words


def _kept_back(mapping: Mapping) -> set[str]:
    """Return the columns of which no cell is quoted."""
    return {*mapping.personal, *mapping.free_text}


def _identical(table: Table, reasons: dict[int, str]) -> None:
    columns = [as_numbers(column.cells.codes) for column in table.columns]
    # Where one column has another cell in every row, such as that of an id, no two rows are the same.
    if not len(table) or any(len(np.unique(codes)) == len(codes) for codes in columns):
        return
    seen: dict[bytes, int] = {}
    for begin in range(0, len(table), _ROWS_AT_ONCE):
        part = np.column_stack([codes[begin : begin + _ROWS_AT_ONCE] for codes in columns])
        for row, cells in enumerate(part, begin):
            if row not in reasons and seen.setdefault(blake2b(cells.tobytes(), digest_size=16).digest(), row) != row:
                reasons[row] = SAME_ROW


def _repeated(table: Table, mapping: Mapping, find: Found, reasons: dict[int, str]) -> None:
    rule = mapping.duplicates
    if rule is None:
        return
    column = find(rule.by)
    order = find(rule.order).cells if rule.order else None
    kept: dict[str, int] = {}
    rows = [row for row in range(len(table)) if row not in reasons and column.cells[row]]
    if order is not None:
        rows.sort(key=lambda row: (as_number(order[row]) or 0.0, order[row], row))
    if rule.keep == "last":
        rows.reverse()
    for row in rows:
        first = kept.setdefault(one_form(column.cells[row]), row)
        if first != row:
            word = "later" if rule.keep == "last" else "earlier"
            reasons[row] = f"the same {quoted(column.name)} as in row {table.rows[first]} (the {word} one is kept)"


def one_form(text: str) -> str:
    """Return a text in the one Unicode form and case in which two of them are the same."""
    return unicodedata.normalize("NFC", text).casefold()


def id_problems(table: Table, mapping: Mapping, find: Found, counted: Sequence[int]) -> list[Problem]:
    """Return what is odd with the respondents' ids: repeated with other answers, or in two Unicode forms."""
    if not mapping.id:
        return []
    column = find(mapping.id)
    kept_back = {find(name).position for name in _kept_back(mapping)}
    groups: dict[str, list[int]] = {}
    for row in counted:
        if value := column.cells[row]:
            groups.setdefault(one_form(value), []).append(row)
    found = []
    for rows in groups.values():
        forms = list(dict.fromkeys(column.cells[row] for row in rows))
        if len(rows) < 2:  # noqa: PLR2004
            continue
        places = table.file_rows(rows)
        shown = column.position not in kept_back and may_be_quoted(forms[0], len(rows))
        if len(forms) > 1:
            names = listed(f"{quoted(form)} (row {table.rows[column.cells.rows_of([form])[0]]})" for form in forms)
            which = names if shown else "in rows " + listed(places)
            reason = f"Ids {which} are the same text in two Unicode forms or cases."
            mend = "say in duplicates whether they are one respondent; without it both count."
            found.append(Problem(Severity.WARNING, table.file, reason, mend, places, (column.name,)))
        else:
            name = quoted(forms[0]) if shown else "The same id"
            reason = f"Id {name} stands in rows {listed(places)} with different answers."
            mend = (
                f'say which one counts, as in duplicates = {{ by = "{column.name}", keep = "last" }}, or that this'
                " column is not the respondent's id."
            )
            found.append(Problem(Severity.ERROR, table.file, reason, mend, places, (column.name,)))
    return found


def order_problems(table: Table, mapping: Mapping, find: Found) -> list[Problem]:
    """Return an error where the column that says which answer is later cannot be put in order."""
    if mapping.duplicates is None or not mapping.duplicates.order:
        return []
    column = find(mapping.duplicates.order)
    odd = [v for v in column.cells.different() if as_number(v) is None and not _is_iso(v)]
    if not odd:
        return []
    rows = table.file_rows(column.cells.rows_of(odd))
    name = mapping.duplicates.order
    given = {v: n for v, n in column.cells.counts().items() if v in set(odd)} if name not in _kept_back(mapping) else {}
    shown = named(given) or "What stands here"
    reason = f"{shown} is neither a number nor a time that begins with the year, so “later” cannot be told."
    mend = "leave out order: then the row further down is the later one."
    return [Problem(Severity.ERROR, table.file, reason, mend, rows, (column.name,), "respondents.duplicates.order")]


def _is_iso(value: str) -> bool:
    return len(value) >= len("2026-01-01") and value[:4].isdigit() and value[4] == "-" and value[5:7].isdigit()
