"""What the evidence says now: the overview's sentences and the questions it leads to."""

from collections.abc import Mapping, Sequence

from trends.request.place import YOUR_COUNTRY, YOUR_SECTOR, Self
from trends.statistics.cells import Row
from trends.statistics.ranges import is_weak
from trends.subjects.lists.counted import COUNTS, LISTS, Counted, Why, first_words, told_order, uncounted_words
from trends.subjects.you import WHOSE, among_groups, are, figure_words, nearest_relation
from trends.words import grammar, numbers
from trends.words.text import Words, say

# What tells one list of ``queries/overview/latest_leaders.sql`` from another.
_LIST = ("question", "measure", "place_name", "sector", "year")

NO_REASONS: Mapping[str, Why] = {}
# What stands first in a list of a single theme stands above nothing.
SEVERAL_THEMES = 2


def answer(priorities: Counted, concerns: Counted, chosen: str = "", why: Mapping[str, Why] = NO_REASONS) -> Words:
    """Return which themes stand first in how many lists of priorities and of concerns, or that no list counts.

    The kind of list that counts is told first, whichever it is.

    Args:
        priorities: the lists of priorities that count.
        concerns: those of concerns.
        chosen: what :attr:`trends.request.request.Request.for_choice` says; empty where nothing is chosen.
        why: why no list counts, by kind, where none of either does.
    """
    both = dict(zip(LISTS, (priorities, concerns), strict=True))
    if priorities.is_told or concerns.is_told:
        ordered = sorted(both, key=lambda kind: told_order(both[kind]))
        return grammar.sentences([first_words(both[kind], LISTS[kind]) for kind in ordered])
    reasons = {kind: why.get(kind, Why.UNREAD) for kind in both}
    rule = COUNTS if Why.NOT_ENOUGH in reasons.values() else ""
    return grammar.sentences([uncounted_words(both, reasons, chosen), rule])


def leads(
    me: Self,
    figures: Mapping[str, tuple[int, int]],
    nearest: str,
    priorities: Sequence[Row],
    concerns: Sequence[Row],
) -> Words:
    """Return how much is known of bodies like the reader's, what they put first and what they worry about.

    Args:
        me: the reader's place.
        figures: number of survey figures of “You” (country and sector), “Your country” and “Your sector”, and how many
            of them are of groups that hold the country.
        nearest: which of these the lists are of.
        priorities: one row per list, as ``queries/overview/latest_leaders.sql`` gives them, the one to tell first; may
            be empty.
        concerns: the same for concerns.
    """
    whole = nearest_relation(me)
    said: list[Words] = [_known(figures, whole)]
    where = "" if nearest == whole else f" in {WHOSE[nearest]}"
    for rows, listed in ((priorities, "priorities"), (concerns, "concerns")):
        if (lead := _leading(rows)) is not None:
            row, items = lead
            together = ", together" if len(items) > 1 else ""
            told = [grammar.edition(str(row["survey_name"]), int(row["year"]))]
            told += [str(row["sector_name"])] if nearest == YOUR_COUNTRY else []
            # A part of the country that stands for itself, or a group that holds it, is not the country.
            is_whole = (
                nearest != YOUR_SECTOR and row["country"] == me.country and row["place_name"] == row["country_name"]
            )
            of = f"; {', '.join(told if is_whole else [*told, str(row['place_name'])])}"
            figure = figure_words(row, str(row["measure"]))
            doing = f"First among {listed}" if stands_first(row) else f"Among {listed}"
            said.append(say("{}{}: **{}**{} ({}{}).", doing, where, grammar.some_of(items), together, figure, of))
    return grammar.sentences(said)


def stands_first(row: Row) -> bool:
    """Say whether what leads a list stands above something: a share of one theme alone does not, a first place does."""
    return bool(row["measure"] == "rank" or row["themes"] >= SEVERAL_THEMES)


def _known(figures: Mapping[str, tuple[int, int]], whole: str) -> str:
    """Return how many figures are of the reader's place; where none is, how many are of its country and its sector."""
    number, of_groups = figures[whole]
    if number and number == of_groups:
        hold = "a group that holds" if number == 1 else "groups that hold"
        counted = numbers.counted(number, "survey figure")
        return f"{counted} {are(number)} of {hold} your country, none of {WHOSE[whole]} alone."
    if number:
        groups = among_groups(of_groups, number)
        counted = numbers.counted(number, "survey figure")
        return f"{counted} {are(number)} of {WHOSE[whole]}{f', {groups}' if groups else ''}."
    others = [
        f"{numbers.count(figures[each][0])} of {WHOSE[each]}{' or groups that hold it' if figures[each][1] else ''}"
        for each in WHOSE
        if each in figures and figures[each][0]
    ]
    beside = f" by itself; {grammar.joined(others)}" if others else ""
    return f"No survey figure read here is of {WHOSE[whole]}{beside}."


def _leading(rows: Sequence[Row]) -> tuple[Row, list[str]] | None:
    """Return the first list whose first place is firm, with all items that share it."""
    for first in rows:
        same = [row for row in rows if all(row[name] == first[name] for name in _LIST)]
        if any(is_weak(row) or bool(row["residual"]) for row in same):
            continue
        return first, [str(row["item"]) for row in same]
    return None
