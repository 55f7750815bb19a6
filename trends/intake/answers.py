"""The answers to each question, from the six shapes in which exports hold them."""

import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trends.intake.mapping import Question
from trends.intake.table import LIST_SEPARATOR, Column, as_number
from trends.intake.ticks import NOBODY, Ticks, as_numbers, numbers_of

# Why an answer does not count, as told of the rows it stands in.
NOT_A_NUMBER = "is no number"
NOT_ON_SCALE = "is not on the scale"
READ_AS_POINT = "is read as the point it begins with"
NO_OPTION = "is no option"
TWICE = "gives one item two places, or one place to two items"
GAP = "has a place without the ones before it"
NO_PLACE = "has a place there is not"
TOO_MANY = "ranks more than were asked for; the first count"
EXCLUSIVE = "has an exclusive option together with others; the others count"
MOSTLY_OTHER = "has what is no option, as most answers do, and counts as “other”: are separator and options right?"
# Told, and nothing is lost.
HARMLESS = frozenset({READ_AS_POINT, TOO_MANY, EXCLUSIVE, MOSTLY_OTHER})

NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*%?")
_POINT = re.compile(r"(-?\d+)\s*[-–:.)=]\s*\D.*")


@dataclass
class Answers:
    """What was answered to a question.

    ``base`` are those who answered, ``ticks`` respondent, option and place (0 where nothing was ranked), ``numbers``
    respondent and number, ``odd`` what was found by reason: respondent, heading and the cell. Respondents are rows of
    answers counted from 0.
    """

    question: Question
    options: list[str] = field(default_factory=list)
    base: "array[int]" = field(default_factory=lambda: array("I"))
    ticks: Ticks = field(default_factory=Ticks)
    numbers: list[tuple[int, float]] = field(default_factory=list)
    odd: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def tell(self, reason: str, row: int, column: str, value: str = "") -> None:
        """Note something odd."""
        self.odd.setdefault(reason, []).append((row, column, value))


def answers_to(question: Question, columns: Sequence[Column], other: Column | None) -> Answers:
    """Return the answers to a question; ``columns`` are those of its mapping, with labels of the choices file."""
    found = Answers(question)
    if question.answer == "rank":
        _ranked(found, columns)
    elif question.answer == "multi":
        _ticked(found, columns, other)
    elif question.answer == "number":
        _numbers(found, columns[0])
    elif question.answer == "text":
        codes = {code for code, text in enumerate(columns[0].cells.values) if text}
        found.base.extend(row for row, code in enumerate(columns[0].cells.codes) if code in codes)
    else:
        _single(found, columns[0])
    return found


def label_of(question: Question, column: Column, value: str) -> str:
    """Return what an answer is called: by the mapping, by the file's labels, or as it stands."""
    return question.labels.get(value) or column.labels.get(value) or value


def _is_missing(question: Question, column: Column, value: str) -> bool:
    return column.is_missing(value) or value in question.missing


def _single(found: Answers, column: Column) -> None:
    question = found.question
    scale = (*question.points, *question.off_scale) if question.answer == "likert" else question.options
    told: dict[str, str] = {}

    def say(value: str) -> str | None:
        if _is_missing(question, column, value):
            return None
        label = label_of(question, column, value)
        if not scale or label in scale:
            return label
        begun = _POINT.fullmatch(label)
        if begun and begun[1] in scale:
            told[value] = READ_AS_POINT
            return begun[1]
        told[value] = NOT_ON_SCALE if question.answer == "likert" else NO_OPTION
        return None

    labels = [say(value) for value in column.cells.values]
    names = list(dict.fromkeys(label for label in labels if label is not None))
    number = {label: at for at, label in enumerate(names)}
    chosen = np.array([NOBODY if label is None else number[label] for label in labels])[as_numbers(column.cells.codes)]
    rows = np.flatnonzero(chosen >= 0)
    found.base = numbers_of(rows)
    found.ticks.add_all(rows, chosen[rows], names)
    if told:
        for row in column.cells.rows_of(told):
            value = column.cells[row]
            found.tell(told[value], row, column.name, value)
    given = [label for label in column.labels.values() if label in set(labels)]
    found.options = list(dict.fromkeys([*scale, *given, *(label for label in labels if label)]))


def _numbers(found: Answers, column: Column) -> None:
    values = column.cells.values
    missing = [_is_missing(found.question, column, value) for value in values]
    known = [NUMBER.fullmatch(value) for value in values]
    for row, code in enumerate(column.cells.codes):
        if missing[code]:
            continue
        if match := known[code]:
            found.base.append(row)
            found.numbers.append((row, float(match[1].replace(",", "."))))
        else:
            found.tell(NOT_A_NUMBER, row, column.name, values[code])


