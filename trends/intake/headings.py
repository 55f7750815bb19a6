"""The heading rows of an export: how many there are, and the name and the question text of each column."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from trends.intake.problems import Problem, Severity, listed
from trends.intake.table import Column, FileOptions, Table, one_line

# What tools write below a question that has a single column.
_SINGLE = frozenset({"response", "open-ended response"})
_TAGS = re.compile(r"<[^<>]{1,200}>")
_PIPED = re.compile(r"\$\{[^{}]{1,200}\}\s*,?\s*")
_JSON_ROW = '{"ImportId"'
QUALTRICS_ROWS = 3


def heading_rows(first: Sequence[Sequence[str]], options: FileOptions) -> FileOptions:
    """Return the options with the heading rows filled in, as the mapping says or as the first rows show.

    A row of import ids is Qualtrics' third. A row that is empty below some headings and filled below a merged one is
    SurveyMonkey's second; ``first`` has merged headings empty, as the file has them.
    """
    if options.header_rows is not None:
        return options
    if len(first) >= QUALTRICS_ROWS and all(cell.startswith(_JSON_ROW) for cell in first[2] if cell) and any(first[2]):
        return _with(options, QUALTRICS_ROWS, (1,), 2)
    if len(first) > 1 and {one_line(cell).casefold() for cell in first[1]} & _SINGLE and "" in first[0]:
        return _with(options, 2, (1, 2), None)
    return _with(options, 1, (1,), None)


def _with(options: FileOptions, rows: int, names: tuple[int, ...], text: int | None) -> FileOptions:
    return FileOptions(
        options.encoding, options.delimiter, rows, options.names_rows or names, options.text_row or text, options.sheet
    )


def columns_of(headings: Sequence[Sequence[str]], options: FileOptions) -> list[Column]:
    """Return a column for each cell of the headings, without answers yet."""
    width = max((len(row) for row in headings), default=0)
    used = options.names_rows or (1,)
    rows = [_filled_right(headings[at - 1], width, last=at == used[-1]) for at in used]
    texts = headings[options.text_row - 1] if options.text_row else ()
    made = []
    for at in range(width):
        parts = list(dict.fromkeys(one_line(row[at]) for row in rows if one_line(row[at])))
        parts = [part for part in parts if part.casefold() not in _SINGLE] or parts
        if not parts and len(rows) > 1:
            # A heading merged over all below it may stand in a row above those that are joined.
            above = (_filled_right(row, width, last=False)[at] for row in reversed(headings[: used[0] - 1]))
            parts = [one_line(text) for text in above if text][:1]
        name = " / ".join(parts) if len(rows) > 1 else (rows[0][at].strip() if rows else "")
        made.append(Column(at + 1, name, plain(texts[at] if at < len(texts) else name)))
    return made


def _filled_right(row: Sequence[str], width: int, *, last: bool) -> list[str]:
    """Return a row in which a heading stands above all columns it was merged over; the lowest row is not merged."""
    filled, carried = [], ""
    for at in range(width):
        cell = row[at] if at < len(row) else ""
        carried = cell or ("" if last else carried)
        filled.append(carried)
    return filled


def plain(text: str) -> str:
    """Return a question's text without markup, entities and names piped into it."""
    return one_line(_PIPED.sub("", html.unescape(_TAGS.sub(" ", text)))).replace(" ?", "?")


def faults(table: Table, addressed: Iterable[str] = ()) -> list[Problem]:
    """Return what is wrong with the headings, but for columns that a mapping addresses by their number."""
    numbers = {int(name[1:]) for name in addressed if name.startswith("#") and name[1:].isdigit()}
    row = (max(table.header_rows, 1),) if table.container not in {"sav", "dta", "parquet"} else ()
    found = []
    blank = [c for c in table.columns if not c.name and c.cells.is_filled() and c.position not in numbers]
    if blank:
        places = listed(column.position for column in blank)
        found.append(
            Problem(
                Severity.ERROR,
                table.file,
                f"Column {places} has no heading but holds answers."
                if len(blank) == 1
                else f"Columns {places} have no heading but hold answers.",
                f"give each a heading, or address it in the mapping by its number, as in #{blank[0].position}.",
                row,
                tuple(f"#{column.position}" for column in blank),
            )
        )
    counts = Counter(column.name for column in table.columns if column.name)
    for name, count in counts.items():
        same = [column.position for column in table.columns if column.name == name]
        if count > 1 and not numbers & set(same):
            found.append(
                Problem(
                    Severity.ERROR,
                    table.file,
                    f"{count} columns are called '{one_line(name)}' ({listed(same)}).",
                    f"rename one, or address them in the mapping by their numbers, as in #{same[0]}.",
                    row,
                    tuple(f"#{position}" for position in same),
                )
            )
    return found
