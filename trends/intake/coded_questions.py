"""Proposes the questions whose answers are codes of a form, with its words; the mapping then needs no form any more."""

from collections.abc import Iterable
from typing import Any

from trends.intake.form_columns import Coded
from trends.intake.forms import ONE, ORDER
from trends.intake.joined import is_none
from trends.intake.proposed_questions import SILENT, one_hot, other_of, scale
from trends.intake.table import Column, Table


def coded_question(table: Table, coded: Coded) -> dict[str, Any] | None:
    """Return the question that columns of codes are, or None where nobody answered it."""
    options = list(dict.fromkeys(coded.labels.values()))
    if coded.options:
        made = one_hot(table, coded.columns, coded.text, list(coded.options))
        return made | {"decide": [*made["decide"], *coded.decide]}
    (column,) = coded.columns
    if not column.cells.is_filled():
        return None
    told: dict[str, Any] = {"kind": "", "text": coded.text, "column": table.address(column)}
    more: dict[str, Any] = {"labels": dict(coded.labels), "decide": list(coded.decide)}
    if coded.kind == ONE:
        silent = [code for code, label in coded.labels.items() if label.casefold() in SILENT]
        given = [coded.labels.get(cell, cell) for cell in _cells(column) if cell not in silent]
        if (found := scale(column, given)) is not None:
            return {**told, "kind": "attitude", "answer": "likert", **found, "missing": silent, **more}
        named = [label for label in options if label.casefold() not in SILENT] or list(dict.fromkeys(given))
        return {**told, "answer": "single", "options": named, "missing": silent, **more}
    named = options or list(dict.fromkeys(code for cell in _cells(column) for code in cell.split()))
    joined = {"separator": " ", "options": named}
    if coded.kind == ORDER:
        ranked = {"kind": "priority", "answer": "rank", "top": min(3, len(named)), "_guess": "the places that count"}
        return {**told, **ranked, "shape": "ordered", **joined, **more}
    told |= {"answer": "multi", "shape": "joined", **joined, "exclusive": [label for label in named if is_none(label)]}
    if (other := other_of(table, [column], coded.text)) is not None:
        called = [label for label in named if label.casefold().startswith("other")]
        told |= {"other": table.address(other), **({"other_label": called[0]} if called else {})}
    return {**told, **more}


def _cells(column: Column) -> Iterable[str]:
    return (cell for cell in column.cells.different() if not column.is_missing(cell))
