"""Which part of a table an address asks for: columns, so many rows, and after which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trends.request.filters import FilterError, did_you_mean
from trends.request.names import nearest
from trends.words.folding import folded

# Parameters of a table's address beside its filters, each with what it does.
OPTIONS = {
    "columns": "Names of columns, separated by commas; the others are left out",
    "limit": "At most so many rows; the header Link leads to those after them",
    "after": "The key of a row, as the header Link gives it: only rows after it",
    "bom": "0 leaves out the byte order mark with which CSV begins",
    "about": "1 puts the rows of JSON into an object that also says filters, terms and evidence",
}
_SWITCHES = {"bom": True, "about": False}
_KEYS_APART = "|"

Given = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Cut:
    """A part of a table and how its file is written; ``limit`` 0 is no limit, no columns are all, no key is the start.

    ``mark``: a byte order mark begins CSV. ``about``: JSON says what its rows are.
    """

    columns: tuple[str, ...] = ()
    limit: int = 0
    after: str = ""
    mark: bool = True
    about: bool = False


WHOLE = Cut()


def read_cut(given: Given, columns: Sequence[str]) -> Cut:
    """Return the part of a table that parameters of an address ask for; others than ``OPTIONS`` are passed over.

    Args:
        given: parameters and values in order.
        columns: the names of the table's columns.

    Raises:
        FilterError: a value is not as it should be; lists every such one and what is legal.
    """
    asked: dict[str, list[str]] = {name: [] for name in OPTIONS}
    for name, value in given:
        if name in asked and value.strip():
            asked[name].append(value.strip())
    problems: list[dict[str, object]] = [
        {"parameter": name, "value": values[-1], "message": f"The parameter {name} was given twice; give it once."}
        for name, values in asked.items()
        if name != "columns" and len(values) > 1
    ]
    named = list(dict.fromkeys(each.strip() for value in asked["columns"] for each in value.split(",") if each.strip()))
    problems += [_unknown_column(name, columns) for name in named if name not in columns]
    limit = next(iter(asked["limit"]), "0")
    # No number of rows is longer, and int refuses thousands of digits.
    if asked["limit"] and not (limit.isascii() and limit.isdigit() and len(limit) <= len("1000000") and int(limit)):
        message = f"{limit!r} is no number of rows; give a whole number from 1 to 1000000, as in limit=100."
        problems.append({"parameter": "limit", "value": limit, "message": message})
        limit = "0"
    switches = {}
    for name, default in _SWITCHES.items():
        value = next(iter(asked[name]), str(int(default)))
        if value not in {"0", "1"}:
            message = f"{name} is 0 or 1, and not {value!r}."
            problems.append({"parameter": name, "value": value, "message": message, "legal": ["0", "1"]})
        switches[name] = value == "1"
    if problems:
        raise FilterError(problems)
    return Cut(tuple(named), int(limit), next(iter(asked["after"]), ""), switches["bom"], switches["about"])


def key_of(values: Iterable[object]) -> str:
    """Return the key of a row, as an address holds it, of its values in the key columns of its table."""
    return _KEYS_APART.join(map(str, values))


def unknown_key(after: str, table: str) -> FilterError:
    """Return the error of a key that no row under the filters has."""
    message = (
        f"No row of {table} under these filters has the key {after!r}; begin without after, and follow the header Link."
    )
    return FilterError([{"parameter": "after", "value": after, "message": message}])


def _unknown_column(name: str, columns: Sequence[str]) -> dict[str, object]:
    near = nearest(name, {folded(each): each for each in columns})
    message = f"There is no column {name!r}; there are {', '.join(columns)}.{did_you_mean(near)}"
    return {"parameter": "columns", "value": name, "message": message, "legal": list(columns), "nearest": near}
