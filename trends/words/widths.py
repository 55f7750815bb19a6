"""Why ranges are narrower or wider than the bases shown give, and where there is none."""

from collections.abc import Sequence
from typing import Any

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.inputs import FINITE_FRACTION
from trends.words import numbers
from trends.words.asked import INVENTORY

_WIDER = (
    "answers are weighted, or changed to protect those who answered, so ranges are wider than the bases shown give "
    "(effective base)."
)
# What was done with bodies where nobody was asked, by how an edition came about.
_DONE = {"counted": "were counted", "judged": "were judged"}
# The same in an inventory, whose websites were looked at.
_DONE_IN_INVENTORY = _DONE | {"judged": "were checked"}


def width_words(rows: Sequence[Row]) -> list[str]:
    """Return in which editions the ranges of shares are narrower or wider than the bases shown give, and why.

    Narrower where much of the population answered, wider where a figure has an effective base.

    Args:
        rows: with ``survey_name``, ``measure``, ``year``, ``base_n``, ``population``, ``effective_base``,
            ``complete``, ``coverage`` and ``evidence``; where an edition before is shown, with ``year_before`` and the
            same with ``_before``.
    """
    said: dict[str, None] = {}
    for row in rows:
        if row["measure"] != "percent":
            continue
        reached: list[str] = []
        for suffix, year, base in (("", "year", "base_n"), ("_before", "year_before", "base_before")):
            answered: Any = row.get(base)
            there: Any = row.get(f"population{suffix}")
            edition = f"{row['survey_name']}, {row.get(year)}"
            if not cells.is_missing(row.get(f"effective_base{suffix}")):
                said[f"{edition}: {_WIDER}"] = None
            elif not cells.is_missing(answered) and not cells.is_missing(there):
                complete = bool(row[f"complete{suffix}"])
                done = (_DONE_IN_INVENTORY if row.get("evidence") == INVENTORY else _DONE).get(row["coverage"], "")
                reached += _reach_words(edition, int(answered), int(there), done, complete=complete)
        said |= dict.fromkeys([*reached, *([told] if reached and (told := _two_counts(row)) else [])])
    return list(said)


def _two_counts(row: Row) -> str:
    """Return how many there are by each of two editions, where that differs; else nothing.

    One count beside more bodies of the other edition would look as if one of them were wrong.
    """
    now, before = row.get("population"), row.get("population_before")
    if cells.is_missing(now) or cells.is_missing(before) or now == before:
        return ""
    then = f"{numbers.count(before)} in {row['year_before']} and {numbers.count(now)} in {row['year']}"
    return f"{row['survey_name']}: each edition has its own count of how many there are, {then}."


def worked_out_at(rows: Sequence[Row]) -> str:
    """Return at which base the ranges of rows are worked out."""
    effective = any(not cells.is_missing(row["effective_base"]) for row in rows)
    return "the effective base" if effective else "the base shown"


def _reach_words(edition: str, answered: int, there: int, done: str, *, complete: bool) -> list[str]:
    """Return how many of all a range rests on; ``done`` is what was done with them where nobody was asked."""
    if complete:
        all_of_them = f"all {numbers.count(there)} there were then {done or 'have an answer'}"
        return [f"{edition}: {all_of_them}, so shares have no range."]
    if answered >= there or answered <= there * FINITE_FRACTION:
        return []
    part = f"{numbers.count(answered)} of all {numbers.count(there)} {done or 'that could have answered did'}"
    return [f"{edition}: {part}, so the range is narrower than in a larger group (finite population correction)."]
