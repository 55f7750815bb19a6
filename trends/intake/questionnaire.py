"""A questionnaire whose export needs no mapping: its columns are known by their codes or by their words.

Tools write a question and its option into one heading in their own ways: ``concerns_money``, ``concerns[money]``,
``concerns/money``, “What worries you most? / Too little money”, or tick all in one cell. Each is found by what is left
without punctuation; a question of which no column is there was not asked.
"""

import tomllib
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Named
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from trends.intake.mapping import Mapping
from trends.intake.mapping_file import mapping_of
from trends.intake.problems import refusal
from trends.intake.question_words import as_code
from trends.intake.table import Column, Table

QUESTIONNAIRE = Path(__file__).with_name("questionnaire.toml")
_NONE = "none"
_TICKED = (
    "yes",
    "Yes",
    "YES",
    "true",
    "True",
    "TRUE",
    "1",
    "x",
    "X",
    "selected",
    "Selected",
    "checked",
    "Checked",
    "Y",
)
# Of its six statements and more than twenty options, more than have the same code or words by chance.
_ENOUGH = 5
_SEPARATORS = (";", ", ", ",", " ")


@cache
def read_questionnaire() -> Named[str, Any]:
    """Return the questionnaire: ``group`` (country, sector, size) and ``question``, as its file has them."""
    return tomllib.loads(QUESTIONNAIRE.read_text(encoding="utf-8"))


def markdown() -> str:
    """Return the questionnaire for whoever sets it up in a survey tool: questions, options and their codes."""
    asked = read_questionnaire()
    lines = [
        "# Questionnaire",
        "",
        "Give questions and options these codes in your survey tool, or their words as they stand. Any question may be",
        "left out. An optional column `weight` has the weight of an answer.",
    ]
    for each in [*asked["group"], *asked["question"]]:
        lines += ["", f"## {each['text']} (`{each['id']}`)", "", _HOW.get(each.get("answer", ""), "One answer."), ""]
        lines += [f"- {text} (`{code}`)" for code, text in each.get("options", {}).items()]
        if "scale" in each:
            lines += ["", f"Each: {', '.join([*each['scale'].values(), each['off_scale']])}."]
    return "\n".join(lines) + "\n"


_HOW = {
    "rank": "Three of them, in order: the first in `priorities_1`, and so on.",
    "multi": "All that hold.",
    "likert": "One point of the scale for each statement.",
}


def document(table: Table) -> dict[str, Any]:
    """Return what a mapping would say of an export: ``dimensions``, ``question``, and ``weight`` where there is one."""
    columns = _Columns(table)
    found: dict[str, Any] = {"dimensions": {}, "question": []}
    for group in read_questionnaire()["group"]:
        if (column := columns.of(group["id"], group["text"])) is None:
            continue
        said: dict[str, Any] = {"column": table.address(column)}
        if options := group.get("options"):
            said |= {"values": options, "order": list(options.values())}
        found["dimensions"][group["id"]] = said
    for question in read_questionnaire()["question"]:
        found["question"] += _MADE[question["answer"]](question, columns, table)
    if (weight := columns.of("weight")) is not None:
        found["weight"] = {"column": table.address(weight)}
    return found


def columns_in(table: Table) -> list[Column]:
    """Return the columns that are of the questionnaire's questions, the sizes and the weight; none where it is another.

    Words such as “priorities” are the heading of many an export. It is this one where headings are of at least
    ``_ENOUGH`` of its statements, or of its options by name.
    """
    found = document(table)
    questions = found["question"]
    by_name = sum(len(each["columns"]) for each in questions if each.get("shape") == "one_hot")
    if sum(each["answer"] == "likert" for each in questions) + by_name < _ENOUGH:
        return []
    addressed = [found["dimensions"].get("size", {}).get("column"), found.get("weight", {}).get("column")]
    for each in questions:
        addressed += [each["column"]] if "column" in each else list(each["columns"])
    return [column for name in addressed if name for column in table.named(name)]


def filled(table: Table, mapping: Mapping) -> Mapping:
    """Return a mapping with the groups and questions of the questionnaire that an export holds.

    Raises:
        IntakeError: none is there.
    """
    found = document(table)
    if not found["question"]:
        mend = "give the columns the codes that `intake questionnaire` prints, or write the questions into the mapping."
        raise refusal(
            mapping.path, f"{table.file} has no column of the questionnaire.", mend, key="survey.questionnaire"
        )
    said = mapping_of(found, mapping.path)
    held = {each.name for each in mapping.dimensions}
    return replace(
        mapping,
        dimensions=(*mapping.dimensions, *(each for each in said.dimensions if each.name not in held)),
        questions=(*mapping.questions, *said.questions),
        weight=mapping.weight or said.weight,
    )