def _ticked(found: Answers, columns: Sequence[Column], other: Column | None) -> None:
    question = found.question
    joined = question.shape == "joined"
    chosen = _joined(found, columns[0]) if joined else _one_hot(found, columns)
    others = {code for code, text in enumerate(other.cells.values) if text} if other else set()
    exclusive = set(question.exclusive)
    used_other = other is not None
    for row, given in enumerate(chosen):
        options = given
        if other and other.cells.codes[row] in others and question.other_label not in options:
            options.append(question.other_label)
        if exclusive and len(options) > 1 and exclusive & set(options):
            name = next(option for option in options if option in exclusive)
            options = [option for option in options if option not in exclusive] or options[:1]
            found.tell(EXCLUSIVE, row, columns[0].name, name)
        used_other = used_other or question.other_label in options
        if options:
            found.base.append(row)
            for option in dict.fromkeys(options):
                found.ticks.add(row, option)
    named = question.options if joined else tuple(label for _, label in question.columns)
    added = (question.other_label,) if used_other else ()
    last = [option for option in named if option in exclusive]
    found.options = list(dict.fromkeys([*(o for o in named if o not in exclusive), *added, *last]))


def _one_hot(found: Answers, columns: Sequence[Column]) -> list[list[str]]:
    question = found.question
    chosen: list[list[str]] = [[] for _ in range(len(columns[0].cells))]
    for column, (_, option) in zip(columns, question.columns, strict=True):
        wanted = question.ticked

        def is_tick(value: str, column: Column = column, wanted: tuple[str, ...] | None = wanted) -> bool:
            if _is_missing(question, column, value):
                return False
            return wanted is None or value in wanted or label_of(question, column, value) in wanted

        ticks = [is_tick(value) for value in column.cells.values]
        for row, code in enumerate(column.cells.codes):
            if ticks[code]:
                chosen[row].append(option)
    return chosen


def _joined(found: Answers, column: Column) -> list[list[str]]:
    question = found.question
    separator = LIST_SEPARATOR if column.is_list else question.separator or ", "
    named = {label: label for label in question.options} | {
        code: label for code, label in question.labels.items() if label in question.options
    }
    named |= {code: label for code, label in column.labels.items() if label in question.options or not question.options}
    longest = sorted(named, key=len, reverse=True)
    split: list[list[str]] = []
    others: list[str] = []
    for value in column.cells.values:
        options, rest = _parted("" if _is_missing(question, column, value) else value, longest, separator)
        chosen = [named[option] for option in options]
        split.append([*chosen, question.other_label] if rest else chosen)
        others += [value] if rest else []
    given = column.cells.counts()
    if 2 * sum(given[value] for value in others) > sum(given.values()):
        for row in column.cells.rows_of(others):
            found.tell(MOSTLY_OTHER, row, column.name)
    return [list(split[code]) for code in column.cells.codes]


def _parted(text: str, longest: Sequence[str], separator: str) -> tuple[list[str], str]:
    """Return the options in a joined cell, the longest known first, and what is left: the text of “other”."""
    options, rest, at = [], [], 0
    while at < len(text):
        if text[at].isspace() and not text.startswith(separator, at):
            at += 1
            continue
        option = next(
            (o for o in longest if text.startswith(o, at) and (text[at + len(o) :] + separator).startswith(separator)),
            None,
        )
        end = text.find(separator, at) if option is None else at + len(option)
        end = len(text) if end < 0 else end
        if option is None:
            rest.append(text[at:end])
        else:
            options.append(option)
        at = end + len(separator)
    return options, separator.join(rest).strip()


def _ranked(found: Answers, columns: Sequence[Column]) -> None:
    question = found.question
    places = {
        "item_columns": _item_columns,
        "position_columns": _position_columns,
        "ordered": _ordered,
    }[question.shape](found, columns)
    seen: dict[str, None] = {}
    # Where each item has a column, more places than asked for are told, unless the tool has everybody rank all.
    tells_more = question.shape == "item_columns" and not _ranks_all(columns, question.top)
    for row, ranked in places:
        counted = [(option, place) for option, place in ranked if place <= question.top]
        given = sorted(place for _, place in counted)
        if len(set(given)) < len(given) or len({option for option, _ in counted}) < len(counted):
            found.tell(TWICE, row, columns[0].name)
        elif given != list(range(1, len(given) + 1)) or (ranked and not counted):
            found.tell(GAP, row, columns[0].name)
        elif counted:
            if tells_more and len(ranked) > question.top:
                found.tell(TOO_MANY, row, columns[0].name)
            found.base.append(row)
            for option, place in counted:
                found.ticks.add(row, option, place)
            seen.update(dict.fromkeys(option for option, _ in counted))
    named = tuple(label for _, label in question.columns if label) or question.options or _labels(columns)
    found.options = list(dict.fromkeys([*named, *seen]))


