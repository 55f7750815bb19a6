"""Proposes the questions of a mapping from what is left of an export's columns."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from trends.intake.answers import NUMBER
from trends.intake.joined import is_none, is_plain, may_be_ticks, ticks
from trends.intake.personal import looks_like_name
from trends.intake.problems import listed
from trends.intake.question_words import code_of, parted
from trends.intake.table import LIST_SEPARATOR, Column, Table, as_number

GUESS, DECIDE = "GUESS", "DECIDE"
_AGREEMENT = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
    ("Disagree", "Neither", "Agree"),
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
SILENT = frozenset({"no answer", "not stated", "refused", "missing", "not answered"})
_LEAST_RANKED = 3
_NO_TICKS = frozenset({"no", "0", "false", "not selected", ""})
# Several codes in one cell, which with one comma would be a number with decimals.
_CODES = re.compile(r"\d{1,2}(?:[,;] ?\d{1,2}){2,}")
_CODE = re.compile(r"^(\w+)\[[^\]]*\]")
_TICKS = frozenset({"yes", "true", "selected", "x", "1"})
_OTHER = re.compile(r"\[other\]|_oth(?:er)?(?:_text)?$|please specify|_\d+_text$", re.IGNORECASE)


def questions(
    table: Table, left: Sequence[Column], remarks: dict[str, str], known: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Return a question for each column or group of columns that looks like one, and note what was guessed.

    Args:
        table: the export.
        left: the columns that are nothing else.
        remarks: where what was guessed is noted.
        known: questions of other columns that are known already; they come first.
    """
    made = list(known)
    rest = list(left)
    for label, names, _ in table.sets.values():
        group = [column for column in rest if column.name in names]
        if group:
            made.append(one_hot(table, group, label, [column.text for column in group]))
            rest = [column for column in rest if column not in group]
    for group in _groups(rest):
        if (question := _grouped(table, group)) is not None:
            made.append(question)
            rest = [column for column in rest if column not in group]
    joined = {column.name.rstrip("/") for column in rest} & {_stem(c).rstrip("/") for c in left if c not in rest}
    rest = [column for column in rest if column.name not in joined]
    made += [question for column in rest if (question := _alone(table, column)) is not None]
    _named(made, remarks)
    return made


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
    """Return what columns of one question have in common: its text, or the beginning of their names."""
    if _POSITION.search(column.name):
        # All places of one ranking have one stem: what is left without the place.
        return "place " + _CODE.sub(r"\1", _POSITION.sub("", column.name).rsplit("[", 1)[0])
    parts = _parted(column)
    return parts[0] if parts else ""


def _option(column: Column) -> str:
    """Return which option a column of a question stands for."""
    given = column.cells.counts()
    for value, count in given.items():
        # What one person alone wrote may be anything.
        if len(given) == 1 and count > 1 and value.casefold() not in _TICKS and as_number(value) is None:
            return value
    return _headed(column)


def _headed(column: Column) -> str:
    """Return the option that the heading of a column names."""
    parts = _parted(column)
    return parts[1] if parts else column.text


def _option_names(group: Sequence[Column]) -> list[str]:
    """Return which options columns stand for; what ticks several of them alike is a mark, and names none."""
    options = [_option(column) for column in group]
    return options if len(set(options)) == len(options) else [_headed(column) for column in group]


def _numbered(columns: Mapping[str, str]) -> list[str]:
    """Return what is to be decided of columns for which the export names no option, only a number."""
    numbers = [f"“{name}”" for name, option in columns.items() if option.isdigit()]
    if not numbers:
        return []
    what = f"What does {numbers[0]} stand for" if len(numbers) == 1 else f"What do {listed(numbers)} stand for"
    return [f"{what}? The export names a number alone: write the options in columns."]


def _parted(column: Column) -> tuple[str, str] | None:
    """Return question and option, as tools write them into one heading."""
    text, name = column.text, column.name
    question, option = parted(text)
    if option:
        code = code_of(text)
        return f"{code}. {question}" if code else question, option
    if match := re.search(r"^(rank) (.+)$|^(.+/)([^/]+)$|^(.+?)_Part_(\d+)$|^(.+\.)(\w+)$|^(.+?)_(\d+)$", name):
        question, option = (part for part in match.groups() if part)
        return question, option if text == name else text
    return None


def _values(column: Column) -> list[str]:
    return [value for value in column.cells.different() if not column.is_missing(value)]


