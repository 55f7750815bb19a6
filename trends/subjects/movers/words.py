"""What rose and fell in sentences: what moved beyond chance, how far chance goes, and what cannot be told."""

from collections.abc import Sequence
from typing import overload

from trends.statistics import cells
from trends.statistics.cells import Row
from trends.statistics.methods import SIGNIFICANCE
from trends.subjects.contents import KeyFigure
from trends.subjects.movers.counts import LONGEST_TITLE, counts_answer
from trends.subjects.movers.facts import MOVED, Movement, Rows, firm, is_detail, is_weak, moved, newest
from trends.subjects.movers.rows import (
    base_words,
    course,
    leading,
    most_words,
    now_figure,
    scope_words,
    verb,
    who,
    whose,
)
from trends.words import grammar, numbers, pieces
from trends.words.pieces import moved_words
from trends.words.text import Words, say, strong

PAIR = 2
CHANCE = round(1 / SIGNIFICANCE)
_NO_BASE = "a base was not published"


def answer(found: Movement) -> Words:
    """Return what rose and fell in a sentence each on counts, shares and places; a weak figure is never named."""
    return grammar.sentences([counts_answer(found.counts), _shares_sentence(found), _last_sentence(found)])


def _shares_sentence(found: Movement) -> Words:
    if not found.shares:
        return ""
    if not found.made:
        untold = len(found.shares)
        lacking = f"each of the {numbers.count(untold)} changes" if untold > 1 else "the one change there is"
        return say("**One cannot tell whether a share moved:** {} lacks a published base.", lacking)
    if not found.firm:
        return say("**{}.**", headline(found))
    weak = sum(is_weak(row) for row in found.moved)
    few = f", {numbers.count(weak)} of them where few answered" if weak else ""
    named = [
        say("**{}** {} {} ({}).", row["item"], verb(row), course(row), whose(row)) for row in leading(found.shares)
    ]
    return grammar.sentences([say("**{}{}.**", grammar.capitalised(_beyond_chance(found)), few), *named])


def headline(found: Movement) -> str:
    """Return the finding on shares, without a full stop; a weak figure or a detail is never named."""
    made = found.made
    if not found.moved:
        if made == 1:
            return "Nothing moved beyond chance: the one comparison is too close to call"
        every = "both" if made == PAIR else "all"
        return f"Nothing moved beyond chance: {numbers.count(made)} comparisons, {every} too close to call"
    if not found.firm:
        details = [row for row in found.moved if is_detail(row)]
        few = "where few answered or said “other”"
        if not details:
            return f"Nothing firm moved: {_beyond_chance(found)}, {few}"
        also = "" if len(details) == len(found.moved) else f" or {few}"
        which = "it is a detail" if len(found.moved) == 1 else "each of them is a detail"
        return f"{grammar.capitalised(_beyond_chance(found))}; {which} of a survey{also}"
    return _title_of(found, named_shares(found))


def named_shares(found: Movement) -> Rows:
    """Return the shares that the title names: the leading rise and fall, or of a title too long the first alone."""
    rows = leading(found.shares)
    return rows if len(_title_of(found, rows)) <= LONGEST_TITLE else rows[:1]


def _title_of(found: Movement, rows: Rows) -> str:
    named = [f"{_titled(row)} {verb(row)} {_size(row)} to {now_figure(row)}, {_years(row)}" for row in rows]
    # What editions are compared is said beside the title.
    beyond = _beyond_chance(found, between="")
    return f"{grammar.capitalised(beyond)}: {'; '.join(named)}"


def _size(row: Row) -> str:
    return numbers.size_of_measure(row["value"], row["before"], row["measure"])


def _beyond_chance(found: Movement, between: str = " between comparable editions") -> str:
    number, made = len(found.moved), found.made
    changes = f"{numbers.of_all(number, made, 'change')} of {'a share' if made == 1 else 'shares'}"
    return f"{changes}{between} {'is' if number == 1 else 'are'} beyond chance"


def _titled(row: Row) -> str:
    """Return what moved; a point of a scale says nothing without its question."""
    point = not cells.is_missing(row["polarity"])
    return f"“{row['item']}” ({row['question_name']})" if point else str(row["item"])


