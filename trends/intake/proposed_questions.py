"""Proposes the questions of a mapping from what is left of an export's columns."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from trends.intake.table import Column, Table, as_number

GUESS, DECIDE = "GUESS", "DECIDE"
_AGREEMENT = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
)
_OFF_SCALE = ("Don't know", "Not applicable", "N/A")
_POSITION = re.compile(
    r"\[?(?:rank ?(\d+)|(\d+)(?:st|nd|rd|th)(?: choice| place)?)\]?\s*$|^(first|second|third|fourth|fifth)$",
    re.IGNORECASE,
)
_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_KINDS = (
    ("priority", re.compile(r"priorit|\brank", re.IGNORECASE)),
    ("concern", re.compile(r"concern|worr|barrier|risk", re.IGNORECASE)),
    ("opportunity", re.compile(r"opportunit|benefit", re.IGNORECASE)),
    ("attitude", re.compile(r"agree|attitude", re.IGNORECASE)),
    ("adoption", re.compile(r"\buse\b|adopt|_ai\b", re.IGNORECASE)),
)
_LEAST_RANKED = 3
_MOST_OPTIONS = 12
_NO_TICKS = frozenset({"no", "0", "false", "not selected", ""})
_SEPARATORS = (";", ", ", " | ")
_STEM = re.compile(r"^(.*?)(?:\s*[\[/:]\s*|\s+-\s+|_Part_|[._])[^\[/:_.]*\]?$")


def questions(table: Table, left: Sequence[Column], remarks: dict[str, str]) -> list[dict[str, Any]]:
    """Return a question for each column or group of columns that looks like one, and note what was guessed."""
    made: list[dict[str, Any]] = []
    rest = list(left)
    for label, names, _ in table.sets.values():
        group = [column for column in rest if column.name in names]
        if group:
            made.append(_one_hot(table, group, label, [column.text for column in group]))
            rest = [column for column in rest if column not in group]
    for group in _groups(rest):
        if (question := _grouped(table, group)) is not None:
            made.append(question)
            rest = [column for column in rest if column not in group]
    made += [question for column in rest if (question := _alone(table, column)) is not None]
    _named(made, remarks)
    return made


def _address(table: Table, column: Column) -> str:
    return column.name if column.name and len(table.named(column.name)) == 1 else f"#{column.position}"


def _groups(columns: Sequence[Column]) -> list[list[Column]]:
    """Return runs of neighbouring columns whose question has one stem, or which are places of a ranking."""
    runs: list[list[Column]] = []
    last: tuple[str, int] = ("", 0)
    for column in columns:
        stem = _stem(column)
        if stem and (stem, column.position - 1) == last:
            runs[-1].append(column)
        elif stem:
            runs.append([column])
        last = (stem, column.position)
    return [run for run in runs if len(run) > 1]


def _stem(column: Column) -> str:
    if _POSITION.search(column.name):
        # All places of one ranking have one stem: what is left without the place.
        return "place " + _POSITION.sub("", column.name).rsplit("[", 1)[0]
    if column.name.casefold().startswith("rank "):
        return "rank"
    text = column.text if column.text != column.name else column.name
    match = _STEM.match(text)
    return match[1] if match else ""


def _option(column: Column) -> str:
    if column.name.casefold().startswith("rank "):
        return column.name[len("rank ") :]
    text = column.text
    if match := re.search(r"\[([^\[\]]+)\]$", text):
        return match[1]
    for mark in (" / ", " : ", " - "):
        if mark in text:
            return text.rsplit(mark, 1)[1]
    values = column.cells.different()
    return values[0] if len(values) == 1 and as_number(values[0]) is None else text


def _values(column: Column) -> list[str]:
    return [value for value in column.cells.different() if not column.is_missing(value)]


def _grouped(table: Table, group: list[Column]) -> dict[str, Any] | None:
    if all(_POSITION.search(column.name) and not _are_numbers([column], 0.5) for column in group):
        return _positions(table, group)
    if len(group) >= _LEAST_RANKED and _are_places(group):
        columns = {_address(table, column): _option(column) for column in group}
        top = _asked(group)
        return {
            "kind": "priority",
            "answer": "rank",
            "top": top,
            "shape": "item_columns",
            "columns": columns,
            "_guess": "the places that count",
        }
    if all(_is_ticked(column) for column in group):
        return _one_hot(table, group, _stem(group[0]), [_option(column) for column in group])
    return None


def _positions(table: Table, group: list[Column]) -> dict[str, Any]:
    order = sorted(group, key=lambda column: _place(column.name))
    counts: Counter[str] = Counter(
        column.labels.get(value, value) for column in order for value in column.cells if not column.is_missing(value)
    )
    known = [option for option, count in counts.items() if count > 1 or _is_known(option)]
    told = {"kind": "priority", "answer": "rank", "top": len(order), "shape": "position_columns"}
    alone = len(counts) > len(known)
    guess = (
        "options; what was chosen only once is left out: add it where it is one"
        if alone
        else "options, from what was chosen"
    )
    return {**told, "columns": [_address(table, column) for column in order], "options": known, "_guess": guess}


def _is_known(option: str) -> bool:
    words = set(re.findall(r"[a-z]{4,}", option.casefold()))
    return bool(
        words & {"artificial", "intelligence", "cyber", "cybersecurity", "data", "digital", "cloud", "skills", "legacy"}
    )


def _place(name: str) -> int:
    match = _POSITION.search(name)
    if match is None:
        return 0
    return int(match[1] or match[2]) if match[1] or match[2] else _WORDS[match[3].casefold()]


def _are_numbers(group: Sequence[Column], part: float) -> bool:
    values = [value for column in group for value in _values(column)]
    return bool(values) and sum(as_number(value) is not None for value in values) >= part * len(values)


def _are_places(group: Sequence[Column]) -> bool:
    """Say whether cells are places: whole numbers up to the number of items that one respondent gives once each."""
    if not _are_numbers(group, 0.6):
        return False
    apart = together = 0
    for row in range(len(group[0].cells)):
        given = [
            column.cells[row]
            for column in group
            if as_number(column.cells[row]) is not None and not column.is_missing(column.cells[row])
        ]
        apart += len(given) > 1 and len(set(given)) == len(given)
        together += len(given) > 1 and len(set(given)) < len(given)
    return apart > 3 * together


def _asked(group: Sequence[Column]) -> int:
    counts = Counter(
        sum(as_number(c.cells[row]) is not None and not c.is_missing(c.cells[row]) for c in group)
        for row in range(len(group[0].cells))
    )
    counts.pop(0, None)
    most = counts.most_common(1)[0][0]
    return most if most < len(group) else min(3, most)


def _is_ticked(column: Column) -> bool:
    values = {column.labels.get(value, value).casefold() for value in _values(column)} - _NO_TICKS
    return len(values) <= 1


def _one_hot(table: Table, group: list[Column], text: str, options: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": "", "text": text, "answer": "multi", "shape": "one_hot"}
    values = {value for column in group for value in _values(column)}
    plain = {value for value in values if value.casefold() not in _NO_TICKS}
    told["ticked"] = sorted(plain) if len(values) > len(plain) and plain else "filled"
    none = [option for option in options if option.casefold().startswith("none of")]
    if none:
        told["exclusive"] = none
    told["columns"] = {_address(table, column): option for column, option in zip(group, options, strict=True)}
    return told


def _alone(table: Table, column: Column) -> dict[str, Any] | None:
    told: dict[str, Any] = {"kind": "", "column": _address(table, column)}
    values = [column.labels.get(value, value) for value in _values(column)]
    if not values:
        return None
    if column.is_list:
        return {
            **told,
            "kind": "priority",
            "answer": "rank",
            "top": 3,
            "shape": "ordered",
            "_guess": "a ranking; options, from what was chosen",
            "options": _parts(column, "\x1f"),
        }
    numeric = sum(as_number(value) is not None for value in values)
    for scale in _AGREEMENT:
        if len(set(values) & set(scale)) > 1 and {value for value in values if value not in _OFF_SCALE} <= set(scale):
            off = [value for value in dict.fromkeys(values) if value in _OFF_SCALE]
            return {**told, "kind": "attitude", "answer": "likert", "scale": list(scale), "off_scale": off}
    likely = re.search(r"agree|attitude", f"{column.name} {column.text}", re.IGNORECASE)
    if likely and set("12345") <= set(values):
        # Which end is agreement is asked, unless a cell says so itself.
        up = any(re.match(r"5\W+(?:strongly|fully|completely) agree", value, re.IGNORECASE) for value in values)
        return {**told, "kind": "attitude", "answer": "likert", "scale": list("12345"), "direction": "up" if up else ""}
    if numeric > len(values) / 2:
        return {**told, "kind": "maturity", "answer": "number"}
    for separator in _SEPARATORS:
        parts = _parts(column, separator)
        if 1 < len(parts) <= _MOST_OPTIONS and len(parts) < len(values):
            return {
                **told,
                "answer": "multi",
                "shape": "joined",
                "separator": separator,
                "options": parts,
                "_guess": "options, from what was chosen more than once",
            }
    if len(values) > _MOST_OPTIONS:
        return None
    return {**told, "answer": "single", "options": list(dict.fromkeys(column.labels.values() or values))}


def _parts(column: Column, separator: str) -> list[str]:
    counts = Counter(part.strip() for value in column.cells for part in value.split(separator) if part.strip())
    return [part for part, count in counts.items() if count > 1]


def _named(made: list[dict[str, Any]], remarks: dict[str, str]) -> None:
    """Give each question an id of its own and a kind, and mark what was guessed."""
    for number, question in enumerate(made, 1):
        names = question.get("column") or " ".join(question.get("columns", ()))
        words = f"{names} {question.get('text', '')}"
        guess = question.pop("_guess", "")
        if not question["kind"]:
            question["kind"] = next((kind for kind, pattern in _KINDS if pattern.search(words)), "maturity")
        question_id = f"q{number}"
        told = {"id": question_id, **{key: value for key, value in question.items() if value not in ("", [])}}
        question.clear()
        question.update(told)
        remarks[f"question.{question_id}"] = f"{GUESS}: its kind{', ' + guess if guess else ''}."
