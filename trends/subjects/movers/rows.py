"""A row of what rose and fell in words: both figures, whose they are, how many stand behind; and which rows lead."""

from typing import Any

from trends.statistics import cells, verdicts
from trends.statistics.cells import Row
from trends.subjects.movers.facts import Rows, firm, is_detail, is_recent, moved, newest
from trends.words import grammar, numbers, pieces
from trends.words.asked import of_these
from trends.words.pieces import moved_words

# So many bodies may have come or left for a list to count as that of the same ones.
SAME_BODIES = 2
_OF_OTHERS = {verdicts.UP: "is higher", verdicts.DOWN: "is lower"}


def leading(rows: Rows) -> Rows:
    """Return the newest rise and the newest fall that may be headlined; of several of a year the largest."""
    first: dict[str, Row] = {}
    for row in newest(firm(moved(rows))):
        first.setdefault(row["verdict"], row)
    return list(first.values())


def most_words(row: Row, rows: Rows) -> str:
    """Return how far a leading row went among those it was chosen from, as in “most”; nothing where it is the only one.

    Of what may be headlined the newest leads. Where one before it went further, or something set aside did, the rule
    that chose it is said.
    """
    same = [each for each in rows if each["verdict"] == row["verdict"] and (is_recent(each) or not is_recent(row))]
    if len(same) == 1:
        return ""
    further = [each for each in same if round(abs(each["change"]) - abs(row["change"]), 9) > 0]
    if any(each in firm(same) for each in further):
        return " (the newest)" if all(each["year"] <= row["year"] for each in same) else ""
    if further:
        return f" most, {grammar.joined(list(dict.fromkeys(map(_left_aside, further))))} left aside"
    apart = [abs(each["change"]) for each in same if each not in firm(same)]
    return " as far as any" if any(round(abs(row["change"]) - size, 9) <= 0 for size in apart) else " most"


def _left_aside(row: Row) -> str:
    """Return what a row is that may not be headlined."""
    return "details" if is_detail(row) else "answers such as “other”" if row["residual"] else "small bases"


def scope_words(leaders: Rows, rows: Rows) -> str:
    """Return which editions leading rows were chosen from, where older ones moved too; else nothing.

    Of each list only the last two editions are compared: what moved further between earlier ones is not looked at.
    """
    older = any(not is_recent(row) for row in moved(rows))
    if not older or not is_recent(leaders[0]):
        return ""
    return f"in last editions from {leaders[0]['recent_from']} on"


def verb(row: Row) -> str:
    """Return “rose” or “fell” for a row that is up or down; a place is moved."""
    if row["measure"] == "rank":
        return moved_words(row)
    return "rose" if row["verdict"] == verdicts.UP else "fell"


def course(row: Row) -> str:
    """Return both figures with their years, as in “from 30% in 2022 to 45% in 2024”."""
    return f"from {before_figure(row)} in {row['year_before']} to {now_figure(row)} in {row['year']}"


def is_of_others(row: Row) -> bool:
    """Say whether a complete count is of other bodies than the one before, since more than two came or left.

    Such a share may be higher though none of the bodies in both editions did more: it is said to differ, not to rise.
    """
    counted = bool(row["complete"]) and bool(row["complete_before"])
    return counted and abs(int(row["base_n"]) - int(row["base_before"])) > SAME_BODIES


def went(row: Row, most: str = "") -> str:
    """Return what a row did with both figures, as in “rose most, from 30% in 2022 to 45% in 2024”.

    A count of other bodies “is higher: 90% in 2023, 91% in 2025”.

    Args:
        row: a row that is up or down.
        most: what :func:`most_words` says of it.
    """
    if not is_of_others(row):
        return f"{verb(row)}{most}, {course(row)}"
    before, now = (f"{told} in {year}" for told, year in both_figures(row))
    return f"{_OF_OTHERS[row['verdict']]}: {before}, {now}"


def moved_course(row: Row) -> str:
    """Return what a row did with both figures in short, as in “rose from 30% in 2022 to 45% in 2024”."""
    return went(row) if is_of_others(row) else f"{verb(row)} {course(row)}"