def _years(row: Row) -> str:
    return f"{row['year_before']} to {row['year']}"


def _spans(rows: Rows) -> str:
    in_time = sorted(rows, key=lambda row: (row["year"], row["year_before"]))
    return grammar.joined(list(dict.fromkeys(_years(row) for row in in_time)))


def _last_sentence(found: Movement) -> Words:
    """Return what published places say; without any of which changes one cannot tell."""
    if found.places:
        return places_sentence(found.places)
    if found.untold and (found.made or not (found.shares or found.counts)):
        return f"{untold_words(found)}."
    return ""


def places_sentence(places: Rows) -> Words:
    """Return the largest moves up and down among published places; all that share the largest are named.

    Args:
        places: ``places`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    leaders = newest(firm(moved(places)))
    scope = scope_words(leaders, places) if leaders else ""
    said: list[Words] = []
    for most, done in _furthest(leaders, places):
        row = most[0]
        within = f"{grammar.capitalised('in these' if said else scope)}, " if scope else ""
        if len(most) == 1:
            said.append(say("{}**{}** {}, {} ({}).", within, row["item"], done, course(row), whose(row)))
            continue
        owner, size = _owner(most), pieces.places_moved(row["change"])
        named = _together([_quoted(each, "" if owner else _survey_or_whom(each, most)) for each in most])
        said.append(say("{}{} {}, by {} each, {}{}.", within, named, done, size, _spans(most), owner))
    if not said:
        # What may not be headlined by itself is told by whose it is and when.
        owner = _owner(places) or f", in {len({whose(each) for each in places})} lists"
        return f"{places_title(places)}, {_spans(places)}{owner}."
    published = numbers.counted(len(places), "place was", "places were")
    return grammar.sentences([f"{published} published twice; no test can judge a move.", *said])


def _quoted(row: Row, owner: str) -> Words:
    """Return an item among several, in quotes since it may hold an “and” of its own; with whose it is, if given."""
    item = strong(f"“{row['item']}”")
    return say("{} ({})", item, owner) if owner else item


def _survey_or_whom(row: Row, rows: Rows) -> str:
    """Return which survey a row is of, or who answered where all rows are of one survey."""
    return str(row["survey_name"]) if len({each["survey"] for each in rows}) > 1 else who(row)


def _owner(rows: Rows) -> str:
    """Return whose some rows are, in brackets; of several questions of one survey the survey. Else it is empty."""
    for owners in ({whose(each) for each in rows}, {_of_survey(each) for each in rows}):
        if len(owners) == 1:
            return f" ({owners.pop()})"
    return ""


def _of_survey(row: Row) -> str:
    return f"{row['survey_name']}; {who(row)}; {base_words(row)}"


def places_named(places: Rows) -> Rows:
    """Return the places that :func:`places_title` names; none where it names none.

    Args:
        places: ``places`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    return [row for most, _ in _furthest(newest(firm(moved(places))), places) for row in most]


def places_title(places: Rows) -> str:
    """Return the largest moves up and down, without a full stop.

    Args:
        places: ``places`` of :func:`trends.subjects.movers.facts.movement`, not empty.
    """
    changed = moved(places)
    leaders = newest(firm(changed))
    parts: list[str] = []
    for most, done in _furthest(leaders, places):
        row = most[0]
        if len(most) == 1:
            parts.append(f"{done}: {row['item']}, {course(row)}")
        else:
            named = _together([f"“{each['item']}”" for each in most])
            parts.append(f"{done}: {named}, {pieces.places_moved(row['change'])} each, {_spans(most)}")
    if parts:
        scope = scope_words(leaders, places)
        return grammar.capitalised("; ".join([f"{scope}, {parts[0]}" if scope else parts[0], *parts[1:]]))
    if changed:
        if len(places) == 1:
            return "The one place published twice moved"
        return f"{numbers.count(len(changed))} of {numbers.counted(len(places), 'place')} published twice moved"
    if len(places) == 1:
        return "The one place published twice stayed the same"
    return f"No place changed: {numbers.every(len(places))} stayed the same"


def _furthest(leaders: Rows, places: Rows) -> list[tuple[Rows, str]]:
    """Return the places that moved up furthest and those that moved down furthest, each with what they did."""
    both = [_largest([row for row in leaders if row["verdict"] == verdict]) for verdict in MOVED]
    return [(most, moved_words(most[0]) + most_words(most[0], places)) for most in both if most]


def _largest(rows: Rows) -> Rows:
    """Return the rows with the largest change; several where it is shared."""
    largest = max((abs(row["change"]) for row in rows), default=0)
    return [row for row in rows if abs(row["change"]) == largest]


@overload
def _together(named: Sequence[str]) -> str: ...
@overload
def _together(named: Sequence[Words]) -> Words: ...
def _together(named: Sequence[Words]) -> Words:
    """Return several items in words; each is set apart already, since an item may hold an “and” of its own."""
    more = len(named) - grammar.LISTED_NAMES
    return grammar.joined([*named[: grammar.LISTED_NAMES], f"{numbers.count(more)} more"] if more > 0 else named)


def chance_words(found: Movement) -> Words:
    """Return how many comparisons were made, how many would look real by chance alone, and what was done about it."""
    made = found.made
    if not made:
        return ""
    alone = sum(row["verdict_alone"] in MOVED for row in found.shares)
    if made == 1:
        return say(
            "**1 comparison was made**, so there was nothing to adjust for. Had nothing changed, it would look real "
            "by chance 1 time in {}.",
            CHANCE,
        )
    together, expected = len(found.moved), numbers.count(made / CHANCE)
    by_chance = "fewer than one" if expected == "0" else f"about {expected}"
    return say(
        "**{} comparisons were made.** Had nothing changed at all, chance would make {} of them look real. So the more "
        "there are, the stricter the test that each has to pass (Holm). Here {} {}; judged alone, {} would. At most 1 "
        "in {} of such lists holds even one false change.",
        numbers.count(made),
        by_chance,
        _some(together),
        "does" if together == 1 else "do",
        _some(alone),
        CHANCE,
    )


def _some(number: int) -> str:
    return numbers.count(number) if number else "none"


def absent_words(found: Movement) -> str:
    """Return which kinds of figure the filters do not select in two comparable editions; empty where all are there."""
    absent = [
        name
        for rows, measure, name in (
            (found.shares, "percent", "no share of those who answered"),
            (found.places, "rank", "no list of places"),
            (found.counts, "", "no complete count"),
        )
        if not rows and measure not in {row["measure"] for row in found.barred}
    ]
    said = grammar.joined(absent)
    return f"{grammar.capitalised(said)} was published twice in the same way here." if absent else ""


def close_words(found: Movement) -> str:
    """Return how many comparisons are too close to call."""
    number = len(found.close)
    return f"{numbers.counted(number, 'comparison')} {'is' if number == 1 else 'are'} too close to call"


def untold_words(found: Movement) -> str:
    """Return how many changes cannot be told, and why."""
    return f"Cannot tell of {numbers.counted(len(found.untold), 'change')}: {_why_untold(found)}"


def _why_untold(found: Movement) -> str:
    reasons = [_NO_BASE] * (len(found.untold) - len(found.barred)) + [str(row["reason"]) for row in found.barred]
    said = list(dict.fromkeys(reasons)) or [_NO_BASE]
    if len(said) == 1:
        return said[0]
    return " or ".join(f"{reason} ({numbers.count(reasons.count(reason))})" for reason in said)


def key_figures(found: Movement) -> list[KeyFigure]:
    """Return the counts behind the verdicts: label, number, and what it is counted on."""
    return [
        ("Comparisons made", numbers.count(found.made), "shares with both bases known, or the least they can be"),
        ("Beyond chance", numbers.count(len(found.moved)), "after adjusting for all of them"),
        ("Too close to call", numbers.count(len(found.close)), "could be chance"),
        ("Cannot tell", numbers.count(len(found.untold)), _why_untold(found)),
    ]