def _grouped(table: Table, group: list[Column]) -> dict[str, Any] | None:
    if all(_POSITION.search(column.name) and not _are_numbers([column], 0.5) for column in group):
        return _positions(table, group)
    if len(group) >= _LEAST_RANKED and _are_places(group):
        columns = {table.address(column): _option(column) for column in group}
        words = sorted(
            {value for column in group for value in _values(column) if as_number(value) is None and value in _OFF_SCALE}
        )
        top = _asked(group)
        return {
            "kind": "priority",
            "answer": "rank",
            "top": top,
            "shape": "item_columns",
            "columns": columns,
            "missing": words,
            "decide": _numbered(columns),
            "_guess": "the places that count",
        }
    if all(_is_ticked(column) for column in group):
        return one_hot(table, group, _stem(group[0]), _option_names(group))
    return None


def _positions(table: Table, group: list[Column]) -> dict[str, Any]:
    order = sorted(group, key=lambda column: _place(column.name))
    counts: Counter[str] = Counter(
        column.labels.get(value, value) for column in order for value in column.cells if not column.is_missing(value)
    )
    known = [*_options(counts), *(option for option, count in counts.items() if count == 1 and _is_known(option))]
    once = [value for column in order for value in _values(column) if column.labels.get(value, value) not in known]
    decide = _no_options(table, order, once)
    places = Counter(_place(column.name) for column in order)
    if same := [place for place, count in places.items() if count > 1]:
        decide.append(f"Several columns are of place {listed(same)}: write columns in the order of the places.")
    return {
        "kind": "priority",
        "answer": "rank",
        "top": len(order),
        "shape": "position_columns",
        "columns": [table.address(column) for column in order],
        "options": known,
        "decide": decide,
        "_guess": "options, from what was chosen",
    }


