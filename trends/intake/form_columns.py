"""Which columns of an export hold the codes of a form: by the form's own questions, or by the codes in the cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trends.intake.forms import ONE, ORDER, SEVERAL, Asked, Form
from trends.intake.problems import listed
from trends.intake.table import Column, as_number

_LEAST_RANKED = 3


@dataclass
class Coded:
    """Columns of one question whose answers are codes of a list.

    ``kind`` says how it was answered, ``choices`` which list they are of, where that is one. Of a question with
    several answers there is one column, with codes parted by spaces, or one for each option (``options``, the labels of
    these columns in their order). ``twin`` is the column that says the same once more.
    """

    columns: list[Column]
    kind: str
    labels: Mapping[str, str]
    text: str = ""
    options: Sequence[str] = ()
    twin: Column | None = None
    decide: list[str] = field(default_factory=list)
    choices: str = ""


def coded(columns: Sequence[Column], form: Form) -> list[Coded]:
    """Return the columns that hold codes of a form, by question; those of which that is not certain say so."""
    return _by_questions(columns, form) if form.asked else _by_codes(columns, form)


def words(columns: Sequence[Column], form: Form) -> list[tuple[Column, str]]:
    """Return the columns that have the name of a question, with what it asks."""
    found = [(_own(columns, _called(asked, form)), asked.text) for asked in form.asked]
    return [(column, text) for column, text in found if column is not None and text]


def _called(asked: Asked, form: Form) -> list[str]:
    """Return what headings call a question: its path, or its name where no other has it."""
    alone = sum(each.name == asked.name for each in form.asked) == 1
    return [asked.path, asked.path.replace("/", "-"), *([asked.name] if alone else [])]


def _own(columns: Sequence[Column], called: Sequence[str]) -> Column | None:
    return next((column for name in called for column in columns if column.name == name), None)


def _by_questions(columns: Sequence[Column], form: Form) -> list[Coded]:
    found = []
    for asked in form.asked:
        if not asked.choices:
            continue
        labels, called = form.lists[asked.choices], _called(asked, form)
        own = _own(columns, called)
        each = next(filter(None, (_of_options(columns, name, labels) for name in called)), None)
        doubts = list(form.doubts.get(asked.choices, ()))
        if asked.kind == SEVERAL and each:
            options = [labels[code] for code in each]
            found.append(Coded(list(each.values()), SEVERAL, labels, asked.text, options, own, doubts, asked.choices))
        elif own is not None:
            decide = doubts + _unknown(own, asked, labels)
            found.append(Coded([own], asked.kind, labels, asked.text, decide=decide, choices=asked.choices))
    return found


def _of_options(columns: Sequence[Column], name: str, labels: Mapping[str, str]) -> dict[str, Column]:
    """Return the columns of a question's options, by code."""
    return {code: column for code in labels for column in columns if column.name == f"{name}/{code}"}


def _unknown(column: Column, asked: Asked, labels: Mapping[str, str]) -> list[str]:
    """Return what is to be decided where most cells are no codes: then the column is of another form, or of labels."""
    given = column.cells.counts()
    unknown = sum(n for cell, n in given.items() if not set(_codes(cell, asked.kind)) <= {*labels, *labels.values()})
    if 2 * unknown <= sum(given.values()):
        return []
    return [f"Most cells are no codes of the list “{asked.choices}”: is this the form they were answered with?"]


def _codes(cell: str, kind: str) -> list[str]:
    return [cell] if kind == ONE else cell.split()


def _by_codes(columns: Sequence[Column], form: Form) -> list[Coded]:
    found = _one_column_each(columns, form)
    taken = {id(column) for each in found for column in (*each.columns, each.twin) if column is not None}
    stems = Counter(column.name.rpartition("/")[0] for column in columns)
    for column in columns:
        cells = [cell for cell in column.cells.different() if not column.is_missing(cell)]
        is_tick = set(cells) <= {"0", "1"} and stems[column.name.rpartition("/")[0]] > 1
        if id(column) in taken or not cells or is_tick:
            continue
        parts = [cell.split() for cell in cells]
        for kind, codes in ((ONE, set(cells)), (SEVERAL, {code for part in parts for code in part})):
            name, labels, decide = _list_of(codes, form)
            if labels is not None:
                in_order = kind == SEVERAL and _are_orders(parts)
                found.append(Coded([column], ORDER if in_order else kind, labels, decide=decide, choices=name))
                break
    return found


def _one_column_each(columns: Sequence[Column], form: Form) -> list[Coded]:
    """Return the questions with a column for each option, whose headings end in codes of one list."""
    groups: dict[str, dict[str, Column]] = {}
    for column in columns:
        stem, mark, code = column.name.rpartition("/")
        if mark:
            groups.setdefault(stem, {})[code] = column
    found = []
    for stem, group in groups.items():
        name, labels, decide = _list_of(group, form) if len(group) > 1 else ("", None, [])
        if labels is not None:
            twin = next((column for column in columns if column.name == stem), None)
            options = [labels.get(code, code) for code in group]
            found.append(Coded(list(group.values()), SEVERAL, labels, "", options, twin, decide, name))
    return found


def _are_orders(cells: Sequence[Sequence[str]]) -> bool:
    """Say whether most cells hold the same codes, each time in another order: a ranking of all."""
    sets = Counter(frozenset(cell) for cell in cells if len(set(cell)) == len(cell) >= _LEAST_RANKED)
    return bool(sets) and len(cells) > 1 and sets.most_common(1)[0][1] > len(cells) / 2


def _list_of(codes: Iterable[str], form: Form) -> tuple[str, Mapping[str, str] | None, list[str]]:
    """Return the one list that has all codes with its labels, None where none has; and what is to be decided of it.

    Where lists that have them differ in what they call these codes, none is taken.
    """
    wanted = set(codes)
    having = {name: labels for name, labels in form.lists.items() if wanted <= set(labels)}
    if not having:
        return "", None, []
    meanings = {tuple(labels[code] for code in sorted(wanted)) for labels in having.values()}
    named = listed(f"“{name}”" for name in having)
    if len(meanings) > 1:
        what = f"These are codes of the lists {named}, which call them otherwise: write the labels of the right one."
        return "", {}, [what]
    # Of several that call them alike, the one with the fewest choices more is no more certain than the others.
    if len({tuple(labels.items()) for labels in having.values()}) > 1:
        only = next(iter(having.values()))
        shared = {code: label for code, label in only.items() if code in wanted}
        return "", shared, [f"Which list is it, {named}? Its other choices are options too."]
    name = next(iter(having))
    decide = list(form.doubts.get(name, ()))
    if all(as_number(code) is not None for code in wanted):
        decide.append(f"Numbers alone: choices of the list “{name}”, as they are read here, or just numbers?")
    return name, form.lists[name], decide