def _told(question: Named[str, Any]) -> dict[str, Any]:
    told = {key: question[key] for key in ("id", "kind", "answer", "text")}
    names = question["options"]
    themes = {names[code]: theme for code, theme in question.get("themes", {}).items()}
    return told | ({"themes": themes} if themes else {"theme": question["theme"]})


def _ranked(question: Named[str, Any], columns: "_Columns", table: Table) -> list[dict[str, Any]]:
    names = question["options"]
    places = [columns.of(f"{question['id']}_{at}", f"{question['text']} {at}") for at in range(1, question["top"] + 1)]
    told = _told(question) | {"top": question["top"], "options": list(names.values()), "labels": names}
    if all(place is not None for place in places):
        listed = [table.address(place) for place in places if place is not None]
        return [told | {"shape": "position_columns", "columns": listed}]
    whole = columns.of(question["id"], question["text"])
    if whole is None:
        return []
    separator = _separator(whole, [*names, *names.values()])
    return [told | {"shape": "ordered", "column": table.address(whole), "separator": separator}]


def _several(question: Named[str, Any], columns: "_Columns", table: Table) -> list[dict[str, Any]]:
    names = question["options"]
    told = _told(question) | {"exclusive": [names[_NONE]] if _NONE in names else []}
    each = {
        code: columns.of(
            f"{question['id']}_{code}",
            f"{question['id']} {text}",
            f"{question['text']} {text}",
            f"{question['text']} {code}",
        )
        for code, text in names.items()
    }
    if any(column is not None for column in each.values()):
        ticked = [*_TICKED, *names, *names.values()]
        held = {table.address(column): names[code] for code, column in each.items() if column is not None}
        return [told | {"shape": "one_hot", "columns": held, "ticked": ticked}]
    whole = columns.of(question["id"], question["text"])
    if whole is None:
        return []
    separator = _separator(whole, [*names, *names.values()])
    spelt = {"options": list(names.values()), "labels": names}
    return [told | spelt | {"shape": "joined", "column": table.address(whole), "separator": separator}]


def _statements(question: Named[str, Any], columns: "_Columns", table: Table) -> list[dict[str, Any]]:
    points = question["scale"]
    labels = {**points, **{str(at): point for at, point in enumerate(points.values(), 1)}}
    made = []
    for code, text in question["options"].items():
        column = columns.of(f"{question['id']}_{code}", f"{question['text']} {text}", text)
        if column is not None:
            made.append(
                {
                    "id": f"{question['id']}_{code}",
                    "kind": question["kind"],
                    "answer": "likert",
                    "text": text,
                    "column": table.address(column),
                    "scale": list(points.values()),
                    "labels": labels,
                    "off_scale": [question["off_scale"]],
                    "battery": question["text"],
                    "theme": question["themes"][code],
                }
            )
    return made


def _single(question: Named[str, Any], columns: "_Columns", table: Table) -> list[dict[str, Any]]:
    column = columns.of(question["id"], question["text"])
    if column is None:
        return []
    names = question["options"]
    return [_told(question) | {"column": table.address(column), "options": list(names.values()), "labels": names}]


_MADE = {"rank": _ranked, "multi": _several, "likert": _statements, "single": _single}


class _Columns:
    """The columns of an export, by what their headings say without punctuation."""

    def __init__(self, table: Table) -> None:
        self._known: dict[str, list[Column]] = {}
        for column in table.columns:
            for key in set(_keys(column)):
                self._known.setdefault(key, []).append(column)

    def of(self, *names: str) -> Column | None:
        """Return the column that one of some names is, the first that is one column's alone; None where none is."""
        return next((held[0] for name in names if len(held := self._known.get(as_code(name), [])) == 1), None)


def _keys(column: Column) -> Iterator[str]:
    for text in (column.name, column.text):
        yield as_code(text)
        # “concerns[money]. What worries you most? [Too little money]”: the code stands in front.
        yield as_code(text.partition(". ")[0])


def _separator(column: Column, known: Sequence[str]) -> str:
    """Return what stands between the answers of a cell: the sign with which most of its parts are answers."""
    cells = column.cells.different()

    def fits(separator: str) -> int:
        return sum(part.strip() in known for cell in cells for part in cell.split(separator))

    return max(_SEPARATORS, key=fits)