def _labels(columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for column in columns for label in column.labels.values()))


_Ranked = Iterator[tuple[int, list[tuple[str, int]]]]


def _item_columns(found: Answers, columns: Sequence[Column]) -> _Ranked:
    """Yield what each respondent ranked, where each item has a column for its place."""
    question = found.question
    known = [[_place(found, column, value, len(columns)) for value in column.cells.values] for column in columns]
    for row in range(len(columns[0].cells)):
        ranked, wrong = [], ""
        for column, places, (_, option) in zip(columns, known, question.columns, strict=True):
            place = places[column.cells.codes[row]]
            if place == 0:
                continue
            if place is None:
                wrong = wrong or column.name
                continue
            ranked.append((option, place))
        if wrong:
            found.tell(NO_PLACE, row, wrong, next(c.cells[row] for c in columns if c.name == wrong))
            continue
        if ranked:
            yield row, ranked


def _ranks_all(columns: Sequence[Column], top: int) -> bool:
    """Say whether more than half of those who ranked gave every item a place, as some tools ask for."""
    filled = [
        sum(as_number(column.cells[row]) is not None for column in columns) for row in range(len(columns[0].cells))
    ]
    answered = [count for count in filled if count]
    return 2 * sum(count > top for count in answered) > len(answered)


def _place(found: Answers, column: Column, value: str, items: int) -> int | None:
    """Return a place, 0 for not ranked, None for what is no place."""
    if _is_missing(found.question, column, value):
        return 0
    number = as_number(value)
    if number is None or not number.is_integer() or not 1 <= number <= items:
        return None
    return int(number)


def _position_columns(found: Answers, columns: Sequence[Column]) -> _Ranked:
    """Yield what each respondent ranked, where each place has a column for the item."""
    question = found.question
    allowed = set(question.options)
    known = [
        ["" if _is_missing(question, c, value) else label_of(question, c, value) for value in c.cells.values]
        for c in columns
    ]
    for row in range(len(columns[0].cells)):
        ranked, wrong = [], ""
        for place, (column, labels) in enumerate(zip(columns, known, strict=True), 1):
            label = labels[column.cells.codes[row]]
            if label and allowed and label not in allowed:
                wrong = column.name
                found.tell(NO_OPTION, row, column.name, label)
            elif label:
                ranked.append((label, place))
        if ranked and not wrong:
            yield row, ranked


def _ordered(found: Answers, columns: Sequence[Column]) -> _Ranked:
    """Yield what each respondent ranked, where one cell holds the items in order."""
    column, question = columns[0], found.question
    separator = LIST_SEPARATOR if column.is_list else question.separator or ", "
    allowed = set(question.options)
    names = {*question.options, *question.labels, *column.labels}
    longest = sorted(names, key=len, reverse=True)
    for row, code in enumerate(column.cells.codes):
        value = column.cells.values[code]
        if _is_missing(question, column, value):
            continue
        parts = value.split(separator) if column.is_list or not longest else _in_order(value, longest, separator)
        labels = [label_of(question, column, part.strip()) for part in parts if part.strip()]
        if odd := next(
            (label for label in labels if (allowed or longest) and not _is_known(label, allowed, column)), ""
        ):
            found.tell(NO_OPTION, row, column.name, odd)
        else:
            yield row, [(label, place) for place, label in enumerate(labels, 1)]


def _is_known(label: str, allowed: set[str], column: Column) -> bool:
    return label in allowed if allowed else label in set(column.labels.values())


def _in_order(text: str, longest: Sequence[str], separator: str) -> list[str]:
    options, rest = _parted(text, longest, separator)
    return [*options, rest] if rest else options


def only(each: Answers, number_of: NDArray[np.int64], told: Collection[int]) -> Answers:
    """Return answers to a question of those who count; what is odd of those told, numbered as in the file.

    Args:
        each: the answers.
        number_of: for each row of answers the number of its respondent, ``NOBODY`` where it does not count.
        told: rows whose odd answers are told.
    """
    numbers = number_of[as_numbers(each.base)]
    return Answers(
        each.question,
        each.options,
        numbers_of(numbers[numbers >= 0]),
        each.ticks.only(number_of),
        [(int(number_of[row]), number) for row, number in each.numbers if number_of[row] >= 0],
        {reason: kept for reason, odd in each.odd.items() if (kept := [it for it in odd if it[0] in told])},
    )