def both_figures(row: Row) -> tuple[tuple[str, Any], tuple[str, Any]]:
    """Return both figures in words, each with its year."""
    return (before_figure(row), row["year_before"]), (now_figure(row), row["year"])


def before_figure(row: Row) -> str:
    """Return the figure of the edition before in words."""
    return pieces.before_words(row, row["measure"])


def now_figure(row: Row) -> str:
    """Return the figure of this edition in words."""
    return pieces.value_words(row, row["measure"])


def whose(row: Row) -> str:
    """Return what was asked, of whom, where and of how many."""
    return f"{row['question_name']}; {who(row)}; {base_words(row)}"


def who(row: Row) -> str:
    """Return who answered: in the words of the survey, with country, region, kind of body and sector."""
    answered, region = str(row["respondents"]), cells.text(row["region"])
    # A place that is named already, or told by “worldwide”, is not said twice, nor is the country of a region that is.
    named = bool(region) and region in answered
    if not named and str(row["country_name"]) not in answered:
        if row["several_told"] and row["country_kind"] == "country":
            # Those of several countries together are told, of whom these are the ones in one alone.
            where = _part(row, "region", "body_size")
            return f"{answered}, those in {grammar.the(str(row['country_name']))} alone, {where}"
        if not row["several_told"]:
            return f"{answered}, {grammar.the(place(row))}"
    country = str(row["country_name"])
    # A region alone does not say where it lies.
    where = grammar.the(country) if named and country not in answered else "" if named else region
    said = [where, of_these(grammar.lower_first(cells.text(row["body_size"])), answered)]
    return ", ".join([answered, *filter(None, said), grammar.lower_first(str(row["sector_name"]))])


def place(row: Row) -> str:
    """Return whose figure it is: country, region, kind of body and sector."""
    return _part(row, "country_name", "region", "body_size")


def _part(row: Row, *names: str) -> str:
    parts = [str(row[name]) for name in names if not cells.is_missing(row[name])]
    return ", ".join([*parts, grammar.lower_first(str(row["sector_name"]))])


def base_words(row: Row) -> str:
    """Return the bases of both editions, as in “base 49, then 51” and “base over 500, then 931”.

    Of a question put to a part of those who answered it says whose they are, as in “base 49, then 51, of users alone”.
    """
    part = row.get("asked_part")
    return _bases(row) if cells.is_missing(part) else f"{_bases(row)}, of {part} alone"


def _bases(row: Row) -> str:
    before, now = (pieces.base_number(row, edition) for edition in ("_before", ""))
    if before == now == numbers.MISSING:
        return pieces.BASE_UNKNOWN
    if numbers.MISSING in {before, now}:
        known, year = (now, row["year"]) if before == numbers.MISSING else (before, row["year_before"])
        return f"base {known} in {year}, that of the other edition not published"
    return f"base {before}" if before == now else f"base {before}, then {now}"


def done_with(rows: Rows) -> list[str]:
    """Return what was done with those that rows rest on, as in “answered” and “checked”, each once.

    Rows without a base are left out, unless all are.
    """
    based = [row for row in rows if not all(cells.is_missing(row[base]) for base in ("base_n", "base_before"))]
    return list(dict.fromkeys(pieces.unit_words(row) for row in based or rows))


def of_whom(rows: Rows) -> str:
    """Return who stands behind rows that a title names, each once with its base; empty for none.

    A title is quoted without its table, so that its card says beside it whose figures they are.
    """
    bases: dict[str, list[str]] = {}
    for row in rows:
        bases.setdefault(who(row), []).append(base_words(row))
    said = [f"{whom} ({'; '.join(dict.fromkeys(held))})" for whom, held in bases.items()]
    return f". Named are figures of: {'; '.join(said)}" if said else ""


def named_in(row: Row) -> list[str]:
    """Return the names of the evidence that a title on a row may hold."""
    return [str(row["item"]), str(row["question_name"]), place(row)]