def _is_known(option: str) -> bool:
    words = set(re.findall(r"[a-z]{4,}", option.casefold()))
    return not looks_like_name(option) and bool(
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


def one_hot(table: Table, group: list[Column], text: str, options: list[str]) -> dict[str, Any]:
    """Return the question of columns that each stand for an option, with the column of “other” beside them."""
    told: dict[str, Any] = {"kind": "", "text": text, "answer": "multi", "shape": "one_hot"}
    values = {value for column in group for value in _values(column)}
    plain = {value for value in values if value.casefold() not in _NO_TICKS}
    told["ticked"] = sorted(plain) if len(values) > len(plain) and plain else "filled"
    none = [option for option in options if is_none(option)]
    if none:
        told["exclusive"] = none
    columns = {table.address(column): option for column, option in zip(group, options, strict=True)}
    told |= {"columns": columns, "decide": _numbered(columns)}
    if (other := other_of(table, group, text)) is not None:
        told["other"] = table.address(other)
        called = [option for option in options if option.casefold().startswith("other")]
        told |= {"other_label": called[0]} if called else {}
    return told


def other_of(table: Table, group: list[Column], text: str) -> Column | None:
    """Return the column with the text of “other”, which has the question or the beginning of its name in common."""
    asked = text.partition(" - ")[0]
    begun = re.sub(r"(?:_Part)?_\d+$|/[^/]+$", "", group[0].name)
    for column in table.columns:
        words = column.name if column.name == column.text else f"{column.text} {column.name}"
        of_it = (asked and asked in _CODE.sub(r"\1", column.text)) or column.name.startswith((f"{begun}_", f"{begun}["))
        if column not in group and _OTHER.search(words) and of_it:
            return column
    return None


def _in_order(column: Column) -> tuple[str, list[str]] | None:
    """Return separator and items where cells hold the same items, each time in another order."""
    for separator in (" ", ";", ", ", "|"):
        cells = [[part.strip() for part in value.split(separator)] for value in _values(column)]
        sets = Counter(frozenset(cell) for cell in cells if len(cell) >= _LEAST_RANKED and len(set(cell)) == len(cell))
        if sets and sets.most_common(1)[0][1] > len(cells) / 2 and len(cells) > 1:
            return separator, sorted(sets.most_common(1)[0][0])
    return None


def _alone(table: Table, column: Column) -> dict[str, Any] | None:
    """Return the question that a single column looks like, if any."""
    silent = [
        code for code, label in column.labels.items() if label.casefold() in SILENT and not column.is_missing(code)
    ]
    told: dict[str, Any] = {"kind": "", "column": table.address(column), "missing": silent}
    values = [column.labels.get(value, value) for value in _values(column) if value not in silent]
    if not values:
        return None
    if column.is_list:
        counts = Counter(part for value in column.cells for part in value.split(LIST_SEPARATOR) if part)
        ranked = {"kind": "priority", "answer": "rank", "top": 3, "shape": "ordered"}
        return {
            **told,
            **ranked,
            "options": [option for option, count in counts.items() if count > 1],
            "_guess": "a ranking; options, from what was chosen more than once",
        }
    if (found := scale(column, values)) is not None:
        return {**told, "kind": "attitude", "answer": "likert", **found}
    if (ordered := _in_order(column)) is not None:
        ranked = {"kind": "priority", "answer": "rank", "top": min(3, len(ordered[1])), "shape": "ordered"}
        return {**told, **ranked, "separator": ordered[0], "options": ordered[1], "_guess": "the places that count"}
    numbers = sum(NUMBER.fullmatch(value) is not None for value in values)
    if 2 * numbers > len(values) and not any(_CODES.fullmatch(value) for value in values):
        return {**told, "kind": "maturity", "answer": "number"}
    return _chosen(table, column, told)


def _chosen(table: Table, column: Column, told: dict[str, Any]) -> dict[str, Any] | None:
    """Return the question of a column of ticks or of one answer out of few, if it is one."""
    silent = told["missing"]
    cells = {v: n for v, n in column.cells.counts().items() if not column.is_missing(v) and v not in silent}
    given: Counter[str] = Counter()
    for value, count in cells.items():
        given[column.labels.get(value, value)] += count
    if (found := ticks(given)) is not None:
        several = {"separator": found.separator, "options": list(found.options), "exclusive": list(found.exclusive)}
        guess = "options, from what several respondents chose; what is none counts as “other”"
        return {**told, "answer": "multi", "shape": "joined", **several, "decide": list(found.decide), "_guess": guess}
    labels = [label for code, label in column.labels.items() if not column.is_missing(code) and code not in silent]
    if not set(given) <= set(labels) and not is_plain(given):
        return None
    options = list(dict.fromkeys([*labels, *_options(given)]))
    once = [value for value in cells if column.labels.get(value, value) not in options]
    decide = [*_no_options(table, [column], once), *([] if labels else may_be_ticks(given))]
    return {**told, "answer": "single", "options": options, "decide": decide}


def _options(given: Mapping[str, int]) -> list[str]:
    """Return the answers that several respondents gave, without names among answers that look like none."""
    several = [answer for answer, count in given.items() if count > 1]
    names = [answer for answer in several if looks_like_name(answer)]
    return several if 2 * len(names) >= len(several) else [answer for answer in several if answer not in names]


def _no_options(table: Table, columns: Sequence[Column], values: Sequence[str]) -> list[str]:
    """Return what is to be decided of answers that became no options; they are not quoted."""
    rows = sorted({row for column in columns for row in table.file_rows(column.cells.rows_of(values))})
    if not rows:
        return []
    what = (
        f"What one respondent alone gave, or looks like a name (row {listed(rows)}), is no option and does not count."
    )
    return [f"{what} Add to options what is one; other words for a cell go into labels."]


def scale(column: Column, values: list[str]) -> dict[str, Any] | None:
    """Return the scale of agreement that the answers of a column are on, if they are."""
    for scale in _AGREEMENT:
        if len(set(values) & set(scale)) > 1 and {value for value in values if value not in _OFF_SCALE} <= set(scale):
            return {
                "scale": list(scale),
                "off_scale": [value for value in dict.fromkeys(values) if value in _OFF_SCALE],
            }
    likely = re.search(r"agree|attitude", f"{column.name} {column.text}", re.IGNORECASE)
    off = [value for value in values if value not in set("12345")]
    if len(values) - len(off) < len("1234") or not (likely or len(off) <= 1):
        return None
    # Which end is agreement is asked, unless a cell says so itself.
    up = any(re.match(r"5\W+(?:strongly|fully|completely) agree", value, re.IGNORECASE) for value in values)
    beside = [value for value in off if value.isalpha()]
    return {"scale": list("12345"), "direction": "up" if up else "", "off_scale": beside}


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
        if "decide" in told:
            remarks[f"question.{question_id}.decide"] = f"{DECIDE}: write above what is meant, then take this out."
