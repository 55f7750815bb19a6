"""What an owner is told of an export taken in: who counts and why, weights, groups, quality and figures."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from trends.intake.answers import EXCLUSIVE, NOT_A_NUMBER
from trends.intake.asking import Row
from trends.intake.counted import in_parts
from trends.intake.estimates import Counts, counts, estimates
from trends.intake.placing import Placed
from trends.intake.problems import outcome
from trends.intake.standing import standing_of, withheld
from trends.intake.taking import Taken
from trends.statistics.inputs import effective_base
from trends.statistics.methods import WITHHOLD_BASE


def report(taken: Taken) -> dict[str, Any]:
    """Return the report as data; shares are weighted and from 0 to 1, all **before** disclosure control.

    ``row`` counts answers from 1, headings not counted; ``file_row`` as a spreadsheet does. Where ``stands`` is false,
    an error or a decision is open: counts and figures that wait for it are None, of a group those placed so far.
    ``disclosure_control`` is the loss, as :class:`trends.intake.disclosure.Loss` has it, where the figures to publish
    were made as well; else None.
    """
    table, mapping = taken.table, taken.mapping
    standing = standing_of(taken.problems, mapping)
    found = counts(in_parts(taken.weights, taken.groups(), taken.answers))
    told: Row = {
        "file": table.file,
        "survey": dict(mapping.survey),
        "before_disclosure_control": True,
        "stands": standing.whole,
        "outcome": outcome(taken.problems),
        "problems": [problem.as_data() for problem in taken.problems],
        "read": _read(taken),
        "respondents": {
            "rows_in_file": len(table),
            "counted": len(taken.rows),
            "excluded": [
                {"row": each.answer + 1, "file_row": table.rows[each.answer], "reason": each.reason}
                for each in taken.excluded
            ],
        },
        "weight": _weight(taken),
        "columns": _columns(taken),
        "dimensions": {each.dimension.name: _dimension(each, taken) for each in taken.placed},
        "quality": _quality(taken, found),
        "questions": estimates(found, taken.answers),
        "disclosure_control": None,
    }
    return withheld(told, standing)


def _read(taken: Taken) -> Row:
    table = taken.table
    told: Row = {"format": table.container, "header_rows": table.header_rows, "data_rows": len(table)}
    for key in ("encoding", "delimiter", "sheet"):
        if value := getattr(table, key):
            told[key] = value
    return told


def _weight(taken: Taken) -> Row | None:
    if not taken.mapping.weight or not taken.rows:
        return None
    base = effective_base(taken.weights)
    return {
        "column": taken.mapping.weight,
        "base_n": len(taken.rows),
        "base_weighted": sum(taken.weights),
        "base_effective": base,
        "design_effect": len(taken.rows) / base,
    }


def _columns(taken: Taken) -> Row:
    table, mapping = taken.table, taken.mapping
    used = {column.name for name in mapping.addressed() for column in table.named(name)}
    others = [question.other for question in mapping.questions if question.other]
    filled = [
        {"column": column.name, "answered_n": sum(1 for row in taken.rows if column.cells[row])}
        for name in mapping.free_text
        for column in table.named(name)
    ]
    return {
        "personal": list(mapping.personal),
        "free_text": list(dict.fromkeys([*others, *mapping.free_text])),
        "free_text_answered": filled,
        "not_used": [column.name for column in table.columns if column.name and column.name not in used],
    }


def _dimension(each: Placed, taken: Taken) -> Row:
    counts: dict[str, int] = {}
    for code in each.of(taken.rows):
        if code is not None:
            counts[code] = counts.get(code, 0) + 1
    spelt: dict[str, int] = {}
    for row in taken.rows:
        label = each.spelling(each.column.cells[row])
        spelt[label] = spelt.get(label, 0) + 1
    small = sorted(code for code, n in counts.items() if n < WITHHOLD_BASE)
    order = each.dimension.order or tuple(sorted(counts))
    told = {code: counts.get(code, 0) for code in dict.fromkeys([*order, *counts])}
    asked = {label: {"n": spelt[label], "suggestion": code} for label, code in each.undecided.items() if label in spelt}
    if each.dimension.name in {"size", "region"}:
        return {"n": told, "needs_a_decision": asked, "below_10_so_withheld": small}
    return {
        "spellings": {label: code for label, code in each.spellings.items() if label in spelt},
        "needs_a_decision": asked,
        "unknown": {label: spelt[label] for label in each.unknown if label in spelt},
        "n_by_code": told,
        "below_10_so_withheld": small,
    }


def _quality(taken: Taken, found: Counts) -> Row:
    def places(rows: Iterable[int]) -> list[Row]:
        return [{"row": row + 1, "file_row": taken.table.rows[row]} for row in sorted(set(rows))]

    answered: dict[str, dict[str, Row]] = {}
    for row in sorted(found.groups, key=itemgetter("dimension", "code", "question")):
        group = answered.setdefault(row["dimension"], {}).setdefault(row["code"], {"n": row["n"], "answered": {}})
        group["answered"][row["question"]] = row["answered"]
    odd = {
        reason: [row for each in taken.answers for row, _, _ in each.odd.get(reason, ())]
        for reason in (EXCLUSIVE, NOT_A_NUMBER)
    }
    return {
        "straight_lining": places(taken.rows[who] for who in taken.straight_liners()),
        "exclusive_with_others": places(odd[EXCLUSIVE]),
        "not_a_number": places(odd[NOT_A_NUMBER]),
        "answered_by_group": answered,
    }
