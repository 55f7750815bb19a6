"""Years in words: single ones, runs of them, and of which of the chosen ones something is."""

from collections.abc import Iterable
from typing import Any

from trends.statistics.cells import is_missing
from trends.words import grammar, numbers


def year_words(years: Iterable[str | int]) -> str:
    """Return years in words: runs of three or more are joined, as in “2015, 2019–2023”."""
    return ", ".join(_runs_in_words(years))


def span_words(first: Any, last: Any, chosen: Iterable[str | int] = ()) -> str:
    """Return of which years things are that begin and end with two, as in “2021–2024”; empty where there are none.

    Where years were chosen nothing is of those between them: then the chosen ones are told, as in “2021 and 2024”.

    Args:
        first: the first year; missing where there is nothing.
        last: the last year.
        chosen: the years that were chosen; empty for all.
    """
    if is_missing(first):
        return ""
    within = [year for year in chosen if first <= int(year) <= last]
    return grammar.joined(_runs_in_words(within)) if within else numbers.years(first, last)


def year_runs(years: Iterable[str | int]) -> list[list[int]]:
    """Return years in order, each once, as runs of years that follow each other."""
    runs: list[list[int]] = []
    for year in sorted({int(year) for year in years}):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _runs_in_words(years: Iterable[str | int]) -> list[str]:
    words: list[str] = []
    for run in year_runs(years):
        words += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run)  # noqa: PLR2004 - a run has three
    return words
