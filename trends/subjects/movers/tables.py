"""Tables of what rose and fell: for reading, and as numbers for download."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from trends.cards.table import Role, Table
from trends.statistics.cells import Row
from trends.statistics.verdicts import is_tested
from trends.subjects.movers.facts import BASES, BASES_BEFORE, Rows
from trends.subjects.movers.rows import before_figure, done_with, now_figure, place, who
from trends.words import grammar, numbers, pieces
from trends.words.text import Text, link, strong

_WHOLE = ("year_before", *BASES_BEFORE, "year", *BASES)
_FILE_COLUMNS = [
    "survey_name", "publisher", "respondents", "evidence_name", "question_name", "kind_name", "measure", "unit",
    "method", "country_name", "region", "sector_name", "body_size", "item", "theme_name", "year_before", "before",
    "tied_before", "base_before", "population_before", "effective_base_before", "low_before", "high_before",
    "flag_before", "year", "value", "tied", "base_n", "population", "effective_base", "low", "high", "flag", "change",
    "change_low_adjusted", "change_high_adjusted", "change_low", "change_high", "tested", "p_value", "p_adjusted",
    "compared", "verdict", "verdict_alone", "reason", "note", "source_name", "source_url", "source_url_before",
    "licence",
]  # fmt: skip
_POINTS = (
    "low", "high", "low_before", "high_before", "change", "change_low", "change_high", "change_low_adjusted",
    "change_high_adjusted",
)  # fmt: skip
_RANGE, _ADJUSTED = "Range of the change", "Adjusted range of the change"
_ROLES = {
    "Before": Role.FIGURE,
    "Now": Role.FIGURE,
    "Change": Role.CHANGE,
    _RANGE: Role.RANGE,
    _ADJUSTED: Role.RANGE,
    "Survey": Role.SOURCE,
}


def shares_table(rows: Rows) -> Table:
    """Return changes of shares for reading: both figures, the change with its range and verdict, bases, survey.

    On a phone what was asked, of whom and by whom share the first cell.
    """
    return _table(rows, ranged=True, based=True)


def places_table(rows: Rows) -> Table:
    """Return changes of published places for reading."""
    return _table(rows)


def counts_table(rows: Rows) -> Table:
    """Return differences of complete counts for reading, with how many bodies were counted."""
    return _table(rows, based=True)


def _table(rows: Rows, *, ranged: bool = False, based: bool = False) -> Table:
    # What was done with the bodies is the heading where it is one for all, else it stands at each number.
    done = done_with(rows)
    bases = grammar.capitalised(done[0]) if len(done) == 1 else "Base"
    columns: dict[str, Sequence[str | Text]] = {
        "What": [strong(row["item"]) for row in rows],
        "Before": [f"{before_figure(row)} ({row['year_before']})" for row in rows],
        "Now": [f"{now_figure(row)} ({row['year']})" for row in rows],
        "Change": [change(row) for row in rows],
    }
    if ranged and any(is_tested(row) for row in rows):
        columns[_ADJUSTED if any(is_adjusted(row) for row in rows) else _RANGE] = [change_range(row) for row in rows]
    if based:
        columns[bases] = [_based_on(row, told=len(done) > 1) for row in rows]
    columns |= {
        "Asked": [row["question_name"] for row in rows],
        "Who and where": [who(row) for row in rows],
        "Kind of evidence": [row["evidence_name"] for row in rows],
        "Survey": [link(row["survey_name"], row["source_url"]) for row in rows],
    }
    said_bases = f"; {bases.lower()} {{{bases}}}" if based else ""
    return Table.of(
        columns,
        _ROLES | ({bases: Role.BASE} if based else {}),
        fold={
            "What": f"{{What}}: {{Asked}}. {{place}}. {{course}}{said_bases}. {{Kind of evidence}}; {{Survey}}",
            "Change": "{change}",
        },
        aside=_aside(rows),
    )


def _aside(rows: Rows) -> Mapping[str, Sequence[str]]:
    """Return the cells that only the narrow form of a table has."""
    return {
        "place": [place(row) for row in rows],
        "course": [f"{before_figure(row)} in {row['year_before']}, {now_figure(row)} in {row['year']}" for row in rows],
        "change": [
            change(row) + (f", {range_name(row)} {change_range(row)}" if is_tested(row) else "") for row in rows
        ],
    }


def change(row: Row) -> str:
    """Return a change in words: mark, verdict and size, or why one cannot tell."""
    return pieces.change_words(row, row["measure"])


def change_range(row: Row) -> str:
    """Return the range of a change that belongs to its verdict, as in “+9 to +19 pts”."""
    if not is_tested(row):
        return numbers.MISSING
    low = numbers.points(row["change_low_adjusted"]).removesuffix(" pts").removesuffix(" pt")
    return f"{low} to {numbers.points(row['change_high_adjusted'])}"


def range_name(row: Row) -> str:
    """Return what the range of a change is called."""
    return "adjusted range" if is_adjusted(row) else "range"


def is_adjusted(row: Row) -> bool:
    """Say whether the range of a change is wider than it would be had the row been the only one."""
    return bool(row["compared"] > 1)


def _based_on(row: Row, *, told: bool) -> str:
    """Return the bases of both editions, as in “49, then 51”; with what was done with them where that is told."""
    bases = [pieces.base_number(row, edition) for edition in ("_before", "")]
    if bases == [numbers.MISSING] * 2:
        return numbers.MISSING
    return ", then ".join(bases) + (f" {pieces.unit_words(row)}" if told else "")


def file(rows: Rows) -> pd.DataFrame:
    """Return changes as numbers for download, with ranges, verdicts, bases and sources on every row."""
    rounded = dict.fromkeys(_POINTS, 2) | dict.fromkeys(("p_value", "p_adjusted"), 6)
    # Column by column: types and decimals given to a whole frame cost as much as all else.
    made: dict[str, Any] = {name: [row[name] for row in rows] for name in _FILE_COLUMNS if name != "tested"}
    made |= {name: pd.array(made[name], dtype="Int64") for name in _WHOLE}
    made |= {name: np.round(np.array(made[name], dtype=float), digits) for name, digits in rounded.items()}
    return pd.DataFrame(made | {"tested": [is_tested(row) for row in rows]}, columns=_FILE_COLUMNS)
